// The board of one workload, read from the standings: cells are ranked by the median of their
// networks' votes, and no query here grows with the number of measurements. Only a filter on
// software (browser, system, runtime …) has to look at the voices in the cells. One thread and many
// are never mixed.
import { type SQL, sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { isConfirmed } from '../standings/agreement';
import { type Backing, type Evidence, evidenceOf } from '../standings/evidence';
import { type RankRange, rankByTime, type Standing, standingOf } from '../standings/standing';
import { type BoardCursor, readCursor, writeCursor } from './board-cursor';
import type { Database } from './client';
import { BOARD_MS } from './counted';
import {
  DISPUTED,
  PROVISIONAL,
  type RankedKeys,
  type RankedLevel,
  rankedKeys,
} from './ranked-keys';
import { rowsOf } from './transaction';

/** What a key's newest run in a cell was made with; null or absent: whatever it was. */
export interface SoftwareFilter {
  readonly browser?: string | null;
  readonly os?: string | null;
  readonly form?: string | null;
  readonly ortVersion?: string | null;
}

/** The lowest level whose rows count, or all that networks agree on, whatever their level. */
export type BoardTrust = RankedLevel | 'agreeing';

export interface BoardQuery extends Omit<RankedKeys, 'trust'> {
  readonly trust?: BoardTrust;
  readonly limit: number;
  readonly software?: SoftwareFilter;
  /** `next` of the page before. One that is none starts at the first page. */
  readonly after?: string | null;
}

export interface BoardRow extends Backing {
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly deviceKind: string;
  readonly backend: Backend;
  /** Keys with a live run here. */
  readonly people: number;
  readonly runs: number;
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly bestMs: number;
  readonly bestRun: string;
  /** 95 % interval of the median over networks; the whole range where there are too few for one. */
  readonly intervalMs: readonly [low: number, high: number];
  /** A range where intervals overlap; null: provisional. */
  readonly rank: RankRange | null;
  readonly evidence: Evidence;
  /** What networks had agreed on moved within some days (lib/standings/agreement). */
  readonly disputed: boolean;
}

export interface BoardPage {
  /** Ranked devices first, fastest first; provisional ones after them. */
  readonly rows: readonly BoardRow[];
  /** Cells on all pages together. */
  readonly total: number;
  /** For the page after this one; null on the last. */
  readonly next: string | null;
}

/** One result of one person, and what stands behind it. */
export interface BoardRecord {
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly backend: Backend;
  readonly medianMs: number;
  readonly run: string;
  readonly measuredAt: Date;
  readonly trustLevel: number;
  /** Others from other networks got about as much, and nobody moved it. */
  readonly confirmed: boolean;
}

interface CellRow extends Record<string, unknown> {
  readonly id: string;
  readonly device_slug: string;
  readonly device_name: string;
  readonly device_kind: string;
  readonly backend: Backend;
  readonly people: number;
  readonly runs: number;
  readonly provable: boolean;
  readonly blocks: number;
  readonly near: number;
  readonly agreeing: number;
  readonly disputed: boolean;
  /** The fastest single run. */
  readonly best_ms: number;
  readonly best_run: string;
}

interface RankedCell extends CellRow {
  readonly standing: Standing;
  readonly rank: RankRange | null;
}

const cellsOf = ({ trust = 1, ...query }: Omit<BoardQuery, 'limit'>): SQL =>
  trust === 'agreeing'
    ? sql`${rankedKeys(query)} and c.networks > 0 and c.agreeing > 0`
    : sql`${rankedKeys({ ...query, trust })} and c.networks > 0`;

/**
 * A condition on the software columns of a voice or a run, without regard to case; null where any
 * will do.
 */
export function madeWith(
  alias: 'v' | 'r',
  { browser, os, form, ortVersion }: SoftwareFilter,
): SQL | null {
  const of = sql.raw(alias);
  const conditions = [
    ...(browser ? [sql`lower(${of}.browser) = ${browser.toLowerCase()}`] : []),
    // "windows" is every Windows, "windows 11" that one.
    ...(os
      ? [
          sql`(lower(${of}.os) = ${os.toLowerCase()} or starts_with(lower(${of}.os), ${`${os.toLowerCase()} `}))`,
        ]
      : []),
    ...(form ? [sql`${of}.form = ${form.toLowerCase()}`] : []),
    ...(ortVersion ? [sql`${of}.ort_version = ${ortVersion}`] : []),
  ];
  return conditions.length === 0 ? null : sql.join(conditions, sql` and `);
}

/**
 * One page of a workload's ranking, with how many cells there are in all. Its cost grows with the
 * rows shown.
 */
export async function getBoard(db: Database, query: BoardQuery): Promise<BoardPage> {
  const voices = madeWith('v', query.software ?? {});
  const cursor = readCursor(query.after ?? null);
  const { cells, total } =
    voices === null
      ? await pageOfCells(db, query, cursor)
      : await pageOfVoices(db, query, cursor, voices);
  const shown = cells.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(boardRow),
    total,
    next: last === undefined || cells.length <= query.limit ? null : writeCursor(cursorOf(last)),
  };
}

