// The embedded database of the data folder for a command: through the site where it runs, opened
// here where it does not.
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { openDatabase } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { appliedMigrations, schemaFault, schemaState } from '@/lib/db/schema-version';
import { dataFolder } from '../site/data-folder';
import { findDoor } from './commands-door';
import { openEmbedded } from './embedded';
import { requireKind } from './generated';
import { FolderInUse, lockFolder } from './lock';
import { migrateEmbedded } from './migrate-embedded';
import type { Work } from './work';

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

/** @throws Error when it is in use by what is no site. */
export async function onEmbedded<T>(work: Work<T>): Promise<T> {
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
      await requireKind(drizzle(embedded.database), 'people');
      return await work(drizzle(embedded.database, { schema }), 'opened');
    } finally {
      await embedded.close();
    }
  } finally {
    unlock();
  }
}
