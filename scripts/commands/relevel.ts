// `relevel`: gives every stored row of the present protocol its level again, by the present table
// of shares (lib/submission/proven-shares.json), and builds the standings anew. Needed after the
// shares were measured anew.
import { levelAll } from '@/lib/db/levels';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { MANIFEST } from '@/lib/models/manifest';
import { defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

export const command = defineCommand({
  options: { json: flag('what changed as JSON') },
  notes: DATABASE_NOTE,
  run: async ({ json }) => {
    const changed = await withDatabase(startSettings().postgresUrl, async (db) => {
      const rows = await levelAll(db, MANIFEST);
      const rebuilt = await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return { rows, ...rebuilt };
    });
    const words = `${changed.rows} rows have another level; ${changed.cells} cells from ${changed.votes} votes.`;
    console.log(json ? JSON.stringify(changed) : words);
    return 0;
  },
});
