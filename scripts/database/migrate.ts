// Migrations run before the server starts: in this process for PGlite, over one connection for a server.
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateWithPg } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateWithPglite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { root } from '../root';
import { requireKind } from './generated';

const migrationsFolder = join(root, 'migrations');

export async function migrateEmbedded(database: PGlite): Promise<void> {
  await migrateWithPglite(drizzleEmbedded(database), { migrationsFolder });
}

export async function migrateServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrateWithPg(drizzleServer(client), { migrationsFolder });
    await requireKind(drizzleServer(client), 'people');
  } finally {
    await client.end();
  }
}
