// `npm run -s flopmark -- verify-backup FILE`: whether a backup would bring the site back.
import { checkBackup } from '../backup/format';
import { type Verdict, verifyBackup } from '../backup/verify';
import { argument, defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

const NOTES = `The file is restored into a database of its own, in a temporary folder: it must be whole, its
standings must equal a rebuild from the rows, and its exports (CSV and NDJSON) those of the
database that it
was made of, byte for byte, up to the moment of the backup. Runs that moderators hid or let through
since, and
rows that were given other names or levels, make the exports differ.
${DATABASE_NOTE}`;

const mark = (good: boolean): string => (good ? 'good' : 'NOT ');

function human({ restored, standingsEqualRebuild, exports, exportsEqualLive }: Verdict): string {
  return [
    `good  whole, and restored: ${restored.runs} runs, ${restored.withdrawn} stay withdrawn`,
    `${mark(standingsEqualRebuild)}  standings equal a rebuild`,
    exportsEqualLive === null
      ? `      exports of ${exports.rows} rows, compared with no database`
      : `${mark(exportsEqualLive)}  exports of ${exports.rows} rows equal those of the database, byte for byte`,
  ].join('\n');
}

export const command = defineCommand({
  args: { file: argument('FILE', 'a backup of this version') },
  options: { alone: flag('compare with no database'), json: flag('the verdict as JSON') },
  notes: NOTES,
  exits: { 1: 'not good' },
  run: async ({ file, alone, json }) => {
    const backup = await checkBackup(file);
    const verdict = alone
      ? await verifyBackup(backup, null)
      : await withDatabase(startSettings().postgresUrl, (db) => verifyBackup(backup, db));
    console.log(json ? JSON.stringify(verdict) : human(verdict));
    return verdict.standingsEqualRebuild && verdict.exportsEqualLive !== false ? 0 : 1;
  },
});
