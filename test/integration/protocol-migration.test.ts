// A database that was filled under flopmark/1, with the tables of then, migrated to those of now:
// its runs stay, marked with their protocol, keep the values of their dated badges, and never mix
// with what is measured today.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceFigures, runFigures } from '@/lib/db/badge-facts';
import { getBoard } from '@/lib/db/board';
import { boardTotals } from '@/lib/db/board-totals';
import type { Database } from '@/lib/db/client';
import { listDevices } from '@/lib/db/devices';
import { exportRows } from '@/lib/db/export';
import { boardNews } from '@/lib/db/news';
import { getRun, storeRun } from '@/lib/db/runs';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { MANIFEST } from '@/lib/models/manifest';
import { headlineOf } from '@/lib/views/run-view';
import { runView } from '@/lib/views/stored-run';
import { acceptedRun } from '@/scripts/client/accepted-run';
import { openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate-embedded';
import {
  DEVICE,
  MEDIAN_MS,
  migrationsUpTo,
  oldRun,
  SUPPORTED_MS,
  WORKLOAD,
} from '../support/old-run';

/** The last migration of flopmark/1. */
const LAST_OF_OLD = 11;

const folder = mkdtempSync(join(tmpdir(), 'flopmark-old-'));
let session: PgliteDatabase<typeof schema>;
let db: Database;
let close: () => Promise<void>;

const BOARD = { workload: WORKLOAD, version: 1, backend: null, threads: 'max', limit: 50 } as const;
const OF_DEVICE = { ...BOARD, deviceSlug: DEVICE };
const RUN = '0123456789abcdef';

beforeAll(async () => {
  const opened = await openEmbedded(join(folder, 'db'));
  session = drizzle(opened.database, { schema });
  db = session as unknown as Database;
  close = opened.close;
  await migrate(session, { migrationsFolder: migrationsUpTo(LAST_OF_OLD, folder) });
  for (const id of [RUN, 'fedcba9876543210']) {
    const { run, rows } = oldRun(id);
    await session.execute(sql`insert into challenges (id, submitter, suite, golden_index, expires_at)
      values (${`${id}-challenge`}, ${`${id}-submitter`}, 'smoke', 0, clock_timestamp() + interval '1 hour')`);
    const { rows: stored } = await session.execute(
      sql`select store_run(${JSON.stringify(run)}::json, ${JSON.stringify(rows)}::json) as stored`,
    );
    expect(stored).toEqual([{ stored: true }]);
  }
  await migrateEmbedded(opened.database);
});

afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const standings = async () =>
  (
    await session.execute(
      sql`select protocol, networks, runs, p50_ms from cells where networks > 0 order by protocol, trust`,
    )
  ).rows;

describe('a database of flopmark/1', () => {
  it('keeps its runs, readable and marked with their protocol', async () => {
    const stored = await getRun(db, RUN);
    const view = stored && runView(stored, MANIFEST);
    expect(view?.protocol).toBe('flopmark/1');
    expect(view && headlineOf(view.measurements)).toMatchObject({
      medianMs: MEDIAN_MS,
      quality: 'good',
    });
    expect(view?.measurements[1]).toMatchObject({ outcome: 'failed', reason: 'gone' });
    const exported = [];
    for await (const batch of exportRows(session, {
      workload: null,
      backend: null,
      outcome: 'measured',
      from: null,
      until: null,
    }))
      exported.push(...batch);
    expect(exported).toMatchObject([
      { protocol: 'flopmark/1', median_ms: MEDIAN_MS, quality_grade: 'good', relaxed_simd: null },
      { protocol: 'flopmark/1' },
    ]);
  });

  it('shows none of them on a board, and keeps their standings to the last bit', async () => {
    expect((await getBoard(db, BOARD)).rows).toEqual([]);
    expect(await boardTotals(db)).toEqual({ measurements: 0, devices: 0, workloads: 0 });
    expect(await listDevices(db, 10)).toEqual([]);
    expect(await boardNews(db, 10, 1)).toEqual([]);
    const kept = await standings();
    expect(kept).toEqual([
      { protocol: 'flopmark/1', networks: 2, runs: 2, p50_ms: expect.closeTo(SUPPORTED_MS, 9) },
    ]);
    await session.transaction((tx) => rebuildStandings(tx));
    expect(await standings()).toEqual(kept);
  });

  it('never mixes them with what is measured today', async () => {
    const row = {
      workload: WORKLOAD,
      backend: 'wasm',
      threads: 2,
      device: DEVICE,
      trust: 2,
      medianMs: 3,
    } as const;
    const today = { ...row, provenShare: 0.9, provenGflops: 1e9 };
    const accepted = await acceptedRun(db, 'new-run', 'cyd', [today]);
    expect((await storeRun(db, 'new-run', accepted)).ok).toBe(true);
    expect((await getBoard(db, BOARD)).rows).toMatchObject([
      { networks: 1, p50Ms: 3, deviceSlug: DEVICE },
    ]);
    expect(await standings()).toMatchObject([
      { protocol: 'flopmark/1', networks: 2 },
      { protocol: 'flopmark/2', networks: 1, p50_ms: 3 },
      { protocol: 'flopmark/2', networks: 1, p50_ms: 3 },
    ]);
  });

  it('keeps the value of a badge that is dated before, and shows the measured time in one that is not', async () => {
    const before = new Date('2026-10-06T00:00:00Z');
    expect(await deviceFigures(db, { ...OF_DEVICE, before })).toMatchObject({
      networks: 2,
      p50Ms: expect.closeTo(SUPPORTED_MS, 9),
    });
    expect(await deviceFigures(db, { ...OF_DEVICE, before: null })).toMatchObject({
      networks: 1,
      p50Ms: 3,
    });
    const later = new Date(Date.now() + 3_600_000);
    expect(await deviceFigures(db, { ...OF_DEVICE, before: later })).toMatchObject({
      networks: 1,
      p50Ms: 3,
    });
    expect((await runFigures(db, RUN, []))?.headline).toMatchObject({
      protocol: 'flopmark/1',
      medianMs: MEDIAN_MS,
      boardMs: expect.closeTo(SUPPORTED_MS, 9),
      total: 2,
    });
  });
});
