// The board read from the standings, against the same ranking made from the votes in plain code.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { type BoardQuery, type BoardRow, getBoard, getRecords } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { storeRun } from '@/lib/db/runs';
import { unverifiedResults } from '@/lib/db/unverified';
import { AGREEMENT } from '@/lib/standings/agreement';
import { rankByTime, standingOf } from '@/lib/standings/standing';
import { acceptedRun } from '@/scripts/client/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const QUERY: BoardQuery = {
  workload: 'a-fp32',
  version: 1,
  backend: null,
  threads: 'max',
  limit: 50,
};
const DEVICES = ['gpu-a', 'gpu-b', 'gpu-c', 'gpu-d', 'gpu-e', 'gpu-f', 'gpu-g'];

let opened: TestDatabase;
let db: Database;

interface Measured {
  readonly device: string;
  readonly os: string;
  readonly medianMs: number;
}
const measured: Measured[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  db = opened.db;
  const prng = createPrng(7);
  for (let person = 0; person < 40; person += 1) {
    const index = Math.min(DEVICES.length - 1, Math.floor(DEVICES.length * prng.unit() ** 1.5));
    const device = DEVICES[index] ?? 'gpu-a';
    const os = prng.unit() < 0.5 ? 'Linux' : 'Windows';
    const medianMs = (3 + index) * (1 + 0.6 * prng.unit());
    measured.push({ device, os, medianMs });
    const row = {
      workload: 'a-fp32',
      backend: 'webgpu',
      threads: 0,
      device,
      trust: 2,
      provenShare: 1,
      medianMs,
      network: `network-${person}`,
    } as const;
    const id = `run-${person}`;
    expect(
      (
        await storeRun(
          db,
          id,
          await acceptedRun(db, id, `person-${person}`, [row], {
            os,
            at: new Date(Date.UTC(2026, 9, 1 + person)),
          }),
        )
      ).ok,
    ).toBe(true);
  }
});

afterAll(async () => {
  await opened.close();
});

function expected(rows: readonly Measured[]) {
  const devices = [...new Set(rows.map(({ device }) => device))];
  const timesOf = (of: string): number[] =>
    rows.flatMap(({ device, medianMs }) => (device === of ? [medianMs] : []));
  const ranked = rankByTime(
    devices.map((device) => ({
      device,
      standing: standingOf(timesOf(device)),
      provable: true,
      blocks: 9,
      near: 0,
      agreeing: 0,
    })),
  );
  return ranked.map(({ device, standing, rank }) => ({
    device,
    p50: standing.p50,
    networks: standing.networks,
    rank,
  }));
}
const seen = (rows: readonly BoardRow[]) =>
  rows.map(({ deviceSlug, p50Ms, networks, rank }) => ({
    device: deviceSlug,
    p50: p50Ms,
    networks,
    rank,
  }));