const cursorOf = ({ id, rank, standing }: RankedCell): BoardCursor => ({
  provisional: rank === null,
  p50Ms: standing.p50,
  cell: id,
});

interface StoredCell extends CellRow {
  readonly networks: number;
  readonly p10_ms: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  readonly low_ms: number;
  readonly high_ms: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly total: number;
}

/**
 * From the cells' own summaries. Ranks are those of rankByTime: before a cell are those whose
 * interval ends below its own, not behind it those whose interval begins at or below its end; each
 * is one running count over the sorted ends.
 */
async function pageOfCells(db: Database, query: BoardQuery, after: BoardCursor | null) {
  const rows = await rowsOf<StoredCell>(
    db,
    sql`
    with board as materialized (
      select c.*, ${PROVISIONAL} as provisional, ${DISPUTED} as disputed
        from cells c where ${cellsOf(query)}),
    ends as (
      select id, low_ms as at, true as is_low from board where not provisional
       union all
      select id, high_ms, false from board where not provisional),
    counted as (
      select id, is_low,
             count(*) filter (where not is_low) over (order by at groups between unbounded preceding
               and 1 preceding) as highs,
             count(*) filter (where is_low) over (order by at groups between unbounded preceding
               and current row) as lows
        from ends)
    select page.*, best.best_ms, best.best_run
      from (
        select c.id::text as id, c.device_slug, c.device_name, c.device_kind, c.backend, c.networks,
          c.people,
               c.runs, c.p10_ms, c.p50_ms, c.p90_ms, c.low_ms, c.high_ms, c.provable, c.blocks,
                 c.near, c.agreeing, c.disputed,
               c.provisional,
               (low.highs + 1)::int as first, high.lows::int as last,
                 (select count(*) from board)::int as total
          from board c
          left join counted low on low.id = c.id and low.is_low
          left join counted high on high.id = c.id and not high.is_low
         where ${after === null}
            or (c.provisional, c.p50_ms, c.id)
             > (${after?.provisional ?? false}::bool, ${after?.p50Ms ?? 0}::float8,
               ${after?.cell ?? '0'}::bigint)
         order by c.provisional, c.p50_ms, c.id
         limit ${query.limit + 1}) page
     cross join lateral (
       select v.best_ms, v.best_run from voices v where v.cell = page.id::bigint order by v.best_ms,
         v.best_run limit 1) best
     order by page.provisional, page.p50_ms, page.id::bigint`,
  );
  const cells = rows.map((row): RankedCell => {
    const { first, last, networks, p10_ms: p10, p50_ms: p50, p90_ms: p90, low_ms, high_ms } = row;
    return {
      ...row,
      standing: { networks, p10, p50, p90, interval: [low_ms, high_ms] },
      rank: first === null || last === null ? null : { first, last },
    };
  });
  return { cells, total: rows[0]?.total ?? 0 };
}

/**
 * From the voices in the cells, only those whose software is asked for; a network's vote is then
 * the median of these.
 */
