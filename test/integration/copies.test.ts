// A series that comes again waits for a moderator and counts nowhere, also after the run it came
// with is gone; and nothing that anybody can read tells such a row from one that merely proved
// nothing.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { exportRows } from '@/lib/db/export';
import { fingerprintAll } from '@/lib/db/fingerprint-all';
import { FINGERPRINT_DAYS, forgetFingerprints } from '@/lib/db/fingerprints';
import { moderate } from '@/lib/db/moderation';
import { getRun, storeRun } from '@/lib/db/runs';
import { fingerprints, measurements } from '@/lib/db/schema';
import { unverifiedResults } from '@/lib/db/unverified';
import { withdrawRun } from '@/lib/db/withdraw';
import { sketchOf } from '@/lib/submission/plausibility/sketch';
import { acceptedRun, type RowOfRun } from '@/scripts/client/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const steps = (seed: number): number[] => {
  const prng = createPrng(seed);
  return Array.from({ length: 30 }, () => 2200 + prng.below(90));
};
const sketch = (series: readonly number[]) =>
  sketchOf(
    series.map((n) => ({ elapsedMs: n / 200, iterations: 1 })),
    'a-fp32 webgpu',
  );
const row = (series: readonly number[], given: Partial<RowOfRun> = {}): RowOfRun => ({
  workload: 'a-fp32',
  backend: 'webgpu',
  threads: 0,
  device: 'gpu-x',
  trust: 2,
  provenShare: 0.9,
  provenGflops: 10,
  medianMs: 5,
  sketch: sketch(series),
  ...given,
});
async function publish(
  id: string,
  who: string,
  rows: readonly RowOfRun[],
): Promise<readonly number[]> {
  const stored = await storeRun(test.db, id, await acceptedRun(test.db, id, who, rows));
  if (!stored.ok) throw new Error(stored.error.code);
  return stored.value.copies;
}
const people = async (): Promise<unknown> =>
  (await test.db.execute(sql`select people from cells where workload = 'a-fp32' and trust = 2`))
    .rows;

it('counts once, and its other rows with it', async () => {
  expect(await publish('first', 'ann', [row(steps(1))])).toEqual([]);
  expect(
    await publish('copied', 'mal', [
      row(steps(1).with(3, 2222)),
      row(steps(2), { workload: 'b-fp32' }),
    ]),
  ).toEqual([0]);
  expect(await people()).toEqual([{ people: 1 }]);
  const [copied, own] = await test.db
    .select()
    .from(measurements)
    .where(eq(measurements.run, 'copied'))
    .orderBy(measurements.position);
  expect(copied).toMatchObject({ trustLevel: 0, quarantineReasons: ['samples-of-earlier-run'] });
  expect(own).toMatchObject({ trustLevel: 2, quarantineReasons: [] });
});

it('is answered for like a row that proved nothing, wherever one may ask', async () => {
  expect(await publish('again', 'eve', [row(steps(1))])).toEqual([0]);
  expect(await publish('unproven', 'bob', [row(steps(3), { trust: 0 })])).toEqual([]);
  const [copy, unproven] = await Promise.all(
    ['again', 'unproven'].map((id) => getRun(test.db, id)),
  );
  const shown = (found: typeof copy) =>
    found && {
      run: { ...found.run, id: '', createdAt: 0 },
      measurements: found.measurements.map((one) => ({ ...one, id: 0, run: '' })),
    };
  expect(shown(copy)).toEqual(shown(unproven));
  expect(copy?.measurements[0]).toMatchObject({
    trustLevel: 0,
    trustReasons: ['unverified'],
    provenGflops: null,
  });

  const listed = await unverifiedResults(test.db, {
    workload: 'a-fp32',
    version: 1,
    backend: null,
    threads: 'max',
    limit: 9,
  });
  expect(listed.map(({ run }) => run).toSorted()).toEqual(['again', 'copied', 'unproven']);

  const exported = new Map<unknown, unknown>();
  const all = { workload: 'a-fp32', backend: null, outcome: null, from: null, until: null };
  for await (const batch of exportRows(test.session, all))
    for (const { run, submitter: _, published_at: __, ...facts } of batch) exported.set(run, facts);
  expect(exported.get('again')).toEqual(exported.get('unproven'));
});

it('counts when a moderator says so', async () => {
  await moderate(
    test.db,
    { action: 'accept', subjects: ['again'], reason: 'the same person' },
    'moderator',
  );
  expect(await people()).toEqual([{ people: 2 }]);
});

it('is known for some time after the run it came with was withdrawn', async () => {
  expect(await publish('gone', 'cyd', [row(steps(4))])).toEqual([]);
  expect((await withdrawRun(test.db, 'gone', 'cyd')).ok).toBe(true);
  expect(await publish('back', 'dee', [row(steps(4))])).toEqual([0]);
  await test.session
    .update(fingerprints)
    .set({ goneAt: sql`gone_at - make_interval(days => ${FINGERPRINT_DAYS})` })
    .where(sql`gone_at is not null`);
  await forgetFingerprints(test.db);
  expect(await publish('later', 'fay', [row(steps(4))])).toEqual([]);
});

it('is known of rows that were stored before there were fingerprints', async () => {
  await test.session.delete(fingerprints);
  const samples = steps(5).map((n) => n / 200);
  await test.session
    .update(measurements)
    .set({ samplesMs: samples, sampleIterations: samples.map(() => 1) })
    .where(eq(measurements.run, 'first'));
  expect(await fingerprintAll(test.session)).toBe(1);
  expect(await publish('old-copy', 'gil', [row(steps(5))])).toEqual([0]);
});
