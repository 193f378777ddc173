// Standings kept change by change, on the embedded database: whatever was stored, replaced,
// withdrawn, hidden and shown again, in any order, they equal those rebuilt from the raw rows, to
// the last bit.
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { medianRank } from '@/lib/bench/stats';
import type { Database } from '@/lib/db/client';
import { setRunState } from '@/lib/db/run-state';
import { storeRun } from '@/lib/db/runs';
import { rebuildStandings } from '@/lib/db/standings';
import { withdrawRun } from '@/lib/db/withdraw';
import { standingOfBins } from '@/lib/standings/histogram';
import { type Standing, standingOf } from '@/lib/standings/standing';
import { acceptedRun, type RowOfRun, type RunOptions } from '@/scripts/client/accepted-run';
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

/** Everything that readers see, by key and not by id. */
async function standings() {
  const key = sql.raw(
    'concat_ws(chr(47), workload, protocol, backend, mode, threads, device_slug, trust, synthetic) as key',
  );
  const { rows: cells } = await db.execute(sql`
    select ${key}, device_name, networks, people, runs, p10_ms, p50_ms, p90_ms, low_ms, high_ms,
      blocks, near, agreeing
      from cells where networks > 0 order by 1`);
  const { rows: voices } = await db.execute(sql`
    select ${key}, v.submitter, v.network, v.block, v.value_ms, v.runs, v.best_ms, v.best_run,
      v.latest_run, v.first_at,
           v.latest_at, v.os, v.power
      from voices v join cells c on c.id = v.cell order by 1, 2`);
  const { rows: votes } = await db.execute(sql`
    select ${key}, v.network, v.block, v.value_ms, v.bin, v.keys, v.first_at, v.latest_at
      from votes v join cells c on c.id = v.cell order by 1, 2`);
  const { rows: bins } = await db.execute(sql`
    select ${key}, b.bin, b.count from bins b join cells c on c.id = b.cell order by 1, 2`);
  return { cells, voices, votes, bins };
}

async function clear(): Promise<void> {
  await db.execute(
    sql`truncate submitters, challenges, cells, voices, votes, bins, fingerprints cascade`,
  );
}

const row: fc.Arbitrary<RowOfRun> = fc.record({
  workload: fc.constantFrom('a-fp32', 'b-fp32'),
  backend: fc.constantFrom('wasm', 'webgpu'),
  threads: fc.constantFrom(1, 8),
  device: fc.constantFrom('gpu-x', 'gpu-y'),
  trust: fc.constantFrom(0, 1, 2),
  medianMs: fc.oneof(
    fc.double({ min: 0.01, max: 1000, noNaN: true }),
    fc.double({ min: 4.5, max: 5.5, noNaN: true }),
  ),
  provenShare: fc.constantFrom(null, 0.9),
  qualityGrade: fc.constantFrom('good', 'good', 'fair', 'poor'),
});

type Step =
  | {
      readonly kind: 'store';
      readonly submitter: string;
      readonly day: number;
      /** Of the whole run. */
      readonly network: string | null;
      readonly rows: readonly RowOfRun[];
    }
  | { readonly kind: 'withdraw' | 'hidden' | 'quarantined' | 'live'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('store' as const),
      submitter: fc.constantFrom('ann', 'bob', 'cyd'),
      day: fc.constantFrom(1, 2),
      network: fc.constantFrom(null, 'home', 'work', 'train'),
      rows: fc.array(row, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'withdraw' as const,
        'hidden' as const,
        'quarantined' as const,
        'live' as const,
      ),
      which: fc.nat(),
    }),
  },
);

/** Runs of one day come in the order of their steps. */
const onDay = (day: number, second = 0): Date => new Date(Date.UTC(2026, 10, day, 12, 0, second));

async function take(steps: readonly Step[]): Promise<void> {
  const stored: { id: string; submitter: string }[] = [];
  for (const [index, next] of steps.entries()) {
    if (next.kind === 'store') {
      const id = `run-${index}`;
      const rows = next.rows.map((one) => ({
        ...one,
        network: next.network,
        block: next.network && `${next.network}-block`,
      }));
      const accepted = await acceptedRun(db, id, next.submitter, rows, {
        at: onDay(next.day, index),
      });
      expect(await storeRun(db, id, accepted)).toEqual({ ok: true, value: { id, copies: [] } });
      stored.push({ id, submitter: next.submitter });
      continue;
    }
    const at = next.which % Math.max(stored.length, 1);
    const run = stored[at];
    if (run === undefined) continue;
    if (next.kind === 'withdraw') {
      await withdrawRun(db, run.id, run.submitter);
      stored.splice(at, 1);
    } else expect(await setRunState(db, run.id, next.kind)).toBe(true);
  }
}

