// How much stands in the database, for whoever watches an instance.
import { sql } from 'drizzle-orm';
import type { Gauge } from '../watch/gauges';
import { OPEN_REPORTS } from './reports';
import { RUN_STATES, type RunState } from './schema';
import { appliedMigrations, schemaState } from './schema-version';
import { rowOf, rowsOf, type Session } from './transaction';

/** A run is counted one by one: more often than this is of no use to anybody. */
const KEPT_MS = 15_000;

interface Sizes extends Record<string, unknown> {
  readonly bytes: number;
  readonly reports: number;
  readonly challenges: number;
  readonly clock_ms: number;
}

async function readGauges(db: Session): Promise<readonly Gauge[]> {
  const sizes = await rowOf<Sizes>(
    db,
    sql`
    select pg_database_size(current_database())::float8 as bytes,
           (select count(*)::int from ${OPEN_REPORTS} open) as reports,
           (select count(*)::int from challenges where used_at is null
             and expires_at > clock_timestamp()) as challenges,
           extract(epoch from clock_timestamp())::float8 * 1000 as clock_ms`,
  );
  const offsetSeconds = (Number(sizes.clock_ms) - Date.now()) / 1000;
  const states = await rowsOf<{ state: RunState; count: number }>(
    db,
    sql`select state, count(*)::int as count from runs group by state`,
  );
  const counts = new Map(states.map(({ state, count }) => [state, count]));
  const current = schemaState(await appliedMigrations(db)).kind === 'current';
  const one = (name: string, help: string, value: number): Gauge => ({
    name,
    help,
    values: [{ value }],
  });
  return [
    one('flopmark_database_up', '1 while the database answers.', 1),
    one(
      'flopmark_database_schema_current',
      '1 where it has the migrations of this version.',
      current ? 1 : 0,
    ),
    one('flopmark_database_bytes', 'Size of the database.', Number(sizes.bytes)),
    one(
      'flopmark_database_clock_offset_seconds',
      'Clock of the database minus clock of this process.',
      offsetSeconds,
    ),
    one(
      'flopmark_reports_open',
      'Reports of readers that no moderator has looked at.',
      sizes.reports,
    ),
    one(
      'flopmark_challenges_open',
      'Challenges that a run can be published with.',
      sizes.challenges,
    ),
    {
      name: 'flopmark_runs',
      help: 'Stored runs by state; quarantined ones wait for a moderator.',
      values: RUN_STATES.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 })),
    },
  ];
}

let kept: { readonly atMs: number; readonly gauges: Promise<readonly Gauge[]> } | null = null;

/** Counts what stands in the database; asked again within KEPT_MS, it gives the same answer. */
export function databaseGauges(db: Session): Promise<readonly Gauge[]> {
  const now = Date.now();
  if (kept === null || now - kept.atMs > KEPT_MS || now < kept.atMs) {
    kept = { atMs: now, gauges: readGauges(db) };
    kept.gauges.catch(() => {
      kept = null;
    });
  }
  return kept.gauges;
}
