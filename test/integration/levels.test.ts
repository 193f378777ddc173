// Rows that wait for a moderator while their run counts, and levels that are given again.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getBoard } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { levelAll } from '@/lib/db/levels';
import { moderate } from '@/lib/db/moderation';
import { waitingRuns } from '@/lib/db/moderation-queue';
import { getRun, latestRuns, storeRun } from '@/lib/db/runs';
import { measurements, runs } from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { MANIFEST } from '@/lib/models/manifest';
import { acceptedRun, type RowOfRun } from '@/scripts/client/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let opened: TestDatabase;
let db: Database;
beforeAll(async () => {
  opened = await openTestDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

const row: RowOfRun = {
  workload: 'a-fp32',
  backend: 'webgpu',
  threads: 0,
  device: 'gpu-x',
  trust: 1,
  medianMs: 4,
};
const bestRuns = async (workload: string): Promise<string[]> => {
  const { rows } = await getBoard(db, {
    workload,
    version: 1,
    backend: null,
    threads: 'max',
    limit: 9,
  });
  return rows.map(({ bestRun }) => bestRun);
};

it('a row that waits looks like one that proved nothing, and counts once a moderator has looked', async () => {
  const waits = {
    ...row,
    workload: 'b-fp32',
    trust: 0,
    provenGflops: 50,
    quarantineReasons: ['impossible-hardware'],
  };
  expect((await storeRun(db, 'run', await acceptedRun(db, 'run', 'ann', [row, waits]))).ok).toBe(
    true,
  );
  expect([await bestRuns('a-fp32'), await bestRuns('b-fp32')]).toEqual([['run'], []]);

  const shown = await getRun(db, 'run');
  expect(shown?.measurements[1]).toMatchObject({
    trustLevel: 0,
    trustReasons: ['unverified'],
    provenGflops: null,
  });
  expect(JSON.stringify(shown)).not.toContain('impossible-hardware');
  expect((await latestRuns(db, 5)).map(({ workload }) => workload)).toEqual(['a-fp32']);

  const everything = { reason: null, device: null, network: null, after: null };
  expect((await waitingRuns(db, everything, 9)).runs).toMatchObject([
    {
      id: 'run',
      rowReasons: [{ workload: 'b-fp32', backend: 'webgpu', code: 'impossible-hardware' }],
    },
  ]);
  const accept = { action: 'accept' as const, subjects: ['run'], reason: 'a new machine' };
  expect(await moderate(db, accept, 'moderator')).toBe(1);
  expect((await waitingRuns(db, everything, 9)).runs).toEqual([]);
  expect([await bestRuns('a-fp32'), await bestRuns('b-fp32')]).toEqual([['run'], ['run']]);
});

it('what is above its proof stands with its run, and not among the latest results', async () => {
  const above = { ...row, workload: 'above-fp32', trust: 1, provenShare: 0.9, provenGflops: 50 };
  const beside = { ...row, workload: 'beside-fp32', trust: 1 };
  await storeRun(db, 'above', await acceptedRun(db, 'above', 'dan', [above, beside]));
  expect((await latestRuns(db, 1)).map(({ workload }) => workload)).toEqual(['beside-fp32']);
});

it('levels follow the present table of shares, and leave earlier protocols alone', async () => {
  // No proof speaks of moving bytes, whatever an earlier table said.
  const attested = {
    ...row,
    workload: 'copy-512x2048-fp32',
    trust: 2,
    provenShare: 0.9,
    provenGflops: 50,
  };
  // Rows of the tests above have levels of their own choosing.
  await levelAll(opened.session, MANIFEST);
  await storeRun(db, 'new', await acceptedRun(db, 'new', 'bob', [attested]));
  await storeRun(
    db,
    'old',
    await acceptedRun(db, 'old', 'cyd', [attested], { protocol: 'flopmark/1' }),
  );
  expect(await levelAll(opened.session, MANIFEST)).toBe(1);
  await db.transaction((tx) => rebuildStandings(tx));
  const levelOf = async (run: string) =>
    (await db.select().from(measurements).where(eq(measurements.run, run))).map(
      ({ provenShare, trustLevel }) => [provenShare, trustLevel],
    );
  expect([await levelOf('new'), await levelOf('old')]).toEqual([[[null, 1]], [[0.9, 2]]]);
  expect((await db.select().from(runs).where(eq(runs.id, 'new')))[0]?.trustLevel).toBe(1);
  expect(await levelAll(opened.session, MANIFEST)).toBe(0);
});
