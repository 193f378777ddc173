// Counters of requests per key and window, kept for a day.
import { lt, sql } from 'drizzle-orm';
import type { Database } from './client';
import { rateCounts } from './schema';

/** Adds one to each key's count in the current window and returns the counts, in the order of `keys`. */
export async function countRequests(db: Database, keys: readonly string[], windowSeconds: number): Promise<number[]> {
  const start = sql`to_timestamp(floor(extract(epoch from clock_timestamp()) / ${windowSeconds}::int) * ${windowSeconds}::int)`;
  const rows = await db
    .insert(rateCounts)
    // Always in one order: two requests that count the same keys wait for each other instead of locking each other out.
    .values(keys.toSorted().map((key) => ({ key, windowStart: start, count: 1 })))
    .onConflictDoUpdate({
      target: [rateCounts.key, rateCounts.windowStart],
      set: { count: sql`${rateCounts.count} + 1` },
    })
    .returning({ key: rateCounts.key, count: rateCounts.count });
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  // The first of a window clears away what is over.
  if (rows.some(({ count }) => count === 1)) {
    await db.delete(rateCounts).where(lt(rateCounts.windowStart, sql`clock_timestamp() - interval '1 day'`));
  }
  return keys.map((key) => counts.get(key) ?? 0);
}
