// Measured figures as a command prints them, each beside its limit, and whether all of them hold; and the command line of
// the benches that measure with so many of one thing.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Null: reported, not judged. */
  readonly limit: number | null;
  readonly atLeast?: boolean;
}

function line(figure: Figure): string {
  const { what, value, unit, limit, atLeast = false } = figure;
  const bound =
    limit === null ? '' : `   ${atLeast ? 'at least' : 'limit'} ${limit} ${unit}, ${held(figure) ? 'met' : 'MISSED'}`;
  const digits = value.toFixed(Number.isInteger(value) ? 0 : 2);
  return `${what.padEnd(42)}${digits.padStart(10)} ${unit.padEnd(3)}${bound}`;
}

const held = ({ value, limit, atLeast = false }: Figure): boolean =>
  limit === null || (atLeast ? value >= limit : value <= limit);

/** Prints the machine and the figures, as JSON with `more` beside them; 0 when all hold, 1 when a limit is passed. */
export function report(figures: readonly Figure[], asJson: boolean, more: object = {}): 0 | 1 {
  const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown processor', cores: cpus().length };
  const judged = figures.map((figure) => ({ ...figure, met: held(figure) }));
  if (asJson) console.log(JSON.stringify({ ...machine, figures: judged, ...more }));
  else {
    console.log(`Node ${machine.node}, ${machine.processor}, ${machine.cores} cores`);
    for (const figure of figures) console.log(line(figure));
  }
  return figures.every(held) ? 0 : 1;
}

export interface Bench {
  /** As it stands in package.json. */
  readonly command: string;
  /** The option that says how many of what there are. */
  readonly option: string;
  readonly what: string;
  readonly usual: number;
  readonly fewest: number;
  readonly measure: (count: number) => Promise<readonly Figure[]>;
}

/** Runs a bench as its command line asks. The exit code: 0 all figures hold, 1 a limit is passed, 2 bad usage. */
export async function runBench({ command, option, what, usual, fewest, measure }: Bench): Promise<0 | 1 | 2> {
  const usage = `Usage: npm run -s ${command} -- [--${option} N] [--json]
  --${option} N   ${what} (${usual}, at least ${fewest})
  --json${' '.repeat(option.length - 1)}the machine and the figures as JSON
Exit code 1 when a limit is passed.`;
  let count = usual;
  let asJson = false;
  try {
    const { values } = parseArgs({
      options: { [option]: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      console.log(usage);
      return 0;
    }
    count = Number(values[option] ?? usual);
    asJson = values.json === true;
    if (!(Number.isSafeInteger(count) && count >= fewest)) throw new RangeError(`at least ${fewest}`);
  } catch {
    console.error(usage);
    return 2;
  }
  return report(await measure(count), asJson);
}