async function pageOfVoices(
  db: Database,
  query: BoardQuery,
  after: BoardCursor | null,
  voices: SQL,
) {
  const rows = await rowsOf<CellRow & { readonly values: readonly number[] }>(
    db,
    sql`
    with heard as materialized (
      select v.cell, v.network, percentile_cont(0.5) within group (order by v.value_ms) as value_ms,
             count(*)::int as people, sum(v.runs)::int as runs, min(v.best_ms) as best_ms,
             (array_agg(v.best_run order by v.best_ms, v.best_run))[1] as best_run
        from cells c
        join voices v on v.cell = c.id
       where ${cellsOf(query)} and ${voices}
       group by v.cell, v.network)
    select c.id::text as id, c.device_slug, c.device_name, c.device_kind, c.backend, c.provable,
      c.blocks, c.near, c.agreeing,
           ${DISPUTED} as disputed, own.*
      from (select cell, sum(people)::int as people, sum(runs)::int as runs,
                   json_agg(value_ms order by value_ms) as values, min(best_ms) as best_ms,
                   (array_agg(best_run order by best_ms, best_run))[1] as best_run
              from heard group by cell) own
      join cells c on c.id = own.cell
     order by c.id`,
  );
  const ranked: RankedCell[] = rankByTime(
    rows.map((row) => ({ ...row, standing: standingOf(row.values) })),
  );
  const from = after === null ? 0 : ranked.findIndex(({ id }) => id === after.cell) + 1;
  return { cells: ranked.slice(from, from + query.limit + 1), total: ranked.length };
}

function boardRow(cell: RankedCell): BoardRow {
  const { p10, p50, p90, interval } = cell.standing;
  return {
    deviceSlug: cell.device_slug,
    deviceName: cell.device_name,
    deviceKind: cell.device_kind,
    backend: cell.backend,
    networks: cell.standing.networks,
    people: cell.people,
    runs: cell.runs,
    p10Ms: p10,
    p50Ms: p50,
    p90Ms: p90,
    bestMs: cell.best_ms,
    bestRun: cell.best_run,
    intervalMs: interval,
    rank: cell.rank,
    evidence: evidenceOf({ ...cell, networks: cell.standing.networks }),
    provable: cell.provable,
    blocks: cell.blocks,
    near: cell.near,
    agreeing: cell.agreeing,
    disputed: cell.disputed,
  };
}

interface RecordRow extends Record<string, unknown> {
  readonly device_slug: string;
  readonly device_name: string;
  readonly backend: Backend;
  readonly best_ms: number;
  readonly best_run: string;
  readonly measured_at: string | Date;
  readonly trust_level: number;
  readonly agreeing: number;
  readonly disputed: boolean;
  readonly p50_ms: number;
}

/**
 * The fastest single attested run of each device and backend, fastest first. No rank is made from
 * them.
 */
export async function getRecords(
  db: Database,
  query: Omit<BoardQuery, 'after' | 'trust'>,
): Promise<BoardRecord[]> {
  const voices = madeWith('v', query.software ?? {}) ?? sql`true`;
  const rows = await rowsOf<RecordRow>(
    db,
    sql`
    select c.device_slug, c.device_name, c.backend, c.agreeing, ${DISPUTED} as disputed, c.p50_ms,
           best.best_ms, best.best_run, r.created_at as measured_at,
           (select max(m.trust_level) from measurements m
             where m.run = best.best_run and m.workload = c.workload and m.backend = c.backend
               and ${BOARD_MS} = best.best_ms) as trust_level
      from cells c
     cross join lateral (
       select v.best_ms, v.best_run from voices v
        where v.cell = c.id and ${voices}
        order by v.best_ms, v.best_run
        limit 1) best
      join runs r on r.id = best.best_run
     where ${cellsOf({ ...query, trust: 2 })}
     order by best.best_ms, best.best_run
     limit ${query.limit}`,
  );
  return rows.map((row) => ({
    deviceSlug: row.device_slug,
    deviceName: row.device_name,
    backend: row.backend,
    medianMs: row.best_ms,
    run: row.best_run,
    measuredAt: new Date(row.measured_at),
    trustLevel: row.trust_level,
    confirmed: row.agreeing > 0 && !row.disputed && isConfirmed(row.best_ms, row.p50_ms),
  }));
}
