// Cells, voices, votes and summaries, changed by whatever changes a run, and summarised by a
// rebuild.
import { type SQL, sql } from 'drizzle-orm';
import { medianRank } from '../../bench/stats';
import { BIN_RATIO, EXACT_NETWORKS } from '../../standings/histogram';
import { agreementOf, blocksOf, disputeOf } from '../agreement';
import { CELL_KEY, countedOf } from '../counted';
import { freshVoices, freshVotes, VOICE, VOTE } from '../votes';
import { PLANNED_ONCE } from './planned-once';

/** Stirling's series; from 20 on the error is below 10⁻¹². */
const logFactorial = (n: string): SQL =>
  sql.raw(`(${n}::float8 * ln(${n}::float8) - ${n} + 0.5 * ln(2 * pi() * ${n}) + 1 / (12.0::float8 * ${n})
      - 1 / (360 * power(${n}::float8, 3)) + 1 / (1260 * power(${n}::float8, 5)))`);

/**
 * Of fewer values than this the ranks are written down: most cells are asked for again and again.
 */
const WRITTEN_DOWN = 1000;
const RANKS = sql.raw(Array.from({ length: WRITTEN_DOWN }, (_, n) => medianRank(n)).join(','));

/**
 * As lib/bench/stats has it. Of many values the sum begins nine standard deviations below the
 * middle, where it is less than 10⁻¹⁸: it takes of the order of √n steps.
 */
const MEDIAN_RANK = sql`
create or replace function median_rank(n int) returns int language plpgsql immutable parallel safe
  as $$
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

/**
 * The value at a place, from 0, in ascending order: of the votes where they are read, else of the
 * bins.
 */
const VALUE_AT = sql`
create or replace function value_at(place int, votes float8[], bins int[],
  upto bigint[]) returns float8
language sql immutable parallel safe as $$
  select case when votes is null then power(${BIN_RATIO}::float8,
    bins[width_bucket(place::bigint, upto) + 1] + 0.5::float8)
              else votes[place + 1] end
$$`;

/** Type 7, as lib/bench/samples has it. */
const quantile = (p: number): SQL => sql`
           value_at(floor((networks - 1) * ${p}::float8)::int, votes, bins, upto)
           + (value_at(least(floor((networks - 1) * ${p}::float8)::int + 1, networks - 1), votes,
             bins, upto)
              - value_at(floor((networks - 1) * ${p}::float8)::int, votes, bins, upto))
           * ((networks - 1) * ${p}::float8 - floor((networks - 1) * ${p}::float8))`;

/**
 * Adds to the counts of cells and writes their percentiles and intervals, from the votes up to
 * EXACT_NETWORKS, else from the bins, how many networks agree, and whether what they agreed on has
 * moved. `changed_at`: when the rows changed.
 */
const SUMMARISE_CELLS = sql`
create or replace function summarise_cells(
  these bigint[], networks_by int[], people_by int[], runs_by int[],
    changed_at timestamptz) returns void
language plpgsql ${PLANNED_ONCE} as $$
begin
  with counted as (
    select c.id, c.networks + change.networks as networks, c.people + change.people as people,
      c.runs + change.runs as runs
      from unnest(these, networks_by, people_by, runs_by) as change (cell, networks, people, runs)
      join cells c on c.id = change.cell),
  ordered as materialized (
    select counted.*, greatest(median_rank(networks), 1) as middle,
           case when networks <= ${EXACT_NETWORKS}
                then array(select v.value_ms from votes v where v.cell = id order by v.value_ms)
                  end as votes,
           histogram.bins, histogram.upto
      from counted
      left join lateral (
        select array_agg(bin order by bin) as bins, array_agg(upto order by bin) as upto
          from (select bin, sum(count) over (order by bin) as upto from bins
                 where networks > ${EXACT_NETWORKS} and cell = id
                   and count > 0) b) histogram on true),
  summary as materialized (
    select id, networks, people, runs,${quantile(0.1)} as p10,${quantile(0.5)}
      as p50,${quantile(0.9)} as p90,
           value_at(middle - 1, votes, bins, upto) as low,
             value_at(networks - middle, votes, bins, upto) as high
      from ordered),
  judged as materialized (
    select s.*, apart.blocks, agreement.near, agreement.agreeing, past.days, past.lows, past.highs,
      past.until
      from summary s
      join cells c on c.id = s.id
     cross join lateral ${agreementOf(sql`s.id`, sql`s.p50`, sql`s.networks`)} agreement
     cross join lateral ${blocksOf(sql`s.id`, sql`s.networks`)} apart
     cross join lateral ${disputeOf(sql`changed_at`, sql`s.p50`)} past)
  update cells set networks = j.networks, people = j.people, runs = j.runs, p10_ms = j.p10,
    p50_ms = j.p50,
         p90_ms = j.p90, low_ms = j.low, high_ms = j.high, blocks = j.blocks, near = j.near,
           agreeing = j.agreeing,
         agreed_days = j.days, agreed_low_ms = j.lows, agreed_high_ms = j.highs,
           disputed_until = j.until
    from judged j
   where cells.id = j.id;
