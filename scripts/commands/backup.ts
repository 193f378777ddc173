// `npm run -s flopmark -- backup FILE`: everything that cannot be computed again, while the site
// runs.
import { writeBackup } from '../backup/write';
import { argument, defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

const NOTES = `Written are runs with their measurements, challenges, proofs, keys, reports, private golden
values and the audit trail, compressed, for the owner of the file alone. A Postgres is read in one
transaction; the embedded database answers others between two batches, each of a few milliseconds,
and
what is published meanwhile may be missing.
${DATABASE_NOTE}`;

export const command = defineCommand({
  args: { file: argument('FILE', 'where to; a file that is there is never written over') },
  options: {
    withdrawn: flag(
      'only which runs were withdrawn: to be made often, and restored beside an older backup',
    ),
    json: flag('what was written, as JSON'),
  },
  notes: NOTES,
  run: async ({ file, withdrawn, json }) => {
    const written = await withDatabase(startSettings().postgresUrl, (db, reached) =>
      reached === 'server'
        ? db.transaction((tx) => writeBackup(tx, file, withdrawn), {
            isolationLevel: 'repeatable read',
            accessMode: 'read only',
          })
        : writeBackup(db, file, withdrawn),
    );
    const { path, bytes, counts, at } = written;
    if (json) {
      console.log(
        JSON.stringify({ ...written, residentBytes: process.resourceUsage().maxRSS * 1024 }),
      );
      return 0;
    }
    const words = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
    console.log(
      `${path}: ${words.join(', ') || 'nothing'}; ${(bytes / 1e6).toFixed(1)} MB, as of ${at}.`,
    );
    return 0;
  },
});
