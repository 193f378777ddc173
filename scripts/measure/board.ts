// `measure board`: what the board costs to read and to write with many measurements in a real
// Postgres, each figure beside its limit. The database is made for this, filled with generated runs
// and thrown away.
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { getBoard } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { startPostgres } from '@/scripts/database/postgres';
import { migrateServer } from '../database/migrate-server';
import { growTo, LOAD_WORKLOADS } from '../synth/multiply';
import { standingsDigest } from './board/digest';
import { rawBoard } from './board/raw-board';
import { write } from './board/writers';
import { benchCommand, type Figure } from './figures';
import { at, sortedMs } from './times';

const FEW = 10_000;
const WRITERS = 64;
const RUNS_PER_WRITER = 12;
const RUNS_ALONE = 200;

async function grow(db: Database, measurements: number): Promise<number> {
  const grown = await growTo(db, measurements);
  await db.execute(sql`vacuum analyze`);
  return grown;
}

const readBoard = (db: Database, index: number) =>
  getBoard(db, {
    workload: LOAD_WORKLOADS[index % LOAD_WORKLOADS.length] ?? LOAD_WORKLOADS[0],
    version: 1,
    backend: ([null, 'wasm', 'webgpu'] as const)[index % 3] ?? null,
    threads: 'max',
    limit: 50,
  });

async function boardMs(db: Database): Promise<readonly number[]> {
  await sortedMs(60, (index) => readBoard(db, index));
  return sortedMs(600, (index) => readBoard(db, index));
}

async function measure(db: Database, measurements: number): Promise<Figure[]> {
  const fewest = await grow(db, FEW);
  const few = await boardMs(db);
  console.error(`${fewest} measurements: board p50 ${at(0.5, few).toFixed(2)} ms`);
  const most = await grow(db, measurements);
  const many = await boardMs(db);
  console.error(`${most} measurements: board p50 ${at(0.5, many).toFixed(2)} ms`);
  const raw = await sortedMs(5, (index) =>
    rawBoard(db, LOAD_WORKLOADS[index] ?? LOAD_WORKLOADS[0]),
  );
  await write(db, 'warm', 1, 20, false);
  const alone = await write(db, 'alone', 1, RUNS_ALONE, false);
  const crowd = await write(db, 'crowd', WRITERS, RUNS_PER_WRITER, true);
  for (const error of new Set([...alone.errors, ...crowd.errors])) console.error(error);
  const [kept] = (
    await db.execute(
      sql`select count(*)::int as runs from runs where id like 'crowd-%' or id like 'alone-%'`,
    )
  ).rows as [{ runs: number }];
  const before = await standingsDigest(db);
  await db.transaction((tx) => rebuildStandings(tx));
  const expected = RUNS_ALONE + WRITERS * RUNS_PER_WRITER - crowd.withdrawn;
  return [
    { what: 'board read, p95', value: at(0.95, many), unit: 'ms', limit: 20 },
    { what: `board read, p95, ${FEW} measurements`, value: at(0.95, few), unit: 'ms', limit: null },
    {
      what: 'board read, p95, many over few',
      value: at(0.95, many) / at(0.95, few),
      unit: '×',
      limit: 1.5,
    },
    {
      what: 'board read, p50, many over few',
      value: at(0.5, many) / at(0.5, few),
      unit: '×',
      limit: null,
    },
    { what: 'percentiles from raw rows, p50', value: at(0.5, raw), unit: 'ms', limit: null },
    {
      what: 'raw rows over board, p50',
      value: at(0.5, raw) / at(0.5, many),
      unit: '×',
      limit: 100,
      atLeast: true,
    },
    { what: 'store a run, 1 writer, p50', value: at(0.5, alone.times), unit: 'ms', limit: null },
    { what: 'store a run, 1 writer, p95', value: at(0.95, alone.times), unit: 'ms', limit: 15 },
    {
      what: `store a run, ${WRITERS} writers, p95`,
      value: at(0.95, crowd.times),
      unit: 'ms',
      limit: null,
    },
    {
      what: 'errors that reached a writer',
      value: alone.errors.length + crowd.errors.length,
      unit: '',
      limit: 0,
    },
    { what: 'runs lost', value: Math.abs(expected - kept.runs), unit: '', limit: 0 },
    {
      what: 'standings that differ from a rebuild',
      value: before === (await standingsDigest(db)) ? 0 : 1,
      unit: '',
      limit: 0,
    },
  ];
}

export const command = benchCommand({
  what: `measurements that are generated; the board is also timed with ${FEW}`,
  usual: 1_000_000,
  fewest: FEW + 1,
  measure: async (measurements) => {
    const server = await startPostgres();
    try {
      await migrateServer(server.url);
      const pool = new pg.Pool({ connectionString: server.url, max: WRITERS });
      // The server is stopped under connections that were idle; what a query meets rejects the
      // query.
      pool.on('error', ({ message }) => console.error(message));
      const figures = await measure(drizzle(pool, { schema }) as unknown as Database, measurements);
      await pool.end();
      return figures;
    } finally {
      await server.stop();
    }
  },
});
