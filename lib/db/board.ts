// The board of one workload: devices by the median of their people's medians. One person is one vote: the median of their
// live runs on that device and backend (DESIGN section 2). One thread and many are never mixed.
import { sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { PEOPLE_FOR_A_RANK, type RankRange, rankByTime, standingOf } from '../standings/standing';
import type { Database } from './client';

export type ThreadsClass = 'one' | 'max';

export interface BoardQuery {
  readonly workload: string;
  readonly version: number;
  /** null: every backend, each in rows of its own. */
  readonly backend: Backend | null;
  readonly threads: ThreadsClass;
  readonly limit: number;
}

export interface BoardRow {
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly deviceKind: string;
  readonly backend: Backend;
  /** People with a live run here. */
  readonly people: number;
  readonly runs: number;
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly bestMs: number;
  readonly bestRun: string;
  /** 95 % interval of the median over people; the whole range where there are too few for one. */
  readonly intervalMs: readonly [low: number, high: number];
  /** A range where intervals overlap; null below three people: provisional. */
  readonly rank: RankRange | null;
}

interface RawRow extends Record<string, unknown> {
  readonly device_slug: string;
  readonly device_name: string;
  readonly device_kind: string;
  readonly backend: Backend;
  readonly runs: number;
  readonly votes: readonly number[];
  readonly best: number;
  readonly best_run: string;
}

/**
 * Ranked devices first, fastest first. Left out: what fell back to another backend, software adapters, runs on battery,
 * runs without isolation (they have one thread and a coarse timer) unless one thread is asked for.
 */
export async function getBoard(db: Database, query: BoardQuery): Promise<BoardRow[]> {
  const { workload, version, backend, threads, limit } = query;
  const { rows } = await db.execute<RawRow>(sql`
    with votes as (
      select m.device_slug, m.backend, r.submitter,
             max(m.device_name) as device_name, max(m.device_kind) as device_kind,
             count(*)::int as runs,
             percentile_cont(0.5) within group (order by m.median_ms) as vote,
             min(m.median_ms) as best,
             (array_agg(m.run order by m.median_ms, m.run))[1] as best_run
        from measurements m
        join runs r on r.id = m.run
       where m.workload = ${workload} and m.workload_version = ${version} and m.outcome = 'measured'
         and r.state = 'live' and not r.synthetic and r.trust_level >= 1
         and not m.fell_back and m.device_kind <> 'software' and r.power_state <> 'battery'
         and (${backend}::text is null or m.backend = ${backend})
         and (m.backend <> 'wasm'
              or (${threads} = 'one' and m.threads_got = 1)
              or (${threads} = 'max' and m.threads_got > 1 and m.threads_got = m.threads_wanted))
       group by m.device_slug, m.backend, r.submitter)
    select device_slug, backend, max(device_name) as device_name, max(device_kind) as device_kind,
           sum(runs)::int as runs, json_agg(vote) as votes,
           percentile_cont(0.5) within group (order by vote) as p50,
           min(best) as best, (array_agg(best_run order by best, best_run))[1] as best_run
      from votes
     group by device_slug, backend
     order by count(*) >= ${PEOPLE_FOR_A_RANK} desc, p50, device_slug, backend
     limit ${limit}`);
  const cells = rows.map((row) => ({ row, standing: standingOf(row.votes) }));
  return rankByTime(cells).map(({ row, standing, rank }) => ({
    deviceSlug: row.device_slug,
    deviceName: row.device_name,
    deviceKind: row.device_kind,
    backend: row.backend,
    people: standing.people,
    runs: row.runs,
    p10Ms: standing.p10,
    p50Ms: standing.p50,
    p90Ms: standing.p90,
    bestMs: row.best,
    bestRun: row.best_run,
    intervalMs: standing.interval,
    rank,
  }));
}
