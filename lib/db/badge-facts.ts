// What badges say, each in one query: of a run and its place, of one device at a workload, of a workload on all devices.
// Today's figures come from the standings; those of a past day from the raw rows that were published by then and still are, so that a frozen
// badge changes only when somebody withdraws.
import { type SQL, sql } from 'drizzle-orm';
import type { Backend, ThreadsClass } from '../core/backend';
import { type Bin, binOf, quantileOfBins } from '../standings/histogram';
import { standingOf } from '../standings/standing';
import type { Database } from './client';
import { binOfSql, countedOf, THREADS_CLASS } from './counted';
import { RANKED, type RankedKeys, rankedKeys } from './ranked-keys';
import { rowsOf } from './transaction';

export interface BadgeQuery extends RankedKeys {
  /** What was published before this instant; null: everything. */
  readonly before: Date | null;
}

export interface DeviceFigures {
  readonly deviceName: string;
  readonly backend: Backend;
  /** Median over people, milliseconds. */
  readonly p50Ms: number;
  readonly people: number;
}

/** Of a device on its fastest backend among those asked for; null where it has no result. */
export async function deviceFigures(
  db: Database,
  { deviceSlug, ...query }: BadgeQuery & { readonly deviceSlug: string },
): Promise<DeviceFigures | null> {
  const cells =
    query.before === null
      ? sql`
        select c.device_name, c.backend, c.people, c.p50_ms, null::json as votes
          from cells c
         where c.device_slug = ${deviceSlug} and c.people > 0 and ${rankedKeys(query)}`
      : sql`
        select max(c.device_name) as device_name, c.backend, count(*)::int as people, null::float8 as p50_ms,
               json_agg(c.value_ms) as votes
          from ${votesBefore(query, query.before, sql`m.device_slug = ${deviceSlug}`)} c
         where c.device_slug = ${deviceSlug}
         group by c.backend`;
  const rows = await rowsOf<{
    device_name: string;
    backend: Backend;
    people: number;
    p50_ms: number | null;
    votes: readonly number[] | null;
  }>(db, cells);
  const figures = rows.map((row) => ({
    deviceName: row.device_name,
    backend: row.backend,
    people: row.people,
    p50Ms: row.p50_ms ?? standingOf(row.votes ?? []).p50,
  }));
  return figures.toSorted((a, b) => a.p50Ms - b.p50Ms)[0] ?? null;
}

export interface WorkloadFigures {
  readonly devices: number;
  /** 75th percentile over people, milliseconds, within 0.5 %. */
  readonly p75Ms: number;
}

/** Of a workload on one backend over all devices; null where nobody measured it. */
export async function workloadFigures(
  db: Database,
  query: BadgeQuery & { readonly backend: Backend },
): Promise<WorkloadFigures | null> {
  const { bins, people, devices } = await histogramOf(db, query);
  return people === 0 ? null : { devices, p75Ms: quantileOfBins(bins, people, 0.75) };
}

export interface Crowd {
  /** People with a result for this workload on this backend. */
  readonly total: number;
  readonly faster: number;
}

export interface RunFigures {
  readonly publishedAt: Date;
  readonly trustLevel: number;
  /** What the run is known by (`headlineOf` of its page); null where nothing was measured. */
  readonly headline: RunHeadline | null;
}

export interface RunHeadline extends Crowd {
  readonly workload: string;
  readonly version: number;
  readonly deviceName: string;
  readonly backend: Backend;
  readonly fellBack: boolean;
  readonly threads: ThreadsClass;
  readonly countedMs: number;
  readonly flops: number;
  readonly params: number;
  readonly computeType: string;
}

