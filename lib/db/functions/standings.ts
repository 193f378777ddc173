// Cells, votes and summaries, changed by whatever changes a run, and summarised by a rebuild.
import { type SQL, sql } from 'drizzle-orm';
import { medianRank } from '../../bench/stats';
import { AGREEMENT } from '../../standings/agreement';
import { BIN_RATIO, EXACT_PEOPLE } from '../../standings/histogram';
import { agreeingSql } from '../agreement';
import { CELL_KEY, countedOf } from '../counted';
import { freshVotes, VOTE } from '../votes';
import { PLANNED_ONCE } from './planned-once';

/** Stirling's series; from 20 on the error is below 10⁻¹². */
const logFactorial = (n: string): SQL =>
  sql.raw(`(${n}::float8 * ln(${n}::float8) - ${n} + 0.5 * ln(2 * pi() * ${n}) + 1 / (12.0::float8 * ${n})
      - 1 / (360 * power(${n}::float8, 3)) + 1 / (1260 * power(${n}::float8, 5)))`);

/** Of fewer values than this the ranks are written down: most cells are asked for again and again. */
const WRITTEN_DOWN = 1000;
const RANKS = sql.raw(Array.from({ length: WRITTEN_DOWN }, (_, n) => medianRank(n)).join(','));

/**
 * As lib/bench/stats has it. Of many values the sum begins nine standard deviations below the middle, where it is less
 * than 10⁻¹⁸: it takes of the order of √n steps.
 */
const MEDIAN_RANK = sql`
create or replace function median_rank(n int) returns int language plpgsql immutable parallel safe as $$
declare
  k int := 0;
  log_term float8 := -n * ln(2::float8);
  below float8 := 0;
begin
  if n < ${WRITTEN_DOWN} then
    return (array[${RANKS}])[n + 1];
  end if;
  k := floor(n / 2.0 - 4.5 * sqrt(n));
  log_term := log_term + ${logFactorial('n')}
    - ${logFactorial('k')}
    - ${logFactorial('(n - k)')};
  while k < n loop
    below := below + exp(log_term);
    if below > 0.025 then
      return k;
    end if;
    log_term := log_term + ln((n - k)::float8 / (k + 1));
    k := k + 1;
  end loop;
  return 0;
end $$`;

/** The value at a place, from 0, in ascending order: of the votes where they are read, else of the bins. */
const VALUE_AT = sql`
create or replace function value_at(place int, votes float8[], bins int[], upto bigint[]) returns float8
language sql immutable parallel safe as $$
  select case when votes is null then power(${BIN_RATIO}::float8, bins[width_bucket(place::bigint, upto) + 1] + 0.5::float8)
              else votes[place + 1] end
$$`;

/** Type 7, as lib/bench/samples has it. */
const quantile = (p: number): SQL => sql`
           value_at(floor((people - 1) * ${p}::float8)::int, votes, bins, upto)
           + (value_at(least(floor((people - 1) * ${p}::float8)::int + 1, people - 1), votes, bins, upto)
              - value_at(floor((people - 1) * ${p}::float8)::int, votes, bins, upto))
           * ((people - 1) * ${p}::float8 - floor((people - 1) * ${p}::float8))`;

/**
 * Adds to the counts of cells and writes their percentiles and intervals, from the votes up to EXACT_PEOPLE, else from the
 * bins, and how many agree. A declared device gathers rows of several detected ones, whose networks cannot be told apart:
 * nobody agrees.
 */
