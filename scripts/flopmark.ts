// `npm run -s flopmark -- NAME ARGS…`: the one entry to every command. A name is one word, or two
// where a group has many.

import { entryOf, listing } from './catalogue';
import type { Exit } from './command';

const HELP = ['-h', '--help', 'help'];

async function main(args: readonly string[]): Promise<Exit> {
  const [first = '--help', second = ''] = args;
  for (const [name, rest] of [
    [`${first} ${second}`, args.slice(2)],
    [first, args.slice(1)],
  ] as const) {
    const entry = entryOf(name);
    if (entry !== undefined) return (await entry.load()).command.run(name, entry.summary, rest);
  }
  const group = listing(`${first} `);
  if (HELP.includes(first) || (group !== '' && (second === '' || HELP.includes(second)))) {
    const asked = HELP.includes(first) || second !== '';
    const usage = HELP.includes(first) ? 'NAME [options]' : `${first} NAME [options]`;
    const words = `Usage: npm run -s flopmark -- ${usage}    (NAME --help says the rest)\n\n${group || listing()}`;
    if (args.length === 0 || asked) console.log(words);
    else console.error(words);
    return args.length === 0 || asked ? 0 : 2;
  }
  console.error(
    `there is no command '${args.join(' ')}'; npm run -s flopmark -- --help lists them`,
  );
  return 2;
}

// `| head` closes the pipe early: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : 1),
);
main(process.argv.slice(2)).then(
  // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
