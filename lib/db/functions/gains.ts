// Gains, changed by whatever changes a run, and summarised by a rebuild.
import { sql } from 'drizzle-orm';
import { freshGains, GAIN_KEY, pairsIn } from '../fresh-gains';
import { PLANNED_ONCE } from './planned-once';

/** A gain is the median of at most this many votes, the newest: a write costs the same however many people there are. */
const NEWEST_VOTES = 64;

/** Adds to the people of gains and writes their medians. */
const SUMMARISE_GAINS = sql`
create or replace function summarise_gains(these bigint[], people_by int[]) returns void
language plpgsql ${PLANNED_ONCE} as $$
begin
  update gains g set people = g.people + change.people,
         ratio = (select percentile_cont(0.5) within group (order by newest.ratio)
                    from (select v.ratio from gain_votes v where v.gain = g.id
                           order by v.latest_at desc, v.submitter desc limit ${NEWEST_VOTES}) newest)
    from unnest(these, people_by) as change (gain, people)
   where g.id = change.gain;
end $$`;

/**
 * Brings the votes of one submitter for these pairs, and the gains that they are for, up to date with the stored rows. To be
 * called after the rows have changed; gains are locked in the order of their keys. Returns how many changed.
 */
const RECOUNT_GAINS = sql`
create or replace function recount_gains(of_submitter text, pairs json) returns int
language plpgsql ${PLANNED_ONCE} as $$
declare
  changed record;
begin
  with before as materialized (
    select g.id as gain
      from gain_votes v join gains g on g.id = v.gain
      join ${pairsIn(sql`pairs`)}
        on p.base = g.base and p.base_version = g.base_version and p.variant = g.variant
       and p.variant_version = g.variant_version and p.base_backend = g.base_backend and p.backend = g.backend
     where v.submitter = of_submitter),
  fresh as materialized (
    select * from ${freshGains(sql`pairs`, sql`r.submitter = of_submitter`)} votes),
  keys as (
    insert into gains (${GAIN_KEY}, device_name) select ${GAIN_KEY}, device_name from fresh order by ${GAIN_KEY}
        on conflict (${GAIN_KEY}) do update set device_name = gains.device_name
    returning id, ${GAIN_KEY}),
  votes as materialized (
    select keys.id as gain, fresh.ratio, fresh.latest_at from fresh join keys using (${GAIN_KEY})),
  written as (
    insert into gain_votes (gain, submitter, ratio, latest_at)
    select gain, of_submitter, ratio, latest_at from votes
        on conflict (gain, submitter) do update set ratio = excluded.ratio, latest_at = excluded.latest_at),
  gone as (
    delete from gain_votes v
     where v.submitter = of_submitter and v.gain in (select gain from before)
       and v.gain not in (select gain from votes)),
  change as (
    select gain, 1 as people from votes union all select gain, -1 from before)
  select array_agg(gain) as these, array_agg(people) as people
    into changed
    from (select gain, sum(people)::int as people from change group by gain order by gain) total;
  if changed.these is null then
    return 0;
  end if;
  perform summarise_gains(changed.these, changed.people);
  return cardinality(changed.these);
end $$`;

/** In the order in which they need each other. */
export const GAIN_FUNCTIONS = { summarise_gains: SUMMARISE_GAINS, recount_gains: RECOUNT_GAINS };