describe('the board', () => {
  it('is the ranking of the votes, by summaries and by voices', async () => {
    const board = await getBoard(db, QUERY);
    expect(seen(board.rows)).toEqual(expected(measured));
    expect(board).toMatchObject({ total: board.rows.length, next: null });
    const linux = await getBoard(db, { ...QUERY, software: { os: 'Linux' } });
    expect(seen(linux.rows)).toEqual(expected(measured.filter(({ os }) => os === 'Linux')));
  });

  it.each([{}, { os: 'Windows' }])('reads the same in pages as in one, %o', async (software) => {
    const whole = await getBoard(db, { ...QUERY, software });
    const pages: BoardRow[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof getBoard>> = await getBoard(db, {
        ...QUERY,
        software,
        limit: 2,
        after,
      });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      pages.push(...page.rows);
      after = page.next;
    } while (after !== null);
    expect(pages).toEqual(whole.rows);
  });

  it('names the fastest run of each row, and as records with their trust', async () => {
    const { rows } = await getBoard(db, QUERY);
    for (const { deviceSlug, bestMs } of rows) {
      const times = measured
        .filter(({ device }) => device === deviceSlug)
        .map(({ medianMs }) => medianMs);
      expect(bestMs).toBe(Math.min(...times));
    }
    const records = await getRecords(db, QUERY);
    expect(records.map(({ medianMs }) => medianMs)).toEqual(
      rows.map(({ bestMs }) => bestMs).toSorted((a, b) => a - b),
    );
    const fastest = records[0];
    const index = measured.findIndex(({ medianMs }) => medianMs === fastest?.medianMs);
    expect(fastest).toMatchObject({ run: `run-${index}`, trustLevel: 2 });
  });

  it('counts only what is attested where a proof can speak of it, and lists the rest apart', async () => {
    const row = {
      workload: 'p-fp32',
      backend: 'webgpu',
      threads: 0,
      device: 'gpu-a',
      provenShare: 0.5,
    } as const;
    for (const [index, who] of ['ann', 'bob', 'cyd'].entries()) {
      await storeRun(
        db,
        who,
        await acceptedRun(db, who, who, [{ ...row, trust: 2, medianMs: 10 + index }]),
      );
      const above = `above-${who}`;
      await storeRun(
        db,
        above,
        await acceptedRun(db, above, above, [{ ...row, trust: 1, medianMs: 1 + index }]),
      );
    }
    const query = { ...QUERY, workload: 'p-fp32' };
    const { rows } = await getBoard(db, query);
    expect(rows).toMatchObject([
      { networks: 3, p50Ms: 11, rank: { first: 1, last: 1 }, evidence: 'attested' },
    ]);
    expect((await getBoard(db, { ...query, trust: 2 })).rows).toEqual(rows);
    expect((await getRecords(db, query)).map(({ run, trustLevel }) => [run, trustLevel])).toEqual([
      ['ann', 2],
    ]);
    expect((await unverifiedResults(db, query)).map(({ run }) => run)).toEqual([
      'above-cyd',
      'above-bob',
      'above-ann',
    ]);
  });

  it('has records of attested work alone', async () => {
    const row = {
      workload: 'r-fp16',
      backend: 'webgpu',
      threads: 0,
      device: 'gpu-a',
      trust: 1,
      medianMs: 3,
    } as const;
    await storeRun(db, 'consistent', await acceptedRun(db, 'consistent', 'ann', [row]));
    expect((await getBoard(db, { ...QUERY, workload: 'r-fp16' })).rows).toHaveLength(1);
    expect(await getRecords(db, { ...QUERY, workload: 'r-fp16' })).toEqual([]);
  });

  it('says how many networks agree, and shows only such rows where asked', async () => {
    const { rows } = await getBoard(db, QUERY);
    for (const { deviceSlug, p50Ms, agreeing } of rows) {
      const near = measured.filter(
        ({ device, medianMs }) =>
          device === deviceSlug && Math.abs(medianMs / p50Ms - 1) <= AGREEMENT.spread,
      );
      expect(agreeing).toBe(near.length >= AGREEMENT.networks ? near.length : 0);
    }
    const agreed = rows.filter(({ agreeing }) => agreeing > 0);
    expect([agreed.length > 0, agreed.length < rows.length]).toEqual([true, true]);
    const board = await getBoard(db, { ...QUERY, trust: 'agreeing' });
    expect(board.rows.map(({ deviceSlug }) => deviceSlug)).toEqual(
      agreed.map(({ deviceSlug }) => deviceSlug),
    );
    const linux = await getBoard(db, { ...QUERY, trust: 'agreeing', software: { os: 'Linux' } });
    expect(linux.rows.every(({ agreeing }) => agreeing > 0)).toBe(true);
  });

  it('ranks arithmetic that cannot be proved once networks agree, in pages as in one', async () => {
    const row = {
      workload: 'h-fp16',
      backend: 'webgpu',
      threads: 0,
      trust: 1,
      computeType: 'fp16',
    } as const;
    const day = (number: number): Date => new Date(Date.UTC(2026, 9, number));
    const store = async (id: string, device: string, medianMs: number, network: string, at: Date) =>
      storeRun(
        db,
        id,
        await acceptedRun(db, id, id, [{ ...row, device, medianMs, network }], { at }),
      );
    for (const [index, who] of ['ann', 'bob', 'cyd'].entries()) {
      await store(`invented-${who}`, 'gpu-a', 1, 'one-network', day(1 + index));
      await store(`agreed-${who}`, 'gpu-b', 5, who, day(1 + index));
      await store(`slower-${who}`, 'gpu-c', 9, who, day(1 + index));
    }
    const query = { ...QUERY, workload: 'h-fp16' };
    const { rows } = await getBoard(db, query);
    expect(
      rows.map(({ deviceSlug, rank, evidence }) => [deviceSlug, rank?.first, evidence]),
    ).toEqual([
      ['gpu-b', 1, 'agreed'],
      ['gpu-c', 2, 'agreed'],
      ['gpu-a', undefined, 'provisional'],
    ]);
    const first = await getBoard(db, { ...query, limit: 2 });
    const second = await getBoard(db, { ...query, limit: 2, after: first.next });
    expect([...first.rows, ...second.rows]).toEqual(rows);
    const linux = await getBoard(db, { ...query, software: { os: 'Linux' } });
    expect(linux.rows).toEqual(rows);
  });

  it('confirms a record only where it is near what the others agree on', async () => {
    const { rows } = await getBoard(db, QUERY);
    const records = await getRecords(db, QUERY);
    for (const { deviceSlug, p50Ms, bestMs, agreeing } of rows) {
      const record = records.find((each) => each.deviceSlug === deviceSlug);
      expect(record?.confirmed).toBe(agreeing > 0 && bestMs >= (1 - AGREEMENT.spread) * p50Ms);
    }
    expect(new Set(records.map(({ confirmed }) => confirmed))).toEqual(new Set([true, false]));
  });

  it('has no unverified row; those are listed apart, newest first', async () => {
    const row = { workload: 'u-fp32', backend: 'webgpu', threads: 0, trust: 0 } as const;
    for (const [id, device, medianMs] of [
      ['slow', 'gpu-a', 9],
      ['fast', 'gpu-b', 0.1],
      ['seen', 'gpu-c', 5],
    ] as const) {
      const trust = id === 'seen' ? 1 : 0;
      await storeRun(db, id, await acceptedRun(db, id, id, [{ ...row, device, medianMs, trust }]));
    }
    const query = { ...QUERY, workload: 'u-fp32' };
    expect((await getBoard(db, query)).rows.map(({ bestRun }) => bestRun)).toEqual(['seen']);
    expect(
      (await unverifiedResults(db, query)).map(({ run, medianMs }) => [run, medianMs]),
    ).toEqual([
      ['fast', 0.1],
      ['slow', 9],
    ]);
    expect(await unverifiedResults(db, { ...query, backend: 'wasm' })).toEqual([]);
    expect(await unverifiedResults(db, { ...query, software: { os: 'Windows' } })).toEqual([]);
  });

  it('has no synthetic, declared or software devices, and nothing for an unknown workload', async () => {
    await db.execute(sql`update cells set device_kind = 'software' where device_slug = 'gpu-a'`);
    const { rows } = await getBoard(db, QUERY);
    expect(rows.some(({ deviceSlug }) => deviceSlug === 'gpu-a')).toBe(false);
    await db.execute(sql`update cells set device_kind = 'gpu' where device_slug = 'gpu-a'`);
    expect(await getBoard(db, { ...QUERY, workload: 'none' })).toEqual({
      rows: [],
      total: 0,
      next: null,
    });
    expect(await getBoard(db, { ...QUERY, after: "1'; drop table cells" })).toMatchObject({
      total: rows.length + 1,
    });
  });
});
