// `npm run -s synth -- --runs N [--seed S] [--json]`: N generated runs for load tests, marked synthetic, which keeps them
// out of every board, page, badge, answer and export. Exit 0 ok, 2 bad usage, 1 failure.
import { parseArgs } from 'node:util';
import { rebuildStandings } from '@/lib/db/standings';
import { withDatabase } from './database/with-database';
import { generateRuns, MEASUREMENTS_PER_RUN } from './synth/generate';

const USAGE = `Usage: npm run -s synth -- --runs N [--seed S] [--json]
  --runs N   how many runs, of ${MEASUREMENTS_PER_RUN} measurements each, are added
  --seed S   another set of random numbers (1)
  --json     what was written as JSON
POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.`;

const OPTIONS = {
  runs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function wanted() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    const [runs, seed] = [Number(values.runs), Number(values.seed)];
    if (!values.help && !(Number.isSafeInteger(runs) && runs > 0 && Number.isSafeInteger(seed) && seed >= 0))
      return null;
    return { ...values, runs, seed };
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const options = wanted();
  if (options === null) {
    console.error(USAGE);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const { runs, seed, json } = options;
  try {
    await withDatabase(process.env.POSTGRES_URL, (db) =>
      db.transaction(async (tx) => {
        await generateRuns(tx, { runs, seed, marked: true });
        await rebuildStandings(tx);
      }),
    );
    const measurements = runs * MEASUREMENTS_PER_RUN;
    console.log(json ? JSON.stringify({ runs, measurements }) : `${runs} runs with ${measurements} measurements.`);
    return 0;
  } catch (error) {
    console.error(`synth: ${error instanceof Error ? (error.cause ?? error.message) : String(error)}`);
    return 1;
  }
}

process.exitCode = await main();