/** The percentiles and the interval that the database computed are those of lib/standings. */
function expectSummary(
  cells: readonly Record<string, unknown>[],
  { p10, p50, p90, interval }: Standing,
): void {
  const [cell] = cells;
  const kept = [cell.p10_ms, cell.p50_ms, cell.p90_ms, cell.low_ms, cell.high_ms].map(Number);
  for (const [i, expected] of [p10, p50, p90, ...interval].entries())
    expect(kept[i]).toBeCloseTo(expected, 12);
}

describe('standings', () => {
  it('have the ranks of the median that the worker has', async () => {
    const sizes = [...Array.from({ length: 1050 }, (_, n) => n), 5_000, 20_001, 100_000];
    const { rows } = await db.execute<{ n: number; rank: number }>(
      sql`select n, median_rank(n) as rank from unnest(${`{${sizes.join(',')}}`}::int[]) n`,
    );
    expect(rows.filter(({ n, rank }) => rank !== medianRank(n))).toEqual([]);
  });

  it('equal their rebuild after any changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await clear();
        await take(steps);
        const kept = await standings();
        await db.transaction((tx) => rebuildStandings(tx));
        expect(kept).toEqual(await standings());
      }),
      { numRuns: 40 },
    );
  });

  it('equal their rebuild in cells of more networks than are read exactly', async () => {
    await clear();
    for (let person = 0; person < 60; person += 1) {
      const [id, who, medianMs] = [`crowd-${person}`, `person-${person}`, 5 + (person % 17) / 10];
      const row = {
        workload: 'a-fp32',
        backend: 'webgpu',
        threads: 0,
        device: 'gpu-x',
        trust: 1,
        medianMs,
      } as const;
      const at = onDay(1 + (person % 3));
      await storeRun(db, id, await acceptedRun(db, id, who, [{ ...row, network: who }], { at }));
    }
    await withdrawRun(db, 'crowd-7', 'person-7');
    const kept = await standings();
    expect(kept.cells).toMatchObject([{ networks: 59, people: 59, runs: 59, agreeing: 24 }]);
    expectSummary(
      kept.cells,
      standingOfBins(
        kept.bins.map(({ bin, count }) => ({ bin: Number(bin), count: Number(count) })),
      ),
    );
    await db.transaction((tx) => rebuildStandings(tx));
    expect(kept).toEqual(await standings());
    for (let person = 10; person < 40; person += 1)
      await withdrawRun(db, `crowd-${person}`, `person-${person}`);
    const few = await standings();
    expect(few.cells).toMatchObject([{ networks: 29 }]);
    expectSummary(few.cells, standingOf(few.votes.map(({ value_ms }) => Number(value_ms))));
    await db.transaction((tx) => rebuildStandings(tx));
    expect(few).toEqual(await standings());
  });
});

