// A database as large as a load test wants it: generated runs, then copies of them made by the
// database itself, because a million measurements are to take minutes. Copies have people and
// networks of their own and times a little apart; the devices are as many however many runs there
// are, so that boards of any size have the same rows.
import { type Column, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/lib/db/client';
import { challenges, measurements, runs, submitters } from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { rowsOf, type Session } from '@/lib/db/transaction';
import { generateRuns } from './generate';

/** Of the suite that the copied runs have. */
export const LOAD_WORKLOADS = [
  'gemm-1024-fp32',
  'mobilenet-v2-fp32',
  'resnet18-fp32',
  'conv-3x3-256-14-fp32',
  'copy-512x2048-fp32',
] as const;

const SEED = 1;
/** Boards are the same on every day that a bench runs. */
const UNTIL = new Date(Date.UTC(2026, 9, 31));
const COPIES_PER_STATEMENT = 20;

/**
 * Grows a migrated database to at least so many measurements, and says how many they are. It bears
 * no mark, so that a bench can serve it as a site that takes runs: it is thrown away afterwards.
 * @throws Error where it holds people's runs.
 */
export async function growTo(db: Database, wanted: number): Promise<number> {
  await requireGenerated(db);
  let held = await sizeOf(db);
  if (held.measurements === 0) {
    await generateRuns(db, { seed: SEED, until: UNTIL, only: ({ suite }) => suite === 'quick' });
    held = await sizeOf(db);
  }
  const each = held.measurements / (held.copies + 1);
  const last = Math.ceil(wanted / each) - 1;
  for (let from = held.copies + 1; from <= last; from += COPIES_PER_STATEMENT) {
    await copyRuns(db, from, Math.min(from + COPIES_PER_STATEMENT - 1, last));
  }
  await db.transaction((tx) => rebuildStandings(tx));
  return (await sizeOf(db)).measurements;
}

async function requireGenerated(session: Session): Promise<void> {
  const people = await rowsOf(
    session,
    sql`select id from runs where challenge not like 'generated-%' limit 1`,
  );
  if (people.length > 0) throw new Error('This database holds people’s runs.');
}

async function sizeOf(
  session: Session,
): Promise<{ readonly measurements: number; readonly copies: number }> {
  const [size] = await rowsOf<{ measurements: number; copies: number }>(
    session,
    sql`
    select (select count(*)::int from measurements) as measurements,
           (select coalesce(max(split_part(id, '.', 2)::int), 0) from runs where id like '%.%') as copies`,
  );
  return size ?? { measurements: 0, copies: 0 };
}

/**
 * What a copy's column is, where it is not the original's. `k` is its number, `apart` what its
 * times are multiplied by.
 */
type Change = (column: Column) => string | null;

const named =
  (...names: readonly string[]): Change =>
  ({ name }) =>
    names.includes(name) ? `o.${name} || '.' || k` : null;

const ofRun: Change = (column) =>
  column.name === 'created_at'
    ? `o.created_at + k * interval '1 second'`
    : named('id', 'submitter', 'challenge')(column);

/** The outputs are left out: a board has no use for a gigabyte of them. */
const ofMeasurement: Change = (column) => {
  const { name } = column;
  if (name === 'output') return 'null';
  if (name === 'network_hash' || name === 'block_hash') return `md5(o.${name} || k)`;
  if (name === 'gflops') return 'o.gflops / apart';
  if (name.endsWith('_ms') && column.getSQLType() === 'double precision')
    return `o.${name} * apart`;
  return named('run')(column);
};

function copyOf(table: PgTable, change: Change, key: string, from: number, to: number): SQL {
  const columns = Object.values(getTableColumns(table)).filter(
    ({ generated, generatedIdentity }) =>
      generated === undefined && generatedIdentity === undefined,
  );
  const names = sql.raw(columns.map(({ name }) => name).join(', '));
  const values = sql.raw(columns.map((column) => change(column) ?? `o.${column.name}`).join(', '));
  const owner = sql.raw(key);
  return sql`
    insert into ${table} (${names})
    select ${values}
      from ${table} o
     cross join generate_series(${from}::int, ${to}::int) k
     cross join lateral (
       select 0.85 + 0.3 * ((hashtext(o.${owner} || k) & 65535) / 65535::float8) as apart) spread
     where o.${owner} not like '%.%'`;
}

async function copyRuns(session: Session, from: number, to: number): Promise<void> {
  await session.execute(copyOf(submitters, named('id'), 'id', from, to));
  await session.execute(copyOf(challenges, named('id', 'submitter'), 'id', from, to));
  await session.execute(copyOf(runs, ofRun, 'id', from, to));
  await session.execute(copyOf(measurements, ofMeasurement, 'run', from, to));
}