/** `models`: ids of the workloads that are models, which a run is known by before kernels. Null for no run of this id. */
export async function runFigures(db: Database, id: string, models: readonly string[]): Promise<RunFigures | null> {
  const [row] = await rowsOf<{
    created_at: string | Date;
    trust_level: number;
    headline: RunHeadline | null;
  }>(
    db,
    sql`
    with run as materialized (
      select r.id, r.created_at, case when r.state = 'live' then r.trust_level else 0 end as trust_level
        from runs r where r.id = ${id} and r.state in ('live', 'quarantined')),
    headline as materialized (
      select m.workload, m.workload_version, m.device_name, m.backend, m.fell_back, ${THREADS_CLASS} as threads,
             m.counted_ms, m.flops, m.params, m.compute_type
        from measurements m join run on run.id = m.run
       where m.outcome = 'measured' and m.counted_ms > 0
       order by (m.workload = any(${`{${models.join(',')}}`}::text[])) desc, m.fell_back, m.mode <> 'run', m.flops desc,
                m.median_ms
       limit 1),
    crowd as (
      select coalesce(sum(b.count), 0)::int as total,
             coalesce(sum(b.count) filter (where b.bin < ${binOfSql('h.counted_ms')}), 0)::int as faster
        from headline h
        join cells c on c.workload = h.workload and c.workload_version = h.workload_version and c.backend = h.backend
         and c.threads = h.threads and c.trust = 1 and c.people > 0 and ${RANKED}
        join bins b on b.cell = c.id)
    select run.created_at, run.trust_level,
           (select json_build_object('workload', h.workload, 'version', h.workload_version, 'deviceName', h.device_name,
                     'backend', h.backend, 'fellBack', h.fell_back, 'threads', h.threads, 'countedMs', h.counted_ms,
                     'flops', h.flops, 'params', h.params, 'computeType', h.compute_type,
                     'total', crowd.total, 'faster', crowd.faster)
              from headline h cross join crowd) as headline
      from run`,
  );
  return (
    (row && { publishedAt: new Date(row.created_at), trustLevel: row.trust_level, headline: row.headline }) ?? null
  );
}

/** Of a frozen badge: how many people had a result then, and how many of them were faster than `countedMs`. */
export async function crowdBefore(
  db: Database,
  query: BadgeQuery & { readonly before: Date },
  countedMs: number,
): Promise<Crowd> {
  const { bins, people } = await histogramOf(db, query);
  const bin = binOf(countedMs);
  return { faster: peopleOf(bins.filter((each) => each.bin < bin)), total: people };
}

interface Histogram {
  readonly bins: readonly Bin[];
  readonly people: number;
  readonly devices: number;
}

const peopleOf = (bins: readonly Bin[]): number => bins.reduce((sum, { count }) => sum + count, 0);

async function histogramOf(db: Database, query: BadgeQuery): Promise<Histogram> {
  const [row] = await rowsOf<{
    bins: readonly (readonly [bin: number, count: number])[] | null;
    devices: number;
  }>(db, query.before === null ? currentHistogram(query) : pastHistogram(query, query.before));
  const bins = (row?.bins ?? []).map(([bin, count]) => ({ bin, count }));
  return { bins, people: peopleOf(bins), devices: row?.devices ?? 0 };
}

const currentHistogram = (query: BadgeQuery): SQL => sql`
  with ranked as materialized (select c.id, c.device_slug from cells c where c.people > 0 and ${rankedKeys(query)})
  select (select json_agg(json_build_array(total.bin, total.count) order by total.bin)
            from (select b.bin, sum(b.count)::int as count from bins b join ranked on ranked.id = b.cell
                   where b.count > 0 group by b.bin) total) as bins,
         (select count(distinct device_slug)::int from ranked) as devices`;

const pastHistogram = (query: BadgeQuery, before: Date): SQL => sql`
  with ranked as materialized (select c.*, ${binOfSql('c.value_ms')} as bin from ${votesBefore(query, before)} c)
  select (select json_agg(json_build_array(total.bin, total.count) order by total.bin)
            from (select bin, count(*)::int as count from ranked group by bin) total) as bins,
         (select count(distinct device_slug)::int from ranked) as devices`;

/** One row per person and cell, from the rows that count in it: what the votes were then. */
const votesBefore = (query: BadgeQuery, before: Date, rows: SQL = sql`true`): SQL => sql`(
  select c.device_slug, max(c.device_name) as device_name, c.backend,
         percentile_cont(0.5) within group (order by c.counted_ms) as value_ms
    from ${countedOf(sql`r.state = 'live' and m.workload = ${query.workload}
      and r.created_at < ${before.toISOString()}::timestamptz and ${rows}`)} c
   where ${rankedKeys(query)}
   group by c.device_slug, c.backend, c.submitter)`;
