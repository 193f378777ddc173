// `npm run -s flopmark -- upkeep`: deletes what is kept no longer, while the site runs.
import { keepUp, RETENTION } from '@/lib/db/upkeep';
import { defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

const { challenges, rateCounts, reports, submitters } = RETENTION;

const NOTES = `Challenges that nobody published with go ${challenges} days after they expired, with their
proofs; the proofs and the keys of withdrawn runs a day after; counts of requests after
${rateCounts} day; reports
${reports} days after a moderator looked at them; keys without a run after ${submitters} days,
unless they are banned.
Once a day is enough.
${DATABASE_NOTE}`;

export const command = defineCommand({
  options: { 'dry-run': flag('say how many, delete none'), json: flag('the numbers as JSON') },
  notes: NOTES,
  run: async ({ 'dry-run': dryRun, json }) => {
    const done = await withDatabase(startSettings().postgresUrl, (db) => keepUp(db, { dryRun }));
    const words = Object.entries(done).map(([name, count]) => `${count} ${name}`);
    console.log(
      json ? JSON.stringify(done) : `${dryRun ? 'Over' : 'Deleted'}: ${words.join(', ')}.`,
    );
    return 0;
  },
});
