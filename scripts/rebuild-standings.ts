// `npm run -s rebuild-standings [-- --json]`: the standings anew from the raw rows, to identical values. Needed after the
// names of devices changed (rename-devices calls it) or rows were changed by hand. Exit 0 ok, 2 bad usage, 1 failure.
import { parseArgs } from 'node:util';
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
    const rebuilt = await withDatabase(startSettings().postgresUrl, (db) =>
      retried(() => db.transaction((tx) => rebuildStandings(tx))),
    );
    console.log(values.json === true ? JSON.stringify(rebuilt) : `${rebuilt.cells} cells from ${rebuilt.votes} votes.`);
    return 0;
  } catch (error) {
    console.error(`rebuild-standings: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main();
