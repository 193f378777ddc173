// Gains, changed by whatever changes a run, and summarised by a rebuild.
import { sql } from 'drizzle-orm';
import { AGREEMENT } from '../../standings/agreement';
import { dayOf } from '../agreement';
import {
  freshGainVoices,
  freshGainVotes,
  GAIN_KEY,
  GAIN_VOICE,
  GAIN_VOTE,
  pairsIn,
} from '../fresh-gains';
import { PLANNED_ONCE } from './planned-once';

/**
 * A gain is the median of at most this many votes, the newest: a write costs the same however many
 * networks there are.
 */
const NEWEST_VOTES = 64;

/** Adds to the networks of gains and writes their medians, and how many agree on them. */
const SUMMARISE_GAINS = sql`
create or replace function summarise_gains(these bigint[], networks_by int[]) returns void
language plpgsql ${PLANNED_ONCE} as $$
begin
  with newest as materialized (
    select change.gain, vote.block, vote.ratio, vote.first_at, vote.latest_at
      from unnest(these) as change (gain)
     cross join lateral (
       select v.block, v.ratio, v.first_at, v.latest_at from gain_votes v where v.gain = change.gain
        order by v.latest_at desc, v.network desc limit ${NEWEST_VOTES}) vote),
  median as materialized (
    select gain, percentile_cont(0.5) within group (order by ratio) as ratio from newest
      group by gain),
  agreed as (
    select n.gain, count(distinct n.block collate "C")::int as networks,
           ${dayOf(sql`max(n.latest_at)`)} - ${dayOf(sql`min(n.first_at)`)} as days
      from newest n join median m using (gain)
     where n.block is not null and abs(n.ratio / m.ratio - 1) <= ${AGREEMENT.spread}::float8
     group by n.gain)
  update gains g set networks = g.networks + change.networks,
         ratio = (select m.ratio from median m where m.gain = g.id),
         agreeing = coalesce((
           select a.networks from agreed a
            where a.gain = g.id and a.networks >= ${AGREEMENT.networks}
              and a.days >= ${AGREEMENT.days - 1}), 0)
    from unnest(these, networks_by) as change (gain, networks)
   where g.id = change.gain;
end $$`;

/**
 * Brings the voices of one submitter for these pairs, the votes of their networks, and the gains
 * that they are for, up to date with the stored rows. To be called after the rows have changed;
 * gains are locked in the order of their keys. Returns how many changed.
 */
const RECOUNT_GAINS = sql`
create or replace function recount_gains(of_submitter text, pairs json) returns int
language plpgsql ${PLANNED_ONCE} as $$
declare
  spoken record;
  changed record;
begin
  with before as materialized (
    select g.id as gain, v.network
      from gain_voices v join gains g on g.id = v.gain
      join ${pairsIn(sql`pairs`)}
        on p.base = g.base and p.base_version = g.base_version and p.variant = g.variant
       and p.variant_version = g.variant_version and p.base_backend = g.base_backend
         and p.backend = g.backend
     where v.submitter = of_submitter),
  fresh as materialized (
    select * from ${freshGainVoices(sql`pairs`, sql`r.submitter = of_submitter`)} voices),
  keys as (
    insert into gains (${GAIN_KEY}, device_name) select ${GAIN_KEY}, device_name from fresh
      order by ${GAIN_KEY}
        on conflict (${GAIN_KEY}) do update set device_name = gains.device_name
    returning id, ${GAIN_KEY}),
  said as materialized (
    select keys.id as gain, of_submitter as submitter, fresh.network, fresh.block, fresh.ratio,
      fresh.first_at,
           fresh.latest_at
      from fresh join keys using (${GAIN_KEY})),
  written as (
    insert into gain_voices (${GAIN_VOICE}) select ${GAIN_VOICE} from said
        on conflict (gain, submitter) do update
       set network = excluded.network, block = excluded.block, ratio = excluded.ratio,
         first_at = excluded.first_at,
           latest_at = excluded.latest_at),
  gone as (
    delete from gain_voices v
     where v.submitter = of_submitter and v.gain in (select gain from before)
       and v.gain not in (select gain from said)),
  change as (
    select gain, network from said union select gain, network from before)
  select array_agg(gain) as gains, array_agg(network) as networks into spoken
    from (select gain, network from change order by gain, network) ordered;
  if spoken.gains is null then
    return 0;
  end if;
  -- What the keys lost is locked as well: two who leave one gain write its votes one after the
  -- other.
  perform from gains where id = any(spoken.gains) order by id for no key update;
  with touched as materialized (
    select * from unnest(spoken.gains, spoken.networks) as touched (gain, network)),
  fresh as materialized (select * from ${freshGainVotes(sql`touched`)} votes),
  before as materialized (
    select v.gain, v.network from touched join gain_votes v using (gain, network)),
  written as (
    insert into gain_votes (${GAIN_VOTE}) select ${GAIN_VOTE} from fresh
        on conflict (gain, network) do update
       set block = excluded.block, ratio = excluded.ratio, first_at = excluded.first_at,
         latest_at = excluded.latest_at),
  gone as (
    delete from gain_votes using before
     where gain_votes.gain = before.gain and gain_votes.network = before.network
       and not exists (select from fresh where fresh.gain = before.gain
         and fresh.network = before.network)),
  change as (
    select gain, 1 as networks from fresh union all select gain, -1 from before)
  select array_agg(gain) as gains, array_agg(networks) as networks into changed
    from (select gain, sum(networks)::int as networks from change group by gain
      order by gain) total;
  if changed.gains is null then
    return 0;
  end if;
  perform summarise_gains(changed.gains, changed.networks);
  return cardinality(changed.gains);
end $$`;

/** In the order in which they need each other. */
export const GAIN_FUNCTIONS = { summarise_gains: SUMMARISE_GAINS, recount_gains: RECOUNT_GAINS };
