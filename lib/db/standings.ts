// Standings kept with every change of a run, in its transaction (DESIGN section 9): the cells it touches are locked in one
// order, its submitter's votes there are computed again, and each moves one count from its old bin to its new one. Votes
// come from the same query in a change and in a rebuild, so the two agree to the last bit.
import { type SQL, sql } from 'drizzle-orm';
import { AGREEMENT } from '../standings/agreement';
import { BIN_RATIO, type Bin, EXACT_PEOPLE, standingOfBins } from '../standings/histogram';
import { standingOf } from '../standings/standing';
import { PROVABLE } from '../submission/proof';
import { agreeingSql } from './agreement';
import { rowsOf, type Session } from './transaction';

/** Two cells are the same if these columns are. */
const KEY = sql.raw('workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic');

/** The bin of a column of times, as lib/standings/histogram has it. */
export const binOfSql = (column: string): SQL => sql.raw(`floor(ln(${column}) / ln(${BIN_RATIO}::float8))::int`);

/** In which class of threads the row `m` of measurements counts. */
export const THREADS_CLASS: SQL = sql.raw(
  "case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end",
);

/** Whether a proof on its backend shows what the row `m` of measurements computes, as lib/submission/proof has it. */
const PROVABLE_ROW: SQL = sql.raw(
  `m.compute_type = 'fp32' and m.backend in (${PROVABLE.map((backend) => `'${backend}'`).join(', ')})`,
);

/**
 * One row for each cell that a measurement counts in, of the runs `r` that are asked for: every trust level that it
 * reaches, the device that was detected and the one that was declared. Left out: what fell back to another backend,
 * battery, and WASM with some of the threads only.
 */
export const countedOf = (which: SQL): SQL => sql`(
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         ${THREADS_CLASS} as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, ${PROVABLE_ROW} as provable,
         r.id as run, r.submitter, r.created_at, m.counted_ms, m.network_hash
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and m.counted_ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level
     and (m.backend <> 'wasm' or coalesce(m.threads_got, 1) = 1 or m.threads_got = m.threads_wanted)
     and ${which}
)`;

/**
 * The votes of all live rows of the runs and cells that are asked for, by cell and submitter. Rows are gathered before they
 * are given to cells: Postgres takes them for few, and would look through them anew for each cell.
 */
const freshVotes = (whichRuns: SQL, whichCells: SQL): SQL => sql`(
  with counted as materialized (select * from ${countedOf(sql`r.state = 'live' and ${whichRuns}`)} rows)
  select vote.*, ${binOfSql('vote.value_ms')} as bin,
         r.ort_version, r.browser, r.browser_major, r.os, r.form, r.power_state as power
    from (
      select c.id as cell, counted.submitter,
             percentile_cont(0.5) within group (order by counted.counted_ms) as value_ms,
             count(*)::int as runs, min(counted.counted_ms) as best_ms,
             (array_agg(counted.run order by counted.counted_ms, counted.run))[1] as best_run,
             (array_agg(counted.run order by counted.created_at desc, counted.run))[1] as latest_run,
             max(counted.created_at) as latest_at, min(counted.created_at) as first_at,
             (array_agg(counted.network_hash order by counted.created_at, counted.run)
               filter (where counted.network_hash is not null))[1] as network_hash
        from counted
        join cells c using (${KEY})
       where ${whichCells}
       group by c.id, counted.submitter) vote
    join runs r on r.id = vote.latest_run)`;

const VOTE = sql.raw(
  'cell, submitter, value_ms, bin, runs, best_ms, best_run, latest_run, latest_at, first_at, network_hash, ort_version, browser, browser_major, os, form, power',
);

const anyOf = (cells: readonly string[]): SQL => sql`any(${`{${cells.join(',')}}`}::bigint[])`;

/**
 * Makes and locks the cells that the stored rows of a run count in, always in the same order, and returns their ids. Call it
 * while the rows are there: after storing, before deleting or changing them.
 */
