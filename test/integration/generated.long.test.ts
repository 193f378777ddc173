// Generated runs in their thousands: standings kept as they arrived are those of a rebuild, and of
// copies too. In small, of drawn histories: standings.test.ts.
import { expect, it } from 'vitest';
import { getBoard } from '@/lib/db/board';
import { rebuildStandings } from '@/lib/db/standings';
import { standingsDigest } from '@/scripts/measure/board/digest';
import { rawBoard } from '@/scripts/measure/board/raw-board';
import { growTo, LOAD_WORKLOADS } from '@/scripts/synth/multiply';
import { openExampleDatabase } from '../support/example-database';
import { openTestDatabase } from '../support/test-database';

it('a half year of generated runs has standings equal to those of a rebuild', async () => {
  const { db, close } = await openExampleDatabase();
  const kept = await standingsDigest(db);
  await db.transaction((tx) => rebuildStandings(tx));
  expect(await standingsDigest(db)).toBe(kept);
  await close();
});

it('a database grows by copies, whose board is equal to what raw rows give', async () => {
  const { db, close } = await openTestDatabase();
  const [workload] = LOAD_WORKLOADS;
  const few = await growTo(db, 1);
  const many = await growTo(db, 2 * few);
  expect(many).toBe(2 * few);
  const { rows } = await getBoard(db, {
    workload,
    version: 1,
    backend: 'webgpu',
    threads: 'max',
    limit: 200,
  });
  const raw = new Map(
    (await rawBoard(db, workload))
      .filter(({ backend }) => backend === 'webgpu')
      .map((row) => [row.device_slug, row]),
  );
  expect(rows.length).toBeGreaterThan(20);
  for (const { deviceSlug, networks, p50Ms } of rows) {
    expect([deviceSlug, raw.get(deviceSlug)?.networks]).toEqual([deviceSlug, networks]);
    expect(raw.get(deviceSlug)?.p50).toBeCloseTo(p50Ms, 9);
  }
  await close();
});
