// Exports and snapshots on the embedded database: every row once, whatever its outcome, the same in
// every format, and the Parquet file as another program reads it.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@/lib/db/client';
import { type ExportQuery, exportRows, exportVersion } from '@/lib/db/export';
import { COLUMNS } from '@/lib/open-data/columns';
import type { ExportRow } from '@/lib/open-data/format';
import { seedRuns } from '@/scripts/site/seed';
import { monthNamed, newestMonth } from '@/scripts/snapshot/month';
import { writeSnapshot } from '@/scripts/snapshot/write';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const ALL: ExportQuery = { workload: null, backend: null, outcome: null, from: null, until: null };
const folder = mkdtempSync(join(tmpdir(), 'flopmark-open-data-'));
let opened: TestDatabase;
let db: Database;

async function exported(query = ALL): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for await (const batch of exportRows(db, query)) rows.push(...batch);
  return rows;
}

beforeAll(async () => {
  opened = await openTestDatabase();
  const { session } = opened;
  await seedRuns(session, 30);
  db = opened.db;
});

afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an export', () => {
  it('has every live row once, failed and wrong ones too, with every column and no key', async () => {
    const rows = await exported();
    const [{ count }] = (
      await db.execute(sql`
      select count(*)::int as count from measurements m join runs r on r.id = m.run where r.state = 'live'`)
    ).rows as unknown as [{ count: number }];
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map(({ run, position }) => `${run}/${position}`)).size).toBe(count);
    expect(new Set(rows.map(({ outcome }) => outcome)).size).toBeGreaterThan(1);
    expect(Object.keys(rows[0] ?? {})).toEqual(COLUMNS.map(({ name }) => name));
    const stored = (await db.execute(sql`select submitter from runs`)).rows as unknown as {
      submitter: string;
    }[];
    const keys = new Set(stored.map(({ submitter }) => submitter));
    for (const row of rows)
      for (const value of Object.values(row)) expect(keys.has(String(value))).toBe(false);
  });

  it('leaves out hidden and synthetic runs, and what is not asked for', async () => {
    const [first] = await exported();
    const version = await exportVersion(db);
    await db.execute(sql`update runs set state = 'hidden' where id = ${first?.run}`);
    expect((await exported()).some(({ run }) => run === first?.run)).toBe(false);
    expect(await exportVersion(db)).not.toBe(version);
    await db.execute(
      sql`update runs set state = 'live', synthetic = true where id = ${first?.run}`,
    );
    expect((await exported()).some(({ run }) => run === first?.run)).toBe(false);
    await db.execute(sql`update runs set synthetic = false where id = ${first?.run}`);
    expect(await exportVersion(db)).toBe(version);
    const wasm = await exported({ ...ALL, backend: 'wasm' });
    expect(new Set(wasm.map(({ backend }) => backend))).toEqual(new Set(['wasm']));
    const day = new Date(String(first?.published_at));
    const before = await exported({ ...ALL, until: day });
    const from = await exported({ ...ALL, from: day });
    expect(before.length + from.length).toBe((await exported()).length);
  });
});

describe('a snapshot', () => {
  it('is of months whose rows are all thirty days old', () => {
    expect(newestMonth(new Date('2026-11-24T00:00:00Z')).name).toBe('2026-09');
    expect(newestMonth(new Date('2026-12-02T00:00:00Z')).name).toBe('2026-10');
    expect(newestMonth(new Date('2027-01-15T00:00:00Z')).name).toBe('2026-11');
    const now = new Date('2026-11-24T00:00:00Z');
    expect(monthNamed('2026-09', now).from.toISOString()).toBe('2026-09-01T00:00:00.000Z');
    expect(() => monthNamed('2026-10', now)).toThrow(/2026-09/);
    expect(() => monthNamed('2026-13', now)).toThrow(RangeError);
  });

  it('opens in DuckDB with the totals of the export, and its sums are right', async () => {
    const rows = await exported();
    const month = String(rows[0]?.published_at).slice(0, 7);
    const wanted = {
      ...ALL,
      from: new Date(`${month}-01T00:00:00Z`),
      until: new Date('2030-01-01T00:00:00Z'),
    };
    const report = await writeSnapshot(
      db,
      { name: month, ...wanted },
      'https://flopmark.example',
      folder,
    );
    const expected = await exported(wanted);
    expect(report.rows).toBe(expected.length);

    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const parquet = join(report.folder, `measurements-${month}.parquet`);
    const sum = (name: string): number =>
      expected.reduce((total, row) => total + Number(row[name] ?? 0), 0);
    const read = await duck.runAndReadAll(
      `select count(*)::double, sum(flops)::double, sum(median_ms), count(median_ms)::double, min(published_at)::varchar from '${parquet}'`,
    );
    const [[count, flops, medians, measured]] = read.getRows() as [
      [number, number, number, number],
    ];
    expect(count).toBe(expected.length);
    expect(flops).toBe(sum('flops'));
    expect(medians).toBeCloseTo(sum('median_ms'), 6);
    expect(measured).toBe(expected.filter(({ median_ms }) => median_ms !== null).length);
    const csv = join(report.folder, `measurements-${month}.csv`);
    const fromCsv = await duck.runAndReadAll(
      `select count(*)::double, sum(flops)::double from read_csv('${csv}')`,
    );
    expect(fromCsv.getRows()).toEqual([[count, flops]]);

    const sums = readFileSync(join(report.folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums.map((line) => line.slice(66)).toSorted()).toEqual(
      readdirSync(report.folder)
        .filter((name) => name !== 'SHA256SUMS')
        .toSorted(),
    );
    for (const line of sums) {
      const bytes = readFileSync(join(report.folder, line.slice(66)));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(line.slice(0, 64));
    }
    await expect(
      writeSnapshot(db, { name: month, ...wanted }, 'https://x.example', folder),
    ).rejects.toThrow(/never/);
  });
});
