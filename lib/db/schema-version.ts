// Which migrations a database has had, beside those that this version of Flopmark brings.
// Migrations go forward only: a database that has had others than these is not touched. Drizzle
// itself looks at the newest time alone, and would pass over a migration that is older than one it
// has applied.
import { sql } from 'drizzle-orm';
import journal from '@/migrations/meta/_journal.json';
import { rowsOf, type Session } from './transaction';

export interface Migration {
  readonly tag: string;
  /** What drizzle knows it by: when it was made, in milliseconds. */
  readonly when: number;
}

export const MIGRATIONS: readonly Migration[] = journal.entries.map(({ tag, when }) => ({
  tag,
  when,
}));

export type SchemaState =
  | { readonly kind: 'current' }
  /** What is missing is newer than all that was applied; the next start applies it. */
  | { readonly kind: 'behind'; readonly missing: readonly string[] }
  /** It has had migrations that this version does not know. */
  | { readonly kind: 'newer'; readonly unknown: readonly number[] }
  /** What is missing is older than what was applied: drizzle would never apply it. */
  | { readonly kind: 'out-of-order'; readonly missing: readonly string[] };

/**
 * Compares the migrations that a database has had with those that this version knows, each by its
 * time in milliseconds.
 */
export function schemaState(
  applied: readonly number[],
  known: readonly Migration[] = MIGRATIONS,
): SchemaState {
  const ours = new Set(known.map(({ when }) => when));
  const unknown = applied.filter((when) => !ours.has(when));
  if (unknown.length > 0) return { kind: 'newer', unknown };
  const had = new Set(applied);
  const newest = Math.max(0, ...applied);
  const missing = known.filter(({ when }) => !had.has(when));
  const passed = missing.filter(({ when }) => when < newest);
  if (passed.length > 0) return { kind: 'out-of-order', missing: passed.map(({ tag }) => tag) };
  return missing.length === 0
    ? { kind: 'current' }
    : { kind: 'behind', missing: missing.map(({ tag }) => tag) };
}

/**
 * Says what is wrong with the tables, as a sentence without its end; null where they are those of
 * this version.
 */
export function schemaFault(state: SchemaState): string | null {
  switch (state.kind) {
    case 'current':
      return null;
    case 'behind':
      return `the database lacks ${state.missing.length} migrations (${state.missing.join(', ')})`;
    case 'newer':
      return (
        `the database was migrated by a newer version of Flopmark (${state.unknown.length} migrations that this one ` +
        'does not know): start that version, or restore a backup made before it'
      );
    case 'out-of-order':
      return (
        `the database has newer migrations than ${state.missing.join(', ')}, and was never given these: ` +
        'give them a newer time in migrations/meta/_journal.json'
      );
  }
}

/** The times of the migrations that a database has had, oldest first. */
export async function appliedMigrations(session: Session): Promise<readonly number[]> {
  const [table] = await rowsOf<{ there: boolean }>(
    session,
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  if (table?.there !== true) return [];
  const rows = await rowsOf<{ when: number }>(
    session,
    sql`select created_at::float8 as when from drizzle.__drizzle_migrations order by created_at`,
  );
  return rows.map(({ when }) => Number(when));
}
