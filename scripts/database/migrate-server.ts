// Brings a server's database up to this version over one connection, before ours starts. Of several
// servers that start at once on one database, one migrates and the others wait.
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { requireKind } from './generated';
import { migrationsFolder, requireOurs } from './require-ours';

/** Of this project's migrations; any number that no other program on the same server has. */
const MIGRATING = 0x666c6f70;

export async function migrateServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Of the session: it ends with the connection, whatever becomes of this process.
    await client.query('select pg_advisory_lock($1)', [MIGRATING]);
    await requireOurs(drizzle(client));
    await migrate(drizzle(client), { migrationsFolder });
    await requireKind(drizzle(client), 'people');
  } finally {
    await client.end();
  }
}
