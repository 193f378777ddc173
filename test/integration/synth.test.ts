// Generated runs on the embedded database: they count among themselves, and nothing public ever shows one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoardQuery, getBoard, getRecords } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { exportRows } from '@/lib/db/export';
import { latestRuns } from '@/lib/db/runs';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { rawBoard } from '@/scripts/bench-board/raw-board';
import { type EmbeddedDatabase, openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate';
import { generateRuns, MEASUREMENTS_PER_RUN } from '@/scripts/synth/generate';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-synth-'));
const BOARD: BoardQuery = { workload: 'resnet50-fp32', version: 1, backend: 'webgpu', threads: 'max', limit: 200 };
const RUNS = 600;
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(embedded.database);
  const session = drizzle(embedded.database, { schema });
  await generateRuns(session, { runs: RUNS / 2, seed: 3, marked: true });
  await generateRuns(session, { runs: RUNS / 2, seed: 4, marked: true });
  await session.transaction((tx) => rebuildStandings(tx));
  db = session as unknown as Database;
});

afterAll(async () => {
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('generated runs', () => {
  it('are as many as asked for, with their standings, failures among them', async () => {
    const { rows } = await db.execute(sql`
      select (select count(*)::int from measurements) as measurements,
             (select count(*)::int from measurements where outcome = 'failed') as failed,
             (select sum(people)::int from cells where trust = 1) as people`);
    expect(rows).toMatchObject([{ measurements: RUNS * MEASUREMENTS_PER_RUN }]);
    const [{ failed, people }] = rows as unknown as [{ failed: number; people: number }];
    expect(failed).toBeGreaterThan(0);
    expect(people).toBeGreaterThan((RUNS / 2) * MEASUREMENTS_PER_RUN * 0.9);
  });

  it('are in nothing public', async () => {
    expect(await getBoard(db, BOARD)).toEqual({ rows: [], total: 0, next: null });
    expect(await getRecords(db, BOARD)).toEqual([]);
    expect(await latestRuns(db, 5)).toEqual([]);
    const all = { workload: null, backend: null, outcome: null, from: null, until: null };
    for await (const batch of exportRows(db, all)) expect(batch).toEqual([]);
  });

  it('without their mark give a board equal to what raw rows give', async () => {
    await db.execute(sql`update runs set synthetic = false`);
    await db.transaction((tx) => rebuildStandings(tx));
    const { rows } = await getBoard(db, BOARD);
    const raw = (await rawBoard(db, BOARD.workload)).filter(({ backend }) => backend === 'webgpu');
    expect(rows).toHaveLength(150);
    const byDevice = new Map(raw.map((row) => [row.device_slug, row]));
    for (const { deviceSlug, people, p50Ms } of rows) {
      expect(byDevice.get(deviceSlug)?.people).toBe(people);
      expect(byDevice.get(deviceSlug)?.p50).toBeCloseTo(p50Ms, 9);
    }
  });
});
