// What every migration asks of a database before it begins. Migrations go forward only: a
// database that a newer version migrated is left alone, and so is one that drizzle would migrate
// out of order.
import { join } from 'node:path';
import { appliedMigrations, schemaFault, schemaState } from '@/lib/db/schema-version';
import type { Session } from '@/lib/db/transaction';
import { root } from '../root';

export const migrationsFolder = join(root, 'migrations');

/** @throws Error where the schema is not one that this version can bring up to date. */
export async function requireOurs(session: Session): Promise<void> {
  const state = schemaState(await appliedMigrations(session));
  const fault = state.kind === 'behind' ? null : schemaFault(state);
  if (fault !== null) throw new Error(`The database cannot be used: ${fault}.`);
}