describe('agreement', () => {
  interface Voice {
    readonly who: string;
    readonly ms: number;
    readonly network: string;
    readonly day: number;
    readonly device?: string;
    /** Its network's own by default. */
    readonly block?: string;
  }
  async function say(
    id: string,
    { who, ms, network, day, device = 'gpu-x', block = network }: Voice,
  ): Promise<void> {
    const row: RowOfRun = {
      workload: 'a-fp16',
      backend: 'webgpu',
      threads: 0,
      device,
      trust: 1,
      medianMs: ms,
      network,
      block,
    };
    await storeRun(db, id, await acceptedRun(db, id, who, [row], { at: onDay(day) }));
  }
  const agreeing = async () => (await standings()).cells.map((cell) => cell.agreeing);

  it.each<[string, readonly Voice[], number]>([
    [
      'of three people, networks and two days',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1 },
        { who: 'bob', ms: 5.5, network: 'b', day: 1 },
        { who: 'cyd', ms: 4.5, network: 'c', day: 2 },
      ],
      3,
    ],
    [
      'is none on one day',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1 },
        { who: 'bob', ms: 5, network: 'b', day: 1 },
        { who: 'cyd', ms: 5, network: 'c', day: 1 },
      ],
      0,
    ],
    [
      'is none of many keys on two networks',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1 },
        { who: 'bob', ms: 5, network: 'b', day: 1 },
        { who: 'cyd', ms: 5, network: 'b', day: 2 },
        { who: 'dee', ms: 5, network: 'b', day: 3 },
      ],
      0,
    ],
    [
      'is none of one key on many networks',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1 },
        { who: 'ann', ms: 5, network: 'b', day: 2 },
        { who: 'ann', ms: 5, network: 'c', day: 3 },
      ],
      0,
    ],
    [
      'is none of many networks of one block',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1, block: 'cloud' },
        { who: 'bob', ms: 5, network: 'b', day: 2, block: 'cloud' },
        { who: 'cyd', ms: 5, network: 'c', day: 2, block: 'cloud' },
        { who: 'dee', ms: 5, network: 'd', day: 3 },
      ],
      0,
    ],
    [
      'leaves out who is farther than 15 % from the median',
      [
        { who: 'ann', ms: 4.2, network: 'a', day: 1 },
        { who: 'bob', ms: 5, network: 'b', day: 1 },
        { who: 'cyd', ms: 5.7, network: 'c', day: 2 },
      ],
      0,
    ],
    [
      'holds although all come again on a later day',
      [
        { who: 'ann', ms: 5, network: 'a', day: 1 },
        { who: 'bob', ms: 5, network: 'b', day: 2 },
        { who: 'cyd', ms: 5, network: 'c', day: 2 },
        { who: 'ann', ms: 5, network: 'b', day: 2 },
      ],
      3,
    ],
  ])('%s', async (_, voices, expected) => {
    await clear();
    for (const [index, voice] of voices.entries()) await say(`voice-${index}`, voice);
    expect(await agreeing()).toEqual([expected]);
  });

  it('goes with the run that made it, and comes back', async () => {
    await clear();
    await say('one', { who: 'ann', ms: 5, network: 'a', day: 1 });
    await say('two', { who: 'bob', ms: 5, network: 'b', day: 1 });
    await say('three', { who: 'cyd', ms: 5, network: 'c', day: 2 });
    await setRunState(db, 'one', 'hidden');
    expect(await agreeing()).toEqual([0]);
    await setRunState(db, 'one', 'live');
    expect(await agreeing()).toEqual([3]);
    await withdrawRun(db, 'two', 'bob');
    expect(await agreeing()).toEqual([0]);
    const { rows } = await db.execute(sql`select from measurements where network_hash = 'b'`);
    expect(rows).toEqual([]);
  });

  it('is of a declared device, too: its rows come from cells of their own, its networks are known by the workload', async () => {
    await clear();
    for (const [index, who] of ['ann', 'bob', 'cyd'].entries()) {
      const row = {
        workload: 'a-fp16',
        backend: 'webgpu',
        threads: 0,
        trust: 1,
        medianMs: 5,
      } as const;
      const accepted = await acceptedRun(
        db,
        who,
        who,
        [{ ...row, device: `gpu-${who}`, network: who }],
        {
          at: onDay(index + 1),
        },
      );
      const declared = { declaredGpuSlug: 'declared-gpu-x', declared: { gpu: 'X', cpu: null } };
      await storeRun(db, who, { ...accepted, run: { ...accepted.run, ...declared } });
    }
    expect(
      (await standings()).cells.map(({ networks, agreeing }) => [networks, agreeing]),
    ).toContainEqual([3, 3]);
  });

  it('is not hidden by a crowd of neighbours that say the same', async () => {
    await clear();
    for (const [index, who] of ['ann', 'bob', 'cyd'].entries())
      await say(who, { who, ms: 5 + index / 10, network: who, day: index + 1 });
    for (let i = 0; i < 40; i += 1) {
      const who = `neighbour-${i}`;
      await say(who, { who, ms: 5.1 + i / 1e4, network: who, day: 3, block: 'cloud' });
    }
    expect((await standings()).cells).toMatchObject([{ networks: 43, near: 4, agreeing: 4 }]);
  });
});