export async function lockCells(session: Session, run: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    session,
    sql`
    insert into cells (${KEY}, device_name, device_kind, provable)
    select distinct on (${KEY}) ${KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.id = ${run}`)} counted
     order by ${KEY}, device_name
        on conflict (${KEY}) do update set device_name = cells.device_name
    returning id::text as id`,
  );
  return rows.map(({ id }) => id);
}

/** Brings the votes of one submitter in locked cells, and those cells' summaries, up to date with the stored rows. */
export async function recount(session: Session, submitter: string, cells: readonly string[]): Promise<void> {
  if (cells.length === 0) return;
  const these = anyOf(cells);
  await session.execute(sql`
    with fresh as materialized (
      select * from ${freshVotes(sql`r.submitter = ${submitter}`, sql`c.id = ${these}`)} votes),
    before as materialized (
      select cell, bin, runs from votes where submitter = ${submitter} and cell = ${these}),
    gone as (
      delete from votes
       where submitter = ${submitter} and cell = ${these} and cell not in (select cell from fresh)),
    written as (
      insert into votes (${VOTE}) select ${VOTE} from fresh
          on conflict (cell, submitter) do update
         set value_ms = excluded.value_ms, bin = excluded.bin, runs = excluded.runs, best_ms = excluded.best_ms,
             best_run = excluded.best_run, latest_run = excluded.latest_run, latest_at = excluded.latest_at,
             first_at = excluded.first_at, network_hash = excluded.network_hash,
             ort_version = excluded.ort_version, browser = excluded.browser, browser_major = excluded.browser_major,
             os = excluded.os, form = excluded.form, power = excluded.power),
    change as (
      select cell, bin, 1 as people, runs from fresh union all select cell, bin, -1, -runs from before),
    tallied as (
      update cells set people = cells.people + total.people, runs = cells.runs + total.runs
        from (select cell, sum(people)::int as people, sum(runs)::int as runs from change group by cell) total
       where cells.id = total.cell)
    insert into bins (cell, bin, count)
    select cell, bin, sum(people) from change group by cell, bin having sum(people) <> 0
        on conflict (cell, bin) do update set count = bins.count + excluded.count`);
  await summarise(session, cells);
}

interface Distribution extends Record<string, unknown> {
  readonly id: string;
  readonly votes: readonly number[] | null;
  readonly bins: readonly (readonly [bin: number, count: number])[] | null;
}

/**
 * Writes percentiles and interval of cells, from the votes up to EXACT_PEOPLE, else from the bins, and how many agree; drops
 * empty bins. A declared device gathers rows of several detected ones, whose networks cannot be told apart: nobody agrees.
 */
async function summarise(session: Session, cells: readonly string[]): Promise<void> {
  const rows = await rowsOf<Distribution>(
    session,
    sql`
    select c.id::text as id,
           case when c.people <= ${EXACT_PEOPLE}
                then (select json_agg(v.value_ms order by v.value_ms) from votes v where v.cell = c.id) end as votes,
           case when c.people > ${EXACT_PEOPLE}
                then (select json_agg(json_build_array(b.bin, b.count) order by b.bin)
                        from bins b where b.cell = c.id and b.count > 0) end as bins
      from cells c
     where c.id = ${anyOf(cells)}`,
  );
  const summaries = rows.map(({ id, votes, bins }) => ({ id, ...summaryOf(votes, bins) }));
  await session.execute(sql`
    with emptied as (delete from bins where cell = ${anyOf(cells)} and count = 0)
    update cells set p10_ms = s.p10, p50_ms = s.p50, p90_ms = s.p90, low_ms = s.low, high_ms = s.high,
           agreeing = case when cells.device_kind = 'declared' or cells.people < ${AGREEMENT.people} then 0
                           else ${agreeingSql(sql`s.id`, sql`s.p50`)} end
      from jsonb_to_recordset(${JSON.stringify(summaries)}::jsonb)
           as s (id bigint, p10 float8, p50 float8, p90 float8, low float8, high float8)
     where cells.id = s.id`);
}

function summaryOf(votes: Distribution['votes'], bins: Distribution['bins']) {
  if (votes === null && bins === null) return { p10: null, p50: null, p90: null, low: null, high: null };
  const { p10, p50, p90, interval } =
    bins === null ? standingOf(votes ?? []) : standingOfBins(bins.map(([bin, count]): Bin => ({ bin, count })));
  return { p10, p50, p90, low: interval[0], high: interval[1] };
}

export interface Rebuilt {
  readonly cells: number;
  readonly votes: number;
}

/** Cells whose distributions are read by one statement. */
const SUMMARY_BATCH = 500;

/**
 * All standings anew from the raw rows, inside the caller's transaction. Writers wait meanwhile; readers see the old ones
 * until it commits.
 */
export async function rebuildStandings(session: Session): Promise<Rebuilt> {
  await session.execute(sql`lock table cells in share row exclusive mode`);
  await session.execute(sql`delete from bins`);
  await session.execute(sql`delete from votes`);
  await session.execute(sql`delete from cells`);
  // Rows just stored and cells just made have no statistics: without this, each would be compared with all.
  await session.execute(sql`set local enable_nestloop = off`);
  await session.execute(sql`
    insert into cells (${KEY}, device_name, device_kind, provable)
    select distinct on (${KEY}) ${KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.state = 'live'`)} counted
     order by ${KEY}, device_name`);
  await session.execute(sql`insert into votes (${VOTE}) select ${VOTE} from ${freshVotes(sql`true`, sql`true`)} votes`);
  await session.execute(sql`set local enable_nestloop = on`);
  await session.execute(sql`
    insert into bins (cell, bin, count) select cell, bin, count(*)::int from votes group by cell, bin`);
  await session.execute(sql`
    update cells set people = total.people, runs = total.runs
      from (select cell, count(*)::int as people, sum(runs)::int as runs from votes group by cell) total
     where cells.id = total.cell`);
  const rows = await rowsOf<{ id: string; people: number }>(
    session,
    sql`select id::text as id, people from cells order by cells.id`,
  );
  for (let start = 0; start < rows.length; start += SUMMARY_BATCH) {
    await summarise(
      session,
      rows.slice(start, start + SUMMARY_BATCH).map(({ id }) => id),
    );
  }
  return { cells: rows.length, votes: rows.reduce((sum, { people }) => sum + people, 0) };
}
