// The database a command works on: the one of POSTGRES_URL, else the embedded one in FLOPMARK_DATA;
// that one is reached through the site where it runs, and opened here where it does not. Migrated
// before it is handed out, closed afterwards.
import { join } from 'node:path';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import pg from 'pg';
import { openDatabase } from '@/lib/db/client';
import type { Connection } from '@/lib/db/rename-devices';
import * as schema from '@/lib/db/schema';
import { appliedMigrations, schemaFault, schemaState } from '@/lib/db/schema-version';
import { dataFolder } from '../site/data-folder';
import { findDoor } from './commands-door';
import { openEmbedded } from './embedded';
import { requireKind } from './generated';
import { FolderInUse, lockFolder } from './lock';
import { migrateEmbedded, migrateServer } from './migrate';

/** What the usage of such a command says of it. */
export const DATABASE_NOTE =
  'POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data). The site may run.';

/**
 * How a command reaches the database: over a connection of its own, in its own process, or through
 * the site's.
 */
export type Reached = 'server' | 'opened' | 'running';

type Work<T> = (db: Connection, reached: Reached) => Promise<T>;

async function onServer<T>(url: string, work: Work<T>): Promise<T> {
  await migrateServer(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(drizzleServer(client, { schema }), 'server');
  } finally {
    await client.end();
  }
}

async function throughSite<T>(folder: string, work: Work<T>, inUse: FolderInUse): Promise<T> {
  const door = findDoor(folder);
  if (door === null) throw inUse;
  const db = openDatabase(door);
  try {
    const fault = schemaFault(schemaState(await appliedMigrations(db)));
    if (fault !== null)
      throw new Error(`The site that runs is of another version than this command: ${fault}.`);
    await requireKind(db, 'people');
    return await work(db, 'running');
  } finally {
    await db.$client.end();
  }
}

/**
 * @throws Error when the database cannot be reached, or the embedded one is in use by what is no
 * site.
 */
export async function withDatabase<T>(url: string | null, work: Work<T>): Promise<T> {
  if (url !== null) return onServer(url, work);
  const folder = dataFolder();
  let unlock: () => void;
  try {
    unlock = lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderInUse) return throughSite(folder, work, error);
    throw error;
  }
  try {
    const embedded = await openEmbedded(join(folder, 'db'));
    try {
      await migrateEmbedded(embedded.database);
      await requireKind(drizzleEmbedded(embedded.database), 'people');
      return await work(drizzleEmbedded(embedded.database, { schema }), 'opened');
    } finally {
      await embedded.close();
    }
  } finally {
    unlock();
  }
}
