// `npm run -s functions [-- NAME…]`: functions of the database as SQL, for the migration that brings them up to date; all of
// them without a name.
import { FUNCTIONS } from '@/lib/db/functions/all';

const names = process.argv.slice(2);
const chosen = names.length === 0 ? [...FUNCTIONS.keys()] : names;
const texts = chosen.flatMap((name) => FUNCTIONS.get(name) ?? []);
if (texts.length < chosen.length) {
  console.error(`There are ${[...FUNCTIONS.keys()].join(', ')}.`);
  process.exitCode = 2;
} else process.stdout.write(`${texts.join('\n--> statement-breakpoint\n')}\n`);
