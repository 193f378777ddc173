// The database a command works on: the one of POSTGRES_URL, else the embedded one in FLOPMARK_DATA, with the site stopped.
// Migrated before it is handed out, closed afterwards.
import { join } from 'node:path';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import pg from 'pg';
import type { Connection } from '@/lib/db/rename-devices';
import * as schema from '@/lib/db/schema';
import { dataFolder } from '../site/data-folder';
import { openEmbedded } from './embedded';
import { requireKind } from './generated';
import { lockFolder } from './lock';
import { migrateEmbedded, migrateServer } from './migrate';

/** What the usage of such a command says of it. */
export const DATABASE_NOTE =
  'POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.';

/** @throws Error when the database cannot be reached, or the embedded one is in use. */
export async function withDatabase<T>(url: string | null, work: (db: Connection) => Promise<T>): Promise<T> {
  if (url !== null) {
    await migrateServer(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await work(drizzleServer(client, { schema }));
    } finally {
      await client.end();
    }
  }
  const folder = dataFolder();
  const unlock = lockFolder(folder);
  try {
    const embedded = await openEmbedded(join(folder, 'db'));
    await migrateEmbedded(embedded.database);
    try {
      await requireKind(drizzleEmbedded(embedded.database), 'people');
      return await work(drizzleEmbedded(embedded.database, { schema }));
    } finally {
      await embedded.close();
    }
  } finally {
    unlock();
  }
}
