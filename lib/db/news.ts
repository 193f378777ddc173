// What is new on the board, for the feed: devices that nobody had measured before, and single runs
// that became the fastest of their workload and backend. Looked for among the newest runs alone, so
// the cost does not grow with what lies behind them.
import { sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import type { Database } from './client';
import { PUBLIC_RUN } from './conditions';
import { OF_PROTOCOL, type RankedLevel } from './ranked-keys';
import { rowsOf } from './transaction';

export interface News {
  readonly kind: 'device' | 'record';
  readonly run: string;
  readonly at: Date;
  readonly deviceSlug: string;
  readonly deviceName: string;
  /** Of a record. */
  readonly workload: string | null;
  readonly backend: Backend | null;
  readonly bestMs: number | null;
}

interface NewsRow extends Record<string, unknown> {
  readonly kind: News['kind'];
  readonly run: string;
  readonly at: Date | string;
  readonly device_slug: string;
  readonly device_name: string;
  readonly workload: string | null;
  readonly backend: Backend | null;
  readonly best_ms: number | null;
}

/** Runs that are looked through, newest first. */
const RECENT_RUNS = 100;

/** Records are of rows of `level` or above: attested ones, unless told otherwise. */
export async function boardNews(
  db: Database,
  limit: number,
  level: RankedLevel = 2,
): Promise<readonly News[]> {
  const rows = await rowsOf<NewsRow>(
    db,
    sql`
    with recent as (
      select id, submitter, created_at from runs r
       where ${PUBLIC_RUN}
       order by created_at desc, id limit ${RECENT_RUNS}
    ), touched as (
      select distinct r.id as run, r.created_at as at, m.device_slug
        from recent r join measurements m on m.run = r.id and m.outcome = 'measured'
    ), counted as (
      select t.run, t.at, c.id, c.workload, c.workload_version, c.protocol, c.backend, c.mode,
        c.threads, c.trust,
             c.device_slug, c.device_name, v.best_ms, v.best_run, v.first_at
        from touched t
        join cells c on c.device_slug = t.device_slug and not c.synthetic and c.networks > 0
          and c.device_kind <> 'declared' and ${OF_PROTOCOL}
        join recent r on r.id = t.run
        join voices v on v.cell = c.id and v.submitter = r.submitter
    ), opened as (
      select distinct on (device_slug) 'device' as kind, run, at, device_slug, device_name
        from counted n
       where trust = 1 and not exists (
         select 1 from cells o join voices v on v.cell = o.id
          where o.device_slug = n.device_slug and o.trust = 1 and not o.synthetic
            and v.first_at < n.first_at)
       order by device_slug, at
    ), records as (
      select distinct on (workload, backend) 'record' as kind, run, at, device_slug, device_name,
        workload, backend, best_ms
        from counted n
       where trust = ${level} and best_run = run and mode = 'run' and threads = 'max' and not exists (
         select 1 from cells o join voices v on v.cell = o.id
          where o.workload = n.workload and o.workload_version = n.workload_version
            and o.trust = n.trust
            and o.protocol = n.protocol and o.backend = n.backend and o.mode = n.mode
              and o.threads = n.threads
            and not o.synthetic and v.best_ms < n.best_ms)
       order by workload, backend, at desc
    )
    select kind, run, at, device_slug, device_name, null as workload, null as backend,
      null::float8 as best_ms from opened
    union all
    select kind, run, at, device_slug, device_name, workload, backend, best_ms from records
    order by at desc, kind, device_slug, workload
    limit ${limit}`,
  );
  return rows.map(({ device_slug, device_name, best_ms, at, ...row }) => ({
    ...row,
    at: new Date(at),
    deviceSlug: device_slug,
    deviceName: device_name,
    bestMs: best_ms,
  }));
}
