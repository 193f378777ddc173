// `functions`: what lib/db/functions says, as the migration needs it.
import { FUNCTIONS } from '@/lib/db/functions/all';
import { argumentList, defineCommand, UsageError } from '../command';

export const command = defineCommand({
  args: { names: argumentList('NAME', 'functions of lib/db/functions (all)', 0) },
  run: async ({ names }) => {
    const chosen = names.length === 0 ? [...FUNCTIONS.keys()] : names;
    const texts = chosen.flatMap((name) => FUNCTIONS.get(name) ?? []);
    if (texts.length < chosen.length)
      throw new UsageError(`there are ${[...FUNCTIONS.keys()].join(', ')}`);
    process.stdout.write(`${texts.join('\n--> statement-breakpoint\n')}\n`);
    return 0;
  },
});
