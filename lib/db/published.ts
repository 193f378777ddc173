// What the public may read: live runs of real people. Withdrawn, hidden and quarantined runs and generated rows are left
// out here and nowhere else. Every reader of the board, a run's page, its badge and the API comes through these queries.
import { and, asc, desc, eq, gt, inArray, isNotNull, notInArray, or, sql } from 'drizzle-orm';
import { ORT_VERSION } from '../ort/version';
import type { Database } from './client';
import { measurements, runs } from './schema';

export type RunRow = typeof runs.$inferSelect;
export type MeasurementRow = typeof measurements.$inferSelect;

const isPublic = and(eq(runs.state, 'live'), eq(runs.synthetic, false));

export interface PublishedRun {
  readonly run: RunRow;
  /** In the order in which they were measured. */
  readonly measurements: readonly MeasurementRow[];
}

/** What an id can look like; anything else names nothing, and never reaches the database (Postgres refuses NUL). */
const RUN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Null for an id that never was, and for a run that may not be shown. One statement, so that a withdrawal never shows half. */
export async function publishedRun(database: Database, id: string): Promise<PublishedRun | null> {
  if (!RUN_ID.test(id)) return null;
  const rows = await database
    .select({ run: runs, measurement: measurements })
    .from(runs)
    .innerJoin(measurements, eq(measurements.run, runs.id))
    .where(and(eq(runs.id, id), isPublic))
    .orderBy(asc(measurements.position));
  const first = rows[0];
  return first === undefined ? null : { run: first.run, measurements: rows.map(({ measurement }) => measurement) };
}

const figures = {
  workload: measurements.workload,
  backend: measurements.backend,
  fellBack: measurements.fellBack,
  deviceSlug: measurements.deviceSlug,
  deviceName: measurements.deviceName,
  medianMs: measurements.medianMs,
  flops: measurements.flops,
  params: measurements.params,
};

export interface LatestRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly workload: string;
  readonly backend: string;
  readonly fellBack: boolean;
  readonly deviceSlug: string;
  readonly deviceName: string;
  /** Null where nothing was measured. */
  readonly medianMs: number | null;
  readonly flops: number;
  readonly params: number;
}

/** All measurements, without samples, of the `limit` newest runs; newest run first. */
export async function latestMeasurements(database: Database, limit: number): Promise<LatestRow[]> {
  const newest = database
    .select({ id: runs.id, createdAt: runs.createdAt })
    .from(runs)
    .where(isPublic)
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(limit)
    .as('newest');
  return database
    .select({ id: newest.id, createdAt: newest.createdAt, ...figures })
    .from(newest)
    .innerJoin(measurements, eq(measurements.run, newest.id))
    .orderBy(desc(newest.createdAt), desc(newest.id), asc(measurements.position));
}

export interface CellVotes {
  readonly workload: string;
  readonly backend: string;
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly singleThread: boolean;
  /** FLOPs of one run of the workload. */
  readonly flops: number;
  /** One value per person: the median of their runs, milliseconds. */
  readonly votesMs: readonly number[];
  /** A run behind the cell's best vote. */
  readonly bestRun: string;
}

/**
 * The votes of every ranked cell of `workloads`, by the headline rule (DESIGN section 2): consistent or better, current ORT,
 * isolated, not on battery, real hardware, nothing fallen back. One thread and many are different cells.
 */
export async function boardVotes(database: Database, workloads: readonly string[]): Promise<CellVotes[]> {
  if (workloads.length === 0) return [];
  const singleThread = sql<boolean>`(${measurements.backend} = 'wasm' and coalesce(${measurements.threadsGot}, 1) = 1)`;
  const votes = database
    .select({
      workload: measurements.workload,
      backend: measurements.backend,
      deviceSlug: measurements.deviceSlug,
      deviceName: measurements.deviceName,
      singleThread: singleThread.as('single_thread'),
      flops: sql<number>`max(${measurements.flops})`.mapWith(Number).as('cell_flops'),
      valueMs: sql<number>`percentile_cont(0.5) within group (order by ${measurements.medianMs})`.as('value_ms'),
      bestRun:
        sql<string>`(array_agg(${measurements.run} order by ${measurements.medianMs}, ${measurements.run}))[1]`.as(
          'best_run',
        ),
    })
    .from(measurements)
    .innerJoin(runs, eq(runs.id, measurements.run))
    .where(
      and(
        isPublic,
        inArray(measurements.workload, [...workloads]),
        eq(measurements.outcome, 'measured'),
        isNotNull(measurements.medianMs),
        eq(measurements.fellBack, false),
        gt(runs.trustLevel, 0),
        eq(runs.ortVersion, ORT_VERSION),
        or(eq(runs.crossOriginIsolated, true), sql`${measurements.backend} <> 'wasm'`),
        notInArray(runs.powerState, ['battery']),
        notInArray(measurements.deviceKind, ['software', 'virtual', 'unknown']),
      ),
    )
    .groupBy(
      measurements.workload,
      measurements.backend,
      measurements.deviceSlug,
      measurements.deviceName,
      sql`single_thread`,
      runs.submitter,
    )
    .as('votes');
  const rows = await database
    .select({
      workload: votes.workload,
      backend: votes.backend,
      deviceSlug: votes.deviceSlug,
      deviceName: votes.deviceName,
      singleThread: votes.singleThread,
      flops: sql<number>`max(${votes.flops})`.mapWith(Number),
      votesMs: sql<number[]>`json_agg(${votes.valueMs} order by ${votes.valueMs})`,
      bestRun: sql<string>`(array_agg(${votes.bestRun} order by ${votes.valueMs}, ${votes.bestRun}))[1]`,
    })
    .from(votes)
    .groupBy(votes.workload, votes.backend, votes.deviceSlug, votes.deviceName, votes.singleThread);
  return rows;
}
