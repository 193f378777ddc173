// Transactions that lock rows others lock too. Postgres ends one of two that block each other; the
// one that was ended is begun again, after a short wait of random length, so that no deadlock
// reaches a visitor.
import { type SQL, sql } from 'drizzle-orm';

/** What all drivers' connections and transactions can do. */
export interface Session {
  execute(query: SQL): PromiseLike<unknown>;
}

/**
 * The rows of a query, whose columns the caller names by their type: every driver answers with
 * `rows`.
 */
export async function rowsOf<T extends Record<string, unknown>>(
  session: Session,
  query: SQL,
): Promise<readonly T[]> {
  const { rows } = (await session.execute(query)) as { readonly rows: readonly T[] };
  return rows;
}

/**
 * The row of a query that has exactly one, such as an aggregate's. @throws Error where there is
 * none.
 */
export async function rowOf<T extends Record<string, unknown>>(
  session: Session,
  query: SQL,
): Promise<T> {
  return onlyRow(await rowsOf<T>(session, query));
}

/** The first of rows that cannot be empty. @throws Error where they are. */
export function onlyRow<T>([row]: readonly T[]): T {
  if (row === undefined) throw new Error('a query that always has a row had none');
  return row;
}

/** A text array as Postgres reads it: drivers make a list of parameters of a list. */
export const textArray = (values: readonly string[]): SQL =>
  sql`array(select json_array_elements_text(${JSON.stringify(values)}::json))`;

/** SQLSTATE of serialization_failure and deadlock_detected. */
const TRANSIENT: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const ATTEMPTS = 8;
const LONGEST_WAIT_MS = 20;

/**
 * Whether Postgres ended the transaction only because of another one; drizzle wraps the driver's
 * error.
 */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && TRANSIENT.has(error.code)) || isTransient(error.cause);
}

/**
 * Runs `transaction` until it is not ended by another one. It must be safe to begin again: all its
 * effects roll back.
 */
export async function retried<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error;
      await new Promise((resolve) =>
        setTimeout(resolve, attempt * LONGEST_WAIT_MS * Math.random()),
      );
    }
  }
}
