// Gains kept as runs arrive, leave and are hidden: at every step what a rebuild from the raw rows
// gives, to the last bit.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backendGains, variantGains } from '@/lib/db/gains';
import { rebuildGains } from '@/lib/db/kept-gains';
import { setRunState } from '@/lib/db/run-state';
import { storeRun } from '@/lib/db/runs';
import { rowsOf } from '@/lib/db/transaction';
import { withdrawRun } from '@/lib/db/withdraw';
import { MANIFEST } from '@/lib/models/manifest';
import { acceptedRun, type RowOfRun } from '@/scripts/client/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const [BASE, VARIANT] = ['mobilenet-v2-fp32', 'mobilenet-v2-fp16'];
const pair = [BASE, VARIANT].map((id) => ({ id, version: MANIFEST.get(id)?.version ?? 0 }));
const row = (
  workload: string,
  backend: RowOfRun['backend'],
  medianMs: number,
  device = 'gpu-x',
): RowOfRun => ({
  workload,
  backend,
  medianMs,
  threads: 8,
  device,
  trust: 1,
});

const publish = async (
  id: string,
  who: string,
  rows: readonly RowOfRun[],
  day = 1,
): Promise<void> => {
  const at = new Date(Date.UTC(2026, 10, day));
  const accepted = await acceptedRun(test.db, id, who, rows, { at });
  const versions = accepted.measurements.map((one) => ({
    ...one,
    workloadVersion: MANIFEST.get(one.workload)?.version ?? 0,
  }));
  expect(await storeRun(test.db, id, { ...accepted, measurements: versions })).toEqual({
    ok: true,
    value: { id, copies: [] },
  });
};

const stored = () =>
  rowsOf<Record<string, unknown>>(
    test.session,
    sql`
    select g.base, g.variant, g.base_backend, g.backend, g.device_slug, g.networks, g.ratio,
      g.agreeing,
           (select json_agg(json_build_array(v.network, v.block, v.ratio) order by v.network)
              from gain_votes v where v.gain = g.id) as votes,
           (select json_agg(json_build_array(v.submitter, v.network, v.ratio) order by v.submitter)
              from gain_voices v where v.gain = g.id) as voices
      from gains g where g.networks > 0
     order by g.base, g.variant, g.base_backend, g.backend, g.device_slug`,
  );

/** What is kept, which must be what the raw rows give. */
async function kept() {
  const before = await stored();
  await test.session.transaction((tx) => rebuildGains(tx));
  expect(await stored()).toEqual(before);
  return before;
}

/** What is kept of the pair, whoever agrees. */
const gainOf = async () =>
  (await stored()).find(
    ({ variant, base_backend, backend }) => variant === VARIANT && base_backend === backend,
  );

it('follow every run', async () => {
  await publish('one', 'ann', [
    row(BASE, 'webgpu', 10),
    row(VARIANT, 'webgpu', 5),
    row(BASE, 'wasm', 40),
  ]);
  expect(await gainOf()).toMatchObject({
    networks: 1,
    ratio: 2,
    base_backend: 'webgpu',
    backend: 'webgpu',
  });
  expect(await kept()).toMatchObject([
    {},
    { base: BASE, variant: BASE, backend: 'webgpu', ratio: 4, networks: 1 },
  ]);

  // One key is one voice: the median of 2, 4 and 4.
  await publish('two', 'ann', [row(BASE, 'webgpu', 20), row(VARIANT, 'webgpu', 5)]);
  await publish('three', 'ann', [row(BASE, 'webgpu', 20), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toMatchObject({ networks: 1, ratio: 4 });
  await publish('four', 'bob', [row(BASE, 'webgpu', 30), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toMatchObject({ networks: 2, ratio: 5 });
  await kept();

  // And one network one vote: the median of 6 and 8.
  await publish('five', 'eve', [
    row(BASE, 'webgpu', 40),
    { ...row(VARIANT, 'webgpu', 5), network: 'network-of-bob' },
  ]);
  expect(await gainOf()).toMatchObject({ networks: 2, ratio: 5.5 });
  await kept();
  expect((await withdrawRun(test.db, 'five', 'eve')).ok).toBe(true);

  await setRunState(test.db, 'four', 'hidden');
  expect(await gainOf()).toMatchObject({ networks: 1, ratio: 4 });
  await kept();
  await setRunState(test.db, 'four', 'live');
  expect(await gainOf()).toMatchObject({ networks: 2, ratio: 5 });

  for (const id of ['one', 'two', 'three'])
    expect((await withdrawRun(test.db, id, 'ann')).ok).toBe(true);
  expect(await gainOf()).toMatchObject({ networks: 1, ratio: 6 });
  expect(await kept()).toHaveLength(1);
  expect((await withdrawRun(test.db, 'four', 'bob')).ok).toBe(true);
  expect(await kept()).toEqual([]);
});

it('are shown where networks agree on them, and a wrong one changes nothing', async () => {
  const pairs = [{ base: pair[0] ?? fail(), variant: pair[1] ?? fail() }];
  const gained = (ratio: number, device = 'gpu-x'): RowOfRun[] => [
    row(BASE, 'webgpu', 10 * ratio, device),
    row(VARIANT, 'webgpu', 10, device),
    row(BASE, 'wasm', 40 * ratio, device),
  ];
  await publish('first', 'ann', gained(2), 1);
  await publish('second', 'bob', gained(2.1), 1);
  expect(await variantGains(test.db, pairs)).toEqual([]);
  await publish('third', 'cyd', gained(1.9), 2);
  expect(await variantGains(test.db, pairs)).toMatchObject([
    { networks: 3, ratio: 2, deviceSlug: 'gpu-x' },
  ]);
  expect(await backendGains(test.db)).toMatchObject([
    { base: BASE, backend: 'webgpu', ratio: 4, networks: 3 },
  ]);
  // Ten times slower than it was, and devices that nobody else has.
  await publish('told', 'mal', gained(0.1), 3);
  for (const device of ['gpu-y', 'gpu-z'])
    await publish(`of-${device}`, `mal-${device}`, gained(0.1, device), 3);
  const [gain, ...others] = await variantGains(test.db, pairs);
  expect([gain?.ratio, others]).toEqual([expect.closeTo(1.95, 9), []]);
  await kept();
  for (const [id, who] of [
    ['first', 'ann'],
    ['second', 'bob'],
    ['third', 'cyd'],
    ['told', 'mal'],
    ['of-gpu-y', 'mal-gpu-y'],
    ['of-gpu-z', 'mal-gpu-z'],
  ] as const)
    expect((await withdrawRun(test.db, id, who)).ok).toBe(true);
  expect(await kept()).toEqual([]);
});

function fail(): never {
  throw new Error('the pair is known');
}

it('compare a variant on its own device alone, and nothing with what nobody compares', async () => {
  await publish('two-gpus', 'cid', [row(BASE, 'webgpu', 10), row(VARIANT, 'webgpu', 5, 'gpu-y')]);
  await publish('strangers', 'cid', [row('gemm-512-fp32', 'webgpu', 1), row(VARIANT, 'webgpu', 5)]);
  expect(await gainOf()).toBeUndefined();
  expect(await kept()).toEqual([]);
});
