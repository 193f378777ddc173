// Runs: stored whole or not at all, read whole.
import { and, asc, desc, eq, getTableColumns, gte, type SQL, sql } from 'drizzle-orm';
import { alias, type PgTable } from 'drizzle-orm/pg-core';
import { err, ok, type Result } from '../core/result';
import type { Accepted, AcceptedMeasurement, AcceptedRun } from '../submission/accept';
import type { TrustReason } from '../submission/plausibility/trust';
import { type Rejection, reject } from '../submission/rejection';
import type { Database } from './client';
import { isBelieved, isWithinProof, PUBLIC_RUN, SHOWN_RUN, wasTimed } from './conditions';
import { recountGainsSql } from './kept-gains';
import { challenges, measurements, runs } from './schema';
import { retried, rowOf } from './transaction';

type RunRow = typeof runs.$inferInsert;
type MeasurementRow = typeof measurements.$inferInsert;

/** Names the members of a union that should have none, where it does not compile. */
type None<T extends never> = T;

/**
 * Columns that nothing fills and values without a column, which would be stored as null or not at
 * all: it does not compile where there are any, and nothing imports it.
 * @public
 */
export type Unmatched = [
  None<Exclude<keyof RunRow, keyof AcceptedRun | 'id' | 'createdAt' | 'synthetic'>>,
  None<Exclude<keyof AcceptedRun, keyof RunRow>>,
  None<Exclude<keyof MeasurementRow, keyof AcceptedMeasurement | 'id' | 'run'>>,
  None<Exclude<keyof AcceptedMeasurement, keyof MeasurementRow | 'sketch'>>,
];

/** What became of a run that was stored. */
export interface Stored {
  readonly id: string;
  /** Rows that copy another series, by position: they wait for a moderator, and nobody is told. */
  readonly copies: readonly number[];
}

/**
 * Uses the challenge up, stores the run with all its measurements and counts it in the standings
 * and in the gains: one statement, which is a transaction (./functions). It arrives now, by the
 * database's clock; `arrival` is a laboratory's.
 */
export async function storeRun(
  db: Database,
  id: string,
  { run, measurements: rows }: Accepted,
  arrival: Date | null = null,
): Promise<Result<Stored, Rejection>> {
  const ofRun = columnsOf<RunRow>(runs, { ...run, id, ...(arrival && { createdAt: arrival }) });
  const ofRows = rows.map(({ sketch, ...row }) => ({
    ...columnsOf<MeasurementRow>(measurements, { ...row, run: id }),
    sketch,
  }));
  const measured = rows.filter(({ outcome }) => outcome === 'measured');
  const { copies } = await retried(() =>
    rowOf<{ copies: readonly number[] | null }>(
      db,
      sql`
      select to_json(copies) as copies,
             case when copies is not null then ${recountGainsSql(run.submitter, measured)}
               end as gains
        from (select store_run(${jsonBytes(ofRun)}, ${jsonBytes(ofRows)}) as copies offset 0) run`,
    ),
  );
  if (copies !== null) return ok({ id, copies });
  if (await isStored(db, id, run)) return ok({ id, copies: [] });
  return err(await whyUnusable(db, run.challenge));
}

/**
 * Whether just this run was stored with its challenge before: its answer was lost, and it was sent
 * again.
 */
export async function isStored(
  db: Pick<Database, 'select'>,
  id: string,
  { challenge, submitter }: Pick<AcceptedRun, 'challenge' | 'submitter'>,
): Promise<boolean> {
  const found = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.id, id), eq(runs.challenge, challenge), eq(runs.submitter, submitter)));
  return found.length > 0;
}

/**
 * JSON as bytes: the driver's own UTF-8 takes as long to write down a text of 40 kB as Postgres to
 * store it.
 */
const jsonBytes = (value: unknown): SQL =>
  sql`convert_from(${new TextEncoder().encode(JSON.stringify(value))}::bytea, 'UTF8')::json`;

/** By the names of its columns, as the database knows a row; what is null is left out. */
const columnsOf = <Row extends object>(
  table: PgTable,
  row: Row,
): Readonly<Record<string, unknown>> => {
  const values = new Map(Object.entries(row));
  return Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([key, { name }]) => [
      name,
      values.get(key) ?? undefined,
    ]),
  );
};

