// `npm run -s flopmark -- restore FILE…`: what backups hold and the database lacks, put back while
// the site runs.
import { integer } from '@/lib/core/format';
import { type Backup, checkBackup } from '../backup/format';
import { restoreBackups } from '../backup/restore';
import { argumentList, defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

const NOTES = `Runs are put back one by one, each with its part in the standings. A database that
has no run yet is filled in one transaction, which is much faster, unless it is the embedded one of
a site that runs: it is there whole or not at all. Nothing that is in the database is changed, but
for runs that a file knows to be withdrawn: these go. Runs that the database or any of the files
knows to be withdrawn stay so. To break off and begin again does no harm. All files are read whole
before anything is written.
${DATABASE_NOTE}`;

const EVERY_MS = 5000;

/** Says on stderr now and then how far it is. */
function progress(total: number): (runs: number) => void {
  let said = Date.now();
  return (runs) => {
    if (Date.now() - said < EVERY_MS) return;
    said = Date.now();
    console.error(`${integer(runs)} of ${integer(total)} runs are put back`);
  };
}

export const command = defineCommand({
  args: { files: argumentList('FILE', 'backups of this version', 1) },
  options: { json: flag('what was put back, as JSON') },
  notes: NOTES,
  run: async ({ files, json }) => {
    const backups: Backup[] = [];
    for (const path of files) backups.push(await checkBackup(path));
    const total = backups.reduce((sum, { foot }) => sum + (foot.counts.runs ?? 0), 0);
    const restored = await withDatabase(startSettings().postgresUrl, (db, where) =>
      restoreBackups(db, backups, {
        longTransactions: where !== 'running',
        onProgress: progress(total),
      }),
    );
    if (json) {
      console.log(
        JSON.stringify({ ...restored, residentBytes: process.resourceUsage().maxRSS * 1024 }),
      );
      return 0;
    }
    const { runs, there, withdrawn, taken } = restored;
    console.log(
      `${runs} runs put back; ${there} were there, ${withdrawn} stay withdrawn, ${taken} were taken out.`,
    );
    return 0;
  },
});