describe('a vote', () => {
  const at = (medianMs: number, trust = 1): RowOfRun => ({
    workload: 'a-fp32',
    backend: 'webgpu',
    threads: 0,
    device: 'gpu-x',
    trust,
    medianMs,
  });
  const store = async (
    id: string,
    submitter: string,
    rows: readonly RowOfRun[],
    options?: RunOptions,
  ) => storeRun(db, id, await acceptedRun(db, id, submitter, rows, options));

  it('is the median over its network’s keys, each with the median of its live runs, in every cell whose trust they reach', async () => {
    await clear();
    await store('one', 'ann', [at(4)]);
    await store('two', 'ann', [at(8)]);
    await store('three', 'ann', [at(20, 2)]);
    await store('four', 'bob', [at(30)]);
    const { voices, votes, cells } = await standings();
    expect(voices).toMatchObject([
      { submitter: 'ann', value_ms: 8, runs: 3, best_ms: 4, best_run: 'one', latest_run: 'three' },
      { submitter: 'bob', value_ms: 30, runs: 1 },
      { submitter: 'ann', value_ms: 20, runs: 1 },
    ]);
    expect(votes.map(({ value_ms }) => value_ms)).toEqual([8, 30, 20]);
    expect(cells).toMatchObject([
      { networks: 2, people: 2, runs: 4, p50_ms: 19 },
      { networks: 1, people: 1, runs: 1, p50_ms: 20 },
    ]);
    await setRunState(db, 'one', 'hidden');
    expect((await standings()).voices).toMatchObject([{ value_ms: 14, best_run: 'two' }, {}, {}]);
  });

  it('is one, however many keys a network has, and of no more than the newest 64', async () => {
    await clear();
    for (let key = 0; key < 70; key += 1) {
      const row = { ...at(key < 6 ? 1000 : 10 + key / 100), network: 'university' };
      await store(`run-${key}`, `key-${key}`, [row], {
        at: new Date(Date.UTC(2026, 10, 1, 0, key)),
      });
    }
    await store('other', 'zoe', [at(99)], { at: onDay(3) });
    const { cells, votes } = await standings();
    expect(votes).toMatchObject([
      { network: 'network-of-zoe', value_ms: 99 },
      { network: 'university', keys: 64 },
    ]);
    expect(votes[1]?.value_ms).toBeCloseTo(10.375, 9);
    expect(cells).toMatchObject([{ networks: 2, people: 71, runs: 71 }]);
  });

  it('is of the network that a key first came from, wherever it goes, and moves when that run goes', async () => {
    await clear();
    await store('at-home', 'ann', [{ ...at(10), network: 'home' }], { at: onDay(1) });
    await store('at-work', 'ann', [{ ...at(20), network: 'work' }], { at: onDay(2) });
    expect((await standings()).votes).toMatchObject([{ network: 'home', value_ms: 15 }]);
    await withdrawRun(db, 'at-home', 'ann');
    expect((await standings()).votes).toMatchObject([{ network: 'work', value_ms: 20 }]);
  });

  it('is one of all whose network is not known', async () => {
    await clear();
    for (const who of ['ann', 'bob', 'cyd']) await store(who, who, [{ ...at(10), network: null }]);
    expect((await standings()).cells).toMatchObject([{ networks: 1, people: 3, near: 0 }]);
  });

  it('counts the time that was measured, whatever was proved', async () => {
    await clear();
    const attested = { ...at(4), trust: 2, provenShare: 0.9 };
    await store('slow-proof', 'ann', [{ ...attested, provenGflops: 1e-9 }]);
    await store('fast-proof', 'bob', [{ ...attested, medianMs: 40, provenGflops: 1e9 }]);
    const { voices } = await standings();
    expect(voices.map(({ value_ms }) => value_ms)).toEqual([4, 40, 4, 40]);
  });

  it('counts nothing that a proof could speak of and does not, nothing poor, nothing that waits', async () => {
    await clear();
    await store('above-its-proof', 'ann', [{ ...at(4), trust: 1, provenShare: 0.9 }]);
    await store('poor', 'bob', [{ ...at(4), qualityGrade: 'poor' }]);
    await store('waits', 'cyd', [{ ...at(4), quarantineReasons: ['impossible-hardware'] }]);
    expect((await standings()).cells).toEqual([]);
  });

  it('counts what one more node costs where chains of tiny nodes were measured, and no single chain', async () => {
    await clear();
    const chain = { ...at(4), workload: 'dispatch-10-fp32' };
    await store('alone', 'ann', [chain]);
    await store('all-three', 'bob', [{ ...chain, dispatchSlopeUs: 5 }]);
    expect((await standings()).voices).toMatchObject([{ submitter: 'bob', value_ms: 0.005 }]);
  });

  it('keeps the rules of flopmark/1 for its runs, in cells of their own', async () => {
    await clear();
    const supportsMs = (ms: number): number => 2 / (1.1 * ms * 1e6);
    const old = { protocol: 'flopmark/1' };
    await store('above', 'ann', [{ ...at(4), provenGflops: supportsMs(10) }], old);
    await store('poor', 'bob', [{ ...at(40), qualityGrade: 'poor' }], old);
    await store('new', 'ann', [at(4)]);
    const { voices, cells } = await standings();
    expect(voices.map(({ submitter, value_ms }) => [submitter, value_ms])).toEqual([
      ['ann', expect.closeTo(10, 12)],
      ['bob', 40],
      ['ann', 4],
    ]);
    expect(cells).toHaveLength(2);
  });

  it('leaves out battery and some of the threads; one thread and all have cells of their own', async () => {
    await clear();
    await store('battery', 'ann', [at(4)], { power: 'battery' });
    expect((await standings()).cells).toEqual([]);
    const wasm = { ...at(4), backend: 'wasm' } as const;
    await store('threads', 'ann', [
      { ...wasm, threads: 1 },
      { ...wasm, threads: 8 },
    ]);
    expect((await standings()).cells).toHaveLength(2);
  });

  it('of an unknown run cannot be changed', async () => {
    expect(await setRunState(db, 'nobody', 'hidden')).toBe(false);
  });
});