async function whyUnusable(db: Pick<Database, 'select'>, id: string): Promise<Rejection> {
  const [challenge] = await db
    .select({
      usedAt: challenges.usedAt,
      expired: sql<boolean>`${challenges.expiresAt} <= clock_timestamp()`,
    })
    .from(challenges)
    .where(eq(challenges.id, id));
  if (challenge === undefined) return reject('ticket-forged', 'the challenge is not known here');
  if (challenge.usedAt !== null)
    return reject('ticket-used', `it was used at ${challenge.usedAt.toISOString()}`);
  if (challenge.expired) return reject('ticket-expired', 'it is more than a day old');
  return reject('ticket-of-another', 'it belongs to another submitter or suite');
}

/**
 * As every row and run is shown that nothing stands behind, whatever the reason: what waits for a
 * moderator is not to be told from what proved nothing or is of poor quality.
 */
const UNVERIFIED = { trustLevel: 0, trustReasons: ['unverified' satisfies TrustReason] };

export type StoredRun = Omit<
  typeof runs.$inferSelect,
  'submitter' | 'challenge' | 'state' | 'quarantineReasons'
>;
export type StoredMeasurement = Omit<
  typeof measurements.$inferSelect,
  'networkHash' | 'blockHash' | 'quarantineReasons'
>;

export interface RunWithMeasurements {
  readonly run: StoredRun;
  readonly measurements: readonly StoredMeasurement[];
}

/**
 * A run with its measurements in measured order; null for one that is unknown, hidden or withdrawn.
 * What waits for a moderator is shown as unverified; of nothing that is unverified it is said why.
 */
export async function getRun(db: Database, id: string): Promise<RunWithMeasurements | null> {
  const r = alias(runs, 'r');
  const [found] = await db
    .select()
    .from(r)
    .where(and(eq(r.id, id), SHOWN_RUN));
  if (found === undefined) return null;
  const {
    submitter: _submitter,
    challenge: _challenge,
    state,
    quarantineReasons: _reasons,
    ...run
  } = found;
  const {
    networkHash: _networkHash,
    blockHash: _blockHash,
    ...published
  } = getTableColumns(measurements);
  const rows = await db
    .select(published)
    .from(measurements)
    .where(eq(measurements.run, id))
    .orderBy(asc(measurements.position));
  const waits = state !== 'live';
  return {
    run: waits || run.trustLevel === 0 ? { ...run, ...UNVERIFIED } : run,
    measurements: rows.map(({ quarantineReasons, ...row }) =>
      row.outcome === 'measured' && (waits || row.trustLevel === 0 || quarantineReasons.length > 0)
        ? { ...row, ...UNVERIFIED, provenGflops: null }
        : row,
    ),
  };
}

export interface LatestResult {
  readonly runId: string;
  readonly createdAt: Date;
  readonly workload: string;
  readonly backend: StoredMeasurement['backend'];
  readonly fellBack: boolean;
  readonly deviceName: string;
  readonly deviceSlug: string;
  readonly medianMs: number;
  readonly gflops: number | null;
}

/**
 * The newest runs that are consistent or better, each by its measured model with the most FLOPs,
 * else such a kernel; of several backends the fastest. Captured graphs and sustained measurements
 * are figures of another kind and do not stand for a run, and neither do poor rows, those that
 * nothing stands behind and those above their proof.
 */
export async function latestRuns(db: Database, limit: number): Promise<LatestResult[]> {
  const r = alias(runs, 'r');
  const m = alias(measurements, 'm');
  const recent = db
    .select({ id: r.id, createdAt: r.createdAt })
    .from(r)
    .where(and(PUBLIC_RUN, gte(r.trustLevel, 1)))
    .orderBy(desc(r.createdAt), r.id)
    .limit(limit)
    .as('recent');
  const rows = await db
    .selectDistinctOn([recent.createdAt, recent.id], {
      runId: recent.id,
      createdAt: recent.createdAt,
      workload: m.workload,
      backend: m.backend,
      fellBack: m.fellBack,
      deviceName: m.deviceName,
      deviceSlug: m.deviceSlug,
      medianMs: m.medianMs,
      gflops: m.gflops,
    })
    .from(recent)
    .innerJoin(m, and(eq(m.run, recent.id), wasTimed('m'), isBelieved('m'), isWithinProof('m')))
    .orderBy(
      desc(recent.createdAt),
      recent.id,
      desc(sql`${m.params} > 0`),
      desc(m.flops),
      asc(m.medianMs),
    );
  return rows.flatMap(({ medianMs, ...row }) => (medianMs === null ? [] : [{ ...row, medianMs }]));
}
