// Counters of requests per key and window, kept for a day.
import { and, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from './client';
import { forgetFingerprints } from './fingerprints';
import { rateCounts } from './schema';
import { rowOf, textArray } from './transaction';

/** The keys that a request counts for, and the windows, in seconds, that it is counted in. */
export interface Counting {
  readonly keys: readonly string[];
  readonly windowSeconds: number;
}

export interface CountedKeys extends Record<string, unknown> {
  /** In the order of the keys. */
  readonly counts: readonly number[];
  /** When the window began. */
  readonly since: string | Date;
}

/** Writes the call that counts requests by their keys, as one row of CountedKeys. */
export const countRequestsSql = ({ keys, windowSeconds }: Counting): SQL =>
  sql`count_requests(${textArray(keys)}, ${windowSeconds})`;

/** The window, of each length, in which this instance last cleared away what is over. */
const clearedIn = new Map<number, number>();

/** Clears away counts of yesterday and what is kept for a time that is over, once in a window. */
export async function clearAway(
  db: Database,
  windowSeconds: number,
  since: string | Date,
): Promise<void> {
  const window = new Date(since).getTime();
  if (clearedIn.get(windowSeconds) === window) return;
  clearedIn.set(windowSeconds, window);
  await db
    .delete(rateCounts)
    .where(lt(rateCounts.windowStart, sql`clock_timestamp() - interval '1 day'`));
  await forgetFingerprints(db);
}

/**
 * Adds one to each key's count in the current window and returns the counts, in the order of
 * `keys`.
 */
export async function countRequests(db: Database, counting: Counting): Promise<readonly number[]> {
  const { counts, since } = await rowOf<CountedKeys>(
    db,
    sql`select * from ${countRequestsSql(counting)}`,
  );
  await clearAway(db, counting.windowSeconds, since);
  return counts;
}

/** Takes one from each key's count in the current window. */
export async function uncountRequests(
  db: Database,
  { keys, windowSeconds }: Counting,
): Promise<void> {
  const since = sql`to_timestamp(floor(extract(epoch from clock_timestamp()) / ${windowSeconds}) * ${windowSeconds})`;
  await db
    .update(rateCounts)
    .set({ count: sql`${rateCounts.count} - 1` })
    .where(
      and(
        inArray(rateCounts.key, [...keys]),
        eq(rateCounts.windowStart, since),
        gt(rateCounts.count, 0),
      ),
    );
}
