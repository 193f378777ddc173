// Counters of requests per key and window, kept for a day.
import { lt, sql } from 'drizzle-orm';
import type { Database } from './client';
import { rateCounts } from './schema';

/** The window, of each length, in which this instance last cleared away what is over. */
const clearedIn = new Map<number, number>();

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
    .returning({ key: rateCounts.key, count: rateCounts.count, windowStart: rateCounts.windowStart });
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  const window = rows[0]?.windowStart.getTime();
  if (window !== undefined && clearedIn.get(windowSeconds) !== window) {
    clearedIn.set(windowSeconds, window);
    await db.delete(rateCounts).where(lt(rateCounts.windowStart, sql`clock_timestamp() - interval '1 day'`));
  }
  return keys.map((key) => counts.get(key) ?? 0);
}
