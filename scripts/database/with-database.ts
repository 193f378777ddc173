// The database a command works on: the one of POSTGRES_URL, else the embedded one in FLOPMARK_DATA;
// that one is reached through the site where it runs, and opened here where it does not. Migrated
// before it is handed out, closed afterwards.
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from '@/lib/db/schema';
import { migrateServer } from './migrate-server';
import type { Work } from './work';

/** What the usage of such a command says of it. */
export const DATABASE_NOTE =
  'POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data). The site may run.';

async function onServer<T>(url: string, work: Work<T>): Promise<T> {
  await migrateServer(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(drizzle(client, { schema }), 'server');
  } finally {
    await client.end();
  }
}

/**
 * @throws Error when the database cannot be reached, or the embedded one is in use by what is no
 * site.
 */
export async function withDatabase<T>(url: string | null, work: Work<T>): Promise<T> {
  if (url !== null) return onServer(url, work);
  // A command on a server needs none of the embedded one's code, which is some 40 MB resident.
  const { onEmbedded } = await import('./on-embedded');
  return onEmbedded(work);
}
