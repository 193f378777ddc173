// Migrations run before the server starts: in this process for PGlite, over one connection for a
// server. They go forward only: a database that a newer version migrated is left alone, and so is
// one that drizzle would migrate out of order. Of several servers that start at once on one
// database, one migrates and the others wait.
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateWithPg } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateWithPglite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { appliedMigrations, schemaFault, schemaState } from '@/lib/db/schema-version';
import type { Session } from '@/lib/db/transaction';
import { root } from '../root';
import { requireKind } from './generated';

const migrationsFolder = join(root, 'migrations');

/** Of this project's migrations; any number that no other program on the same server has. */
const MIGRATING = 0x666c6f70;

/** @throws Error where the schema is not one that this version can bring up to date. */
async function requireOurs(session: Session): Promise<void> {
  const state = schemaState(await appliedMigrations(session));
  const fault = state.kind === 'behind' ? null : schemaFault(state);
  if (fault !== null) throw new Error(`The database cannot be used: ${fault}.`);
}

export async function migrateEmbedded(database: PGlite): Promise<void> {
  await requireOurs(drizzleEmbedded(database));
  await migrateWithPglite(drizzleEmbedded(database), { migrationsFolder });
}

export async function migrateServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Of the session: it ends with the connection, whatever becomes of this process.
    await client.query('select pg_advisory_lock($1)', [MIGRATING]);
    await requireOurs(drizzleServer(client));
    await migrateWithPg(drizzleServer(client), { migrationsFolder });
    await requireKind(drizzleServer(client), 'people');
  } finally {
    await client.end();
  }
}
