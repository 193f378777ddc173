// `npm run -s relevel [-- --json]`: gives every stored row of the present protocol its level again, by the present table of
// shares (lib/submission/proven-shares.json), and builds the standings anew. Needed after the shares were measured anew.
// Exit 0 ok, 2 bad usage, 1 failure.
import { parseArgs } from 'node:util';
import { levelAll } from '@/lib/db/levels';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { MANIFEST } from '@/lib/models/manifest';
import { withDatabase } from './database/with-database';
import { startSettings } from './start-settings';

const USAGE = `Usage: npm run -s relevel [-- --json]
  --json   what changed as JSON
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
    const changed = await withDatabase(startSettings().postgresUrl, async (db) => {
      const rows = await levelAll(db, MANIFEST);
      const rebuilt = await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return { rows, ...rebuilt };
    });
    const words = `${changed.rows} rows have another level; ${changed.cells} cells from ${changed.votes} votes.`;
    console.log(values.json === true ? JSON.stringify(changed) : words);
    return 0;
  } catch (error) {
    console.error(`relevel: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main();
