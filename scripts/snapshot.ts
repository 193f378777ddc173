// `npm run -s snapshot [-- --month 2026-10] [--out DIR] [--json]`: the open data of a month as files that never change.
import { parseArgs } from 'node:util';
import { withDatabase } from './database/with-database';
import { monthNamed, newestMonth } from './snapshot/month';
import { writeSnapshot } from './snapshot/write';
import { startSettings } from './start-settings';

const USAGE = `Usage: npm run -s snapshot [-- --month YYYY-MM] [--out DIR] [--origin URL] [--json]

Writes DIR/flopmark-YYYY-MM: measurements as Parquet and CSV, data dictionary, datasheet, CITATION.cff, croissant.json and
SHA256SUMS. Only months whose rows are all 30 days old; an existing snapshot is never changed.

  --month    the month (default: the newest that is old enough)
  --out      where to (.out/snapshots)
  --origin   address of the site, for the texts (FLOPMARK_ORIGIN, else http://localhost:3000)
  --json     what was written as JSON
POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      month: { type: 'string' },
      out: { type: 'string', default: '.out/snapshots' },
      origin: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return console.log(USAGE);
  const now = new Date();
  const month = values.month === undefined ? newestMonth(now) : monthNamed(values.month, now);
  const origin = new URL(values.origin ?? startSettings().origin ?? 'http://localhost:3000').origin;
  const report = await withDatabase(startSettings().postgresUrl, (db) => writeSnapshot(db, month, origin, values.out));
  console.log(
    values.json === true ? JSON.stringify(report) : `${report.rows} rows of ${month.name} in ${report.folder}`,
  );
}

try {
  await main();
} catch (error) {
  const usage = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  console.error(`snapshot: ${error instanceof Error ? error.message : String(error)}`);
  if (usage) console.error(USAGE);
  process.exitCode = usage ? 2 : 1;
}
