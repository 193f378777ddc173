// `npm run -s flopmark -- migrate`: the tables of this version, in a database of one's own. `npm
// start` does it by itself; a platform has it as a step of the build.
import { defineCommand } from '../command';
import { migrateServer } from '../database/migrate-server';
import { startSettings } from '../site/start-settings';

const NOTES = `Migrations go forward only: a database that a newer version migrated is left alone. Of several that
begin at once one migrates, and the others wait. POSTGRES_URL names the database; the embedded one
is
migrated by npm start.`;

export const command = defineCommand({
  notes: NOTES,
  run: async () => {
    const { postgresUrl } = startSettings();
    if (postgresUrl === null)
      throw new Error('POSTGRES_URL is not set; the embedded database is migrated by npm start');
    await migrateServer(postgresUrl);
    console.log('The database has all migrations of this version.');
    return 0;
  },
});