const SUMMARISE_CELLS = sql`
create or replace function summarise_cells(these bigint[], people_by int[], runs_by int[]) returns void
language plpgsql ${PLANNED_ONCE} as $$
begin
  with counted as (
    select c.id, c.people + change.people as people, c.runs + change.runs as runs
      from unnest(these, people_by, runs_by) as change (cell, people, runs)
      join cells c on c.id = change.cell),
  ordered as materialized (
    select counted.*, greatest(median_rank(people), 1) as middle,
           case when people <= ${EXACT_PEOPLE}
                then array(select v.value_ms from votes v where v.cell = id order by v.value_ms) end as votes,
           histogram.bins, histogram.upto
      from counted
      left join lateral (
        select array_agg(bin order by bin) as bins, array_agg(upto order by bin) as upto
          from (select bin, sum(count) over (order by bin) as upto from bins
                 where people > ${EXACT_PEOPLE} and cell = id and count > 0) b) histogram on true),
  summary as materialized (
    select id, people, runs,${quantile(0.1)} as p10,${quantile(0.5)} as p50,${quantile(0.9)} as p90,
           value_at(middle - 1, votes, bins, upto) as low, value_at(people - middle, votes, bins, upto) as high
      from ordered)
  update cells set people = s.people, runs = s.runs, p10_ms = s.p10, p50_ms = s.p50, p90_ms = s.p90, low_ms = s.low,
         high_ms = s.high,
         agreeing = case when cells.device_kind = 'declared' or s.people < ${AGREEMENT.people} then 0
                         else ${agreeingSql(sql`s.id`, sql`s.p50`)} end
    from summary s
   where cells.id = s.id;
end $$`;

/**
 * Makes and locks the cells that the stored rows of a run count in, always in the same order. Call it while the rows are
 * there: after storing, before deleting or changing them.
 */
const LOCK_CELLS = sql`
create or replace function lock_cells(of_run text) returns bigint[] language plpgsql ${PLANNED_ONCE} as $$
declare
  locked bigint[];
begin
  with named as materialized (
    select distinct on (${CELL_KEY}) ${CELL_KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.id = of_run`)} counted
     order by ${CELL_KEY}, device_name),
  known as materialized (
    select c.id from cells c join named using (${CELL_KEY}) order by ${CELL_KEY} for no key update of c),
  made as (
    insert into cells (${CELL_KEY}, device_name, device_kind, provable)
    select named.* from named left join cells c using (${CELL_KEY}) where c.id is null order by ${CELL_KEY}
        -- Made by another run meanwhile: locked as well.
        on conflict (${CELL_KEY}) do update set device_name = cells.device_name
    returning id)
  select array(select id from known union all select id from made) into locked;
  return locked;
end $$`;

/** Brings the votes of one submitter in locked cells, and those cells' summaries, up to date with the stored rows. */
const RECOUNT = sql`
create or replace function recount(of_submitter text, these bigint[]) returns void language plpgsql ${PLANNED_ONCE} as $$
declare
  changed record;
begin
  with fresh as materialized (
    select * from ${freshVotes(sql`r.submitter = of_submitter`, sql`c.id = any(these)`)} votes),
  before as materialized (
    select cell, bin, runs from votes where submitter = of_submitter and cell = any(these)),
  gone as (
    delete from votes
     where submitter = of_submitter and cell = any(these) and cell not in (select cell from fresh)),
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
  moved as (
    insert into bins (cell, bin, count)
    select cell, bin, sum(people) from change group by cell, bin having sum(people) <> 0
        on conflict (cell, bin) do update set count = bins.count + excluded.count)
  select array_agg(cell) as cells, array_agg(people) as people, array_agg(runs) as runs,
         (select array_agg(cell) from before) as left_cells, (select array_agg(bin) from before) as left_bins
    into changed
    from (select cell, sum(people)::int as people, sum(runs)::int as runs from change group by cell) total;
  if changed.left_cells is not null then
    delete from bins using unnest(changed.left_cells, changed.left_bins) as left_one (cell, bin)
     where bins.cell = left_one.cell and bins.bin = left_one.bin and bins.count = 0;
  end if;
  if changed.cells is not null then
    perform summarise_cells(changed.cells, changed.people, changed.runs);
  end if;
end $$`;

/** In the order in which they need each other. */
export const STANDINGS_FUNCTIONS = {
  median_rank: MEDIAN_RANK,
  value_at: VALUE_AT,
  summarise_cells: SUMMARISE_CELLS,
  lock_cells: LOCK_CELLS,
  recount: RECOUNT,
};
