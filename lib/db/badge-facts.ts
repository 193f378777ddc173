// What badges say, each in one query: of a run and its place, of one device at a workload, of a
// workload on all devices. Today's figures come from the standings; those of a past day from the
// raw rows that were published by then and still are, so that a frozen badge changes only when
// somebody withdraws.
import { type SQL, sql } from 'drizzle-orm';
import type { Backend, ThreadsClass } from '../core/backend';
import { type Bin, binOf, quantileOfBins } from '../standings/histogram';
import { standingOf } from '../standings/standing';
import type { Database } from './client';
import { binOfSql } from './counted';
import { type RankedKeys, rankedKeys } from './ranked-keys';
import { rowsOf, textArray } from './transaction';

export interface BadgeQuery extends RankedKeys {
  /** What was published before this instant; null: everything. */
  readonly before: Date | null;
}

export interface DeviceFigures {
  readonly deviceName: string;
  readonly backend: Backend;
  /** Median over networks, milliseconds. */
  readonly p50Ms: number;
  readonly networks: number;
}

/**
 * Reads what a badge says of a device on its fastest backend among those asked for; null where it
 * has no result.
 */
export async function deviceFigures(
  db: Database,
  { deviceSlug, ...query }: BadgeQuery & { readonly deviceSlug: string },
): Promise<DeviceFigures | null> {
  const cells =
    query.before === null
      ? sql`
        select c.device_name, c.backend, c.networks, c.p50_ms, null::json as votes
          from cells c
         where c.device_slug = ${deviceSlug} and c.networks > 0 and ${rankedKeys(query)}`
      : sql`
        select max(c.device_name) as device_name, c.backend, count(*)::int as networks,
          null::float8 as p50_ms,
               json_agg(c.value_ms) as votes
          from ${votesBefore(query, query.before, deviceSlug)} c
         group by c.backend`;
  const rows = await rowsOf<{
    device_name: string;
    backend: Backend;
    networks: number;
    p50_ms: number | null;
    votes: readonly number[] | null;
  }>(db, cells);
  const figures = rows.map((row) => ({
    deviceName: row.device_name,
    backend: row.backend,
    networks: row.networks,
    p50Ms: row.p50_ms ?? standingOf(row.votes ?? []).p50,
  }));
  return figures.toSorted((a, b) => a.p50Ms - b.p50Ms)[0] ?? null;
}

export interface WorkloadFigures {
  readonly devices: number;
  /** 75th percentile over networks, milliseconds, within 0.5 %. */
  readonly p75Ms: number;
}

/**
 * Reads what a badge says of a workload on one backend over all devices; null where nobody measured
 * it.
 */
export async function workloadFigures(
  db: Database,
  query: BadgeQuery & { readonly backend: Backend },
): Promise<WorkloadFigures | null> {
  const { bins, votes, devices } = await histogramOf(db, query);
  return votes === 0 ? null : { devices, p75Ms: quantileOfBins(bins, votes, 0.75) };
}

export interface Crowd {
  /** Networks with a vote for this workload on this backend. */
  readonly total: number;
  readonly faster: number;
}

export interface RunFigures {
  readonly publishedAt: Date;
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
  /** The time that was measured, milliseconds. */
  readonly medianMs: number;
  /** The one that stands on the board of its protocol (./counted); null where it is on none. */
  readonly boardMs: number | null;
  readonly protocol: string;
  readonly flops: number;
  readonly params: number;
  readonly computeType: string;
  /** Of this row; 0 while the run or the row waits for a moderator. */
  readonly trustLevel: number;
}

/**
 * `models`: ids of the workloads that are models, which a run is known by before kernels. Null for
 * no run of this id.
 */
export async function runFigures(
  db: Database,
  id: string,
  models: readonly string[],
): Promise<RunFigures | null> {
  const [row] = await rowsOf<{
    created_at: string | Date;
    headline: RunHeadline | null;
  }>(
    db,
    sql`
    select * from run_figures(${id}, ${textArray(models)})`,
  );
  return (row && { publishedAt: new Date(row.created_at), headline: row.headline }) ?? null;
}

/**
 * Counts for a frozen badge how many networks had a vote then, and how many of them were faster
 * than `ms`.
 */
export async function crowdBefore(
  db: Database,
  query: BadgeQuery & { readonly before: Date },
  ms: number,
): Promise<Crowd> {
  const { bins, votes } = await histogramOf(db, query);
  const bin = binOf(ms);
  return { faster: votesIn(bins.filter((each) => each.bin < bin)), total: votes };
}

interface Histogram {
  readonly bins: readonly Bin[];
  readonly votes: number;
  readonly devices: number;
}

const votesIn = (bins: readonly Bin[]): number => bins.reduce((sum, { count }) => sum + count, 0);

async function histogramOf(db: Database, query: BadgeQuery): Promise<Histogram> {
  const [row] = await rowsOf<{
    bins: readonly (readonly [bin: number, count: number])[] | null;
    devices: number;
  }>(db, query.before === null ? currentHistogram(query) : pastHistogram(query, query.before));
  const bins = (row?.bins ?? []).map(([bin, count]) => ({ bin, count }));
  return { bins, votes: votesIn(bins), devices: row?.devices ?? 0 };
}

const currentHistogram = (query: BadgeQuery): SQL => sql`
  with ranked as materialized (select c.id, c.device_slug from cells c where c.networks > 0
    and ${rankedKeys(query)})
  select (select json_agg(json_build_array(total.bin, total.count) order by total.bin)
            from (select b.bin, sum(b.count)::int as count from bins b
              join ranked on ranked.id = b.cell
                   where b.count > 0 group by b.bin) total) as bins,
         (select count(distinct device_slug)::int from ranked) as devices`;

const pastHistogram = (query: BadgeQuery, before: Date): SQL => sql`
  with ranked as materialized (select c.*, ${binOfSql('c.value_ms')} as bin
    from ${votesBefore(query, before)} c)
  select (select json_agg(json_build_array(total.bin, total.count) order by total.bin)
            from (select bin, count(*)::int as count from ranked group by bin) total) as bins,
         (select count(distinct device_slug)::int from ranked) as devices`;

/** One row per network and cell: what the votes were then. */
const votesBefore = (query: BadgeQuery, before: Date, deviceSlug: string | null = null): SQL => sql`
  votes_before(${before.toISOString()}, ${query.workload}, ${query.version}, ${query.backend},
    ${query.threads},
               ${query.trust ?? 1}, ${deviceSlug})`;