end $$`;

/**
 * Makes and locks the cells that the stored rows of a run count in, always in the same order. Call
 * it while the rows are there: after storing, before deleting or changing them.
 */
const LOCK_CELLS = sql`
create or replace function lock_cells(of_run text) returns bigint[] language plpgsql ${PLANNED_ONCE}
  as $$
declare
  locked bigint[];
begin
  with named as materialized (
    select distinct on (${CELL_KEY}) ${CELL_KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.id = of_run`)} counted
     order by ${CELL_KEY}, device_name),
  known as materialized (
    select c.id from cells c join named using (${CELL_KEY})
      order by ${CELL_KEY} for no key update of c),
  made as (
    insert into cells (${CELL_KEY}, device_name, device_kind, provable)
    select named.* from named left join cells c using (${CELL_KEY}) where c.id is null
      order by ${CELL_KEY}
        -- Made by another run meanwhile: locked as well.
        on conflict (${CELL_KEY}) do update set device_name = cells.device_name
    returning id)
  select array(select id from known union all select id from made) into locked;
  return locked;
end $$`;

/**
 * Brings the voices of one submitter in locked cells, the votes of the networks that they belong or
 * belonged to, and those cells' summaries up to date with the stored rows. `changed_at`: when the
 * rows changed.
 */
const RECOUNT = sql`
create or replace function recount(of_submitter text, these bigint[],
  changed_at timestamptz) returns void
language plpgsql ${PLANNED_ONCE} as $$
declare
  spoken record;
  changed record;
begin
  with fresh as materialized (
    select * from ${freshVoices(sql`r.submitter = of_submitter`, sql`c.id = any(these)`)} voices),
  before as materialized (
    select cell, network, runs from voices where submitter = of_submitter and cell = any(these)),
  gone as (
    delete from voices
     where submitter = of_submitter and cell = any(these) and cell not in (select cell from fresh)),
  written as (
    insert into voices (${VOICE}) select ${VOICE} from fresh
        on conflict (cell, submitter) do update
       set network = excluded.network, block = excluded.block, value_ms = excluded.value_ms,
         runs = excluded.runs,
           best_ms = excluded.best_ms, best_run = excluded.best_run,
             latest_run = excluded.latest_run,
           latest_at = excluded.latest_at, first_at = excluded.first_at,
           ort_version = excluded.ort_version, browser = excluded.browser,
             browser_major = excluded.browser_major,
           os = excluded.os, form = excluded.form, power = excluded.power),
  change as (
    select cell, network, 1 as people, runs from fresh union all select cell, network, -1, -runs
      from before)
  select array_agg(cell) as cells, array_agg(network) as networks, array_agg(people) as people,
    array_agg(runs) as runs
    into spoken
    from (select cell, network, sum(people)::int as people, sum(runs)::int as runs from change
      group by cell, network) total;
  if spoken.cells is null then
    return;
  end if;
  with touched as materialized (
    select * from unnest(spoken.cells, spoken.networks) as touched (cell, network)),
  fresh as materialized (select * from ${freshVotes(sql`touched`)} votes),
  before as materialized (
    select v.cell, v.network, v.bin from touched join votes v using (cell, network)),
  gone as (
    delete from votes using before
     where votes.cell = before.cell and votes.network = before.network
       and not exists (select from fresh where fresh.cell = before.cell
         and fresh.network = before.network)),
  written as (
    insert into votes (${VOTE}) select ${VOTE} from fresh
        on conflict (cell, network) do update
       set block = excluded.block, value_ms = excluded.value_ms, bin = excluded.bin,
         keys = excluded.keys,
           first_at = excluded.first_at, latest_at = excluded.latest_at),
  change as (
    select cell, bin, 1 as networks from fresh union all select cell, bin, -1 from before),
  moved as (
    insert into bins (cell, bin, count)
    select cell, bin, sum(networks) from change group by cell, bin having sum(networks) <> 0
        on conflict (cell, bin) do update set count = bins.count + excluded.count)
  select array_agg(total.cell) as cells, array_agg(total.people) as people,
    array_agg(total.runs) as runs,
         array_agg(coalesce(voted.networks, 0)) as networks,
         (select array_agg(cell) from before) as left_cells,
           (select array_agg(bin) from before) as left_bins
    into changed
    from (select cell, sum(people)::int as people, sum(runs)::int as runs
            from unnest(spoken.cells, spoken.people, spoken.runs) as one (cell, people, runs)
              group by cell) total
    left join (select cell, sum(networks)::int as networks from change
      group by cell) voted using (cell);
  if changed.left_cells is not null then
    delete from bins using unnest(changed.left_cells, changed.left_bins) as left_one (cell, bin)
     where bins.cell = left_one.cell and bins.bin = left_one.bin and bins.count = 0;
  end if;
  perform summarise_cells(changed.cells, changed.networks, changed.people, changed.runs,
    changed_at);
end $$`;

/** In the order in which they need each other. */
export const STANDINGS_FUNCTIONS = {
  median_rank: MEDIAN_RANK,
  value_at: VALUE_AT,
  summarise_cells: SUMMARISE_CELLS,
  lock_cells: LOCK_CELLS,
  recount: RECOUNT,
};
