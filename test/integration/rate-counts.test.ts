// Counters of requests: exact under any number of keys, and gone a day after their window.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '@/lib/db/client';
import { countRequests, uncountRequests } from '@/lib/db/rate-counts';
import * as schema from '@/lib/db/schema';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await openTestDatabase();
  db = opened.db;
});

afterAll(async () => {
  await opened.close();
});

it('takes back what was counted, in its window and never below nothing', async () => {
  const counting = { keys: ['unproven'], windowSeconds: 3600 };
  expect(await countRequests(db, counting)).toEqual([1]);
  expect(await countRequests(db, counting)).toEqual([2]);
  for (let i = 0; i < 3; i += 1) await uncountRequests(db, counting);
  expect(await countRequests(db, counting)).toEqual([1]);
  await uncountRequests(db, { keys: ['never counted'], windowSeconds: 3600 });
  expect(await countRequests(db, { keys: ['never counted'], windowSeconds: 3600 })).toEqual([1]);
  await db.delete(schema.rateCounts);
});

it('counts each key of a request once, and clears away what is a day old', async () => {
  const keysLeft = async (): Promise<unknown[]> =>
    (await db.select({ key: schema.rateCounts.key }).from(schema.rateCounts))
      .map(({ key }) => key)
      .sort();
  await db.insert(schema.rateCounts).values([
    { key: 'old', windowStart: sql`clock_timestamp() - interval '25 hours'`, count: 7 },
    { key: 'recent', windowStart: sql`clock_timestamp() - interval '23 hours'`, count: 7 },
  ]);
  const day = 86_400;
  expect(await countRequests(db, { keys: ['network', 'submitter'], windowSeconds: day })).toEqual([
    1, 1,
  ]);
  expect(await keysLeft()).toEqual(['network', 'recent', 'submitter']);
  expect(await countRequests(db, { keys: ['submitter', 'another'], windowSeconds: day })).toEqual([
    2, 1,
  ]);
});
