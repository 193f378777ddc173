// Gains kept as runs arrive, leave and are hidden: at every step what a rebuild from the raw rows gives, to the last bit.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backendGains, variantGains } from '@/lib/db/gains';
import { rebuildGains } from '@/lib/db/kept-gains';
import { setRunState } from '@/lib/db/run-state';
import { storeRun } from '@/lib/db/runs';
import { rowsOf } from '@/lib/db/transaction';
import { withdrawRun } from '@/lib/db/withdraw';
import { MANIFEST } from '@/lib/models/manifest';
import { acceptedRun, type RowOfRun } from '../support/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const [BASE, VARIANT] = ['mobilenet-v2-fp32', 'mobilenet-v2-fp16'];
const pair = [BASE, VARIANT].map((id) => ({ id, version: MANIFEST.get(id)?.version ?? 0 }));
const row = (workload: string, backend: RowOfRun['backend'], medianMs: number, device = 'gpu-x'): RowOfRun => ({
  workload,
  backend,
  medianMs,
  threads: 8,
  device,
  trust: 1,
});

const publish = async (id: string, who: string, rows: readonly RowOfRun[]): Promise<void> => {
  const accepted = await acceptedRun(test.db, id, who, rows);
  const versions = accepted.measurements.map((one) => ({
    ...one,
    workloadVersion: MANIFEST.get(one.workload)?.version ?? 0,
  }));
  expect(await storeRun(test.db, id, { ...accepted, measurements: versions })).toEqual({ ok: true, value: id });
};

const stored = () =>
  rowsOf<Record<string, unknown>>(
    test.session,
    sql`
    select g.base, g.variant, g.base_backend, g.backend, g.device_slug, g.people, g.ratio,
           (select json_agg(json_build_array(v.submitter, v.ratio) order by v.submitter)
              from gain_votes v where v.gain = g.id) as votes
      from gains g where g.people > 0
     order by g.base, g.variant, g.base_backend, g.backend, g.device_slug`,
  );

/** What is kept, which must be what the raw rows give. */
async function kept() {
  const before = await stored();
  await test.session.transaction((tx) => rebuildGains(tx));
  expect(await stored()).toEqual(before);
  return before;
}

const gainOf = async () => (await variantGains(test.db, [{ base: pair[0] ?? fail(), variant: pair[1] ?? fail() }]))[0];
function fail(): never {
  throw new Error('the pair is known');
}

it('follow every run', async () => {
  await publish('one', 'ann', [row(BASE, 'webgpu', 10), row(VARIANT, 'webgpu', 5), row(BASE, 'wasm', 40)]);
  expect(await gainOf()).toMatchObject({ people: 1, ratio: 2, baseBackend: 'webgpu', backend: 'webgpu' });
  expect((await backendGains(test.db))[0]).toMatchObject({ base: BASE, backend: 'webgpu', ratio: 4, people: 1 });
  expect(await kept()).toHaveLength(2);

  // One person is one vote: the median of 2, 4 and 4.
  await publish('two', 'ann', [row(BASE, 'webgpu', 20), row(VARIANT, 'webgpu', 5)]);
  await publish('three', 'ann', [row(BASE, 'webgpu', 20), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toMatchObject({ people: 1, ratio: 4 });
  await publish('four', 'bob', [row(BASE, 'webgpu', 30), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toMatchObject({ people: 2, ratio: 5 });
  await kept();

  await setRunState(test.db, 'four', 'hidden');
  expect(await gainOf()).toMatchObject({ people: 1, ratio: 4 });
  await kept();
  await setRunState(test.db, 'four', 'live');
  expect(await gainOf()).toMatchObject({ people: 2, ratio: 5 });

  for (const id of ['one', 'two', 'three']) expect((await withdrawRun(test.db, id, 'ann')).ok).toBe(true);
  expect(await gainOf()).toMatchObject({ people: 1, ratio: 6 });
  expect(await backendGains(test.db)).toEqual([]);
  await kept();
  expect((await withdrawRun(test.db, 'four', 'bob')).ok).toBe(true);
  expect(await kept()).toEqual([]);
});

it('compare a variant on its own device alone, and nothing with what nobody compares', async () => {
  await publish('two-gpus', 'cid', [row(BASE, 'webgpu', 10), row(VARIANT, 'webgpu', 5, 'gpu-y')]);
  await publish('strangers', 'cid', [row('gemm-512-fp32', 'webgpu', 1), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toBeUndefined();
  expect(await kept()).toEqual([]);
});
