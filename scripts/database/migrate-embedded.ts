// Brings the embedded database up to this version, in this process, before the server starts.
import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder, requireOurs } from './require-ours';

export async function migrateEmbedded(database: PGlite): Promise<void> {
  await requireOurs(drizzle(database));
  await migrate(drizzle(database), { migrationsFolder });
}
