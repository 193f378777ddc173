// `rebuild-standings`: the standings from the raw rows, and the fingerprints of rows that have
// none. Needed after an update that brings new tables, or when rows were changed by hand;
// rename-devices and relevel do it themselves.
import { fingerprintAll } from '@/lib/db/fingerprint-all';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

export const command = defineCommand({
  options: { json: flag('what was built as JSON') },
  notes: DATABASE_NOTE,
  run: async ({ json }) => {
    const rebuilt = await withDatabase(startSettings().postgresUrl, async (db) => {
      const series = await fingerprintAll(db);
      const standings = await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return { ...standings, series };
    });
    const words = `${rebuilt.cells} cells from ${rebuilt.votes} votes; copies of ${rebuilt.series} series are known.`;
    console.log(json ? JSON.stringify(rebuilt) : words);
    return 0;
  },
});
