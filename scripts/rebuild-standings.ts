// `npm run -s rebuild-standings [-- --json]`: the standings anew from the raw rows, to identical values, and the
// fingerprints of rows that have none. Needed after an update that brings new tables, or when rows were changed by hand. Exit 0 ok, 2 bad usage, 1 failure.
import { parseArgs } from 'node:util';
import { fingerprintAll } from '@/lib/db/fingerprint-all';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { withDatabase } from './database/with-database';
import { startSettings } from './start-settings';

const USAGE = `Usage: npm run -s rebuild-standings [-- --json]
  --json   what was built as JSON
POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.`;

async function main(): Promise<number> {
  let values: { json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }));
  } catch {
    console.error(USAGE);
    return 2;
  }
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  try {
    const rebuilt = await withDatabase(startSettings().postgresUrl, async (db) => {
      const series = await fingerprintAll(db);
      const standings = await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return { ...standings, series };
    });
    const words = `${rebuilt.cells} cells from ${rebuilt.votes} votes; copies of ${rebuilt.series} series are known.`;
    console.log(values.json === true ? JSON.stringify(rebuilt) : words);
    return 0;
  } catch (error) {
    console.error(`rebuild-standings: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main();
