create or replace function keep_fingerprints(run text, rows json) returns int[] language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  positions int[];
  series_of bigint[];
  hashes bigint[];
  keeps boolean[];
begin
  select array_agg(given.position), array_agg(hashtextextended(run || '/' || given.position, 0)), array_agg(told.hash::bigint),
         array_agg(told.kept)
    into positions, series_of, hashes, keeps
    from json_to_recordset(rows) as given (position int, sketch json)
   cross join lateral (
     select hash, true as kept from json_array_elements_text(given.sketch->'kept') hash
      union all
     select hash, false from json_array_elements_text(given.sketch->'probes') hash) told;
  insert into fingerprints (hash, series)
  select mine.hash, mine.series from unnest(hashes, series_of, keeps) as mine (hash, series, kept)
   where mine.kept order by mine.hash
      on conflict (hash) do nothing;
  return array(
    select shared.position
      from (select mine.position, count(*) as hashes
              from unnest(hashes, series_of, positions) as mine (hash, series, position)
              join fingerprints kept on kept.hash = mine.hash and kept.series <> mine.series
             group by mine.position, kept.series) shared
     group by shared.position
    having max(shared.hashes) >= 3
     order by shared.position);
end $$;
--> statement-breakpoint
create or replace function summarise_cells(
  these bigint[], networks_by int[], people_by int[], runs_by int[], changed_at timestamptz) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  with counted as (
    select c.id, c.networks + change.networks as networks, c.people + change.people as people, c.runs + change.runs as runs
      from unnest(these, networks_by, people_by, runs_by) as change (cell, networks, people, runs)
      join cells c on c.id = change.cell),
  ordered as materialized (
    select counted.*, greatest(median_rank(networks), 1) as middle,
           case when networks <= 50
                then array(select v.value_ms from votes v where v.cell = id order by v.value_ms) end as votes,
           histogram.bins, histogram.upto
      from counted
      left join lateral (
        select array_agg(bin order by bin) as bins, array_agg(upto order by bin) as upto
          from (select bin, sum(count) over (order by bin) as upto from bins
                 where networks > 50 and cell = id and count > 0) b) histogram on true),
  summary as materialized (
    select id, networks, people, runs,
           value_at(floor((networks - 1) * 0.1::float8)::int, votes, bins, upto)
           + (value_at(least(floor((networks - 1) * 0.1::float8)::int + 1, networks - 1), votes, bins, upto)
              - value_at(floor((networks - 1) * 0.1::float8)::int, votes, bins, upto))
           * ((networks - 1) * 0.1::float8 - floor((networks - 1) * 0.1::float8)) as p10,
           value_at(floor((networks - 1) * 0.5::float8)::int, votes, bins, upto)
           + (value_at(least(floor((networks - 1) * 0.5::float8)::int + 1, networks - 1), votes, bins, upto)
              - value_at(floor((networks - 1) * 0.5::float8)::int, votes, bins, upto))
           * ((networks - 1) * 0.5::float8 - floor((networks - 1) * 0.5::float8)) as p50,
           value_at(floor((networks - 1) * 0.9::float8)::int, votes, bins, upto)
           + (value_at(least(floor((networks - 1) * 0.9::float8)::int + 1, networks - 1), votes, bins, upto)
              - value_at(floor((networks - 1) * 0.9::float8)::int, votes, bins, upto))
           * ((networks - 1) * 0.9::float8 - floor((networks - 1) * 0.9::float8)) as p90,
           value_at(middle - 1, votes, bins, upto) as low, value_at(networks - middle, votes, bins, upto) as high
      from ordered),
  judged as materialized (
    select s.*, apart.blocks, agreement.near, agreement.agreeing, past.days, past.lows, past.highs, past.until
      from summary s
      join cells c on c.id = s.id
     cross join lateral (
  select case when quick.enough or not crowd.asked then quick.networks else wide.networks end as near,
         case when quick.enough then quick.networks
              when crowd.asked and 
  wide.networks >= 3
    and (wide.latest at time zone 'UTC')::date - (wide.first at time zone 'UTC')::date >= 1 then wide.networks else 0 end as agreeing
    from (select near.*, coalesce(
  near.networks >= 3
    and (near.latest at time zone 'UTC')::date - (near.first at time zone 'UTC')::date >= 1, false) as enough
            from (
  select count(distinct v.block collate "C")::int as networks, max(v.latest_at) as latest, min(v.first_at) as first
    from ((select block, first_at, latest_at from votes
            where true and cell = s.id and block is not null
              and value_ms between 0.85::float8 * s.p50 and s.p50
            order by value_ms desc, network desc limit 12)
          union all
          (select block, first_at, latest_at from votes
            where true and cell = s.id and block is not null
              and value_ms > s.p50 and value_ms <= 1.15::float8 * s.p50
            order by value_ms, network limit 12)) v) near) quick
   cross join lateral (select not quick.enough and s.networks > 12 as asked) crowd
   cross join lateral (
  select count(distinct v.block collate "C")::int as networks, max(v.latest_at) as latest, min(v.first_at) as first
    from ((select block, first_at, latest_at from votes
            where crowd.asked and cell = s.id and block is not null
              and value_ms between 0.85::float8 * s.p50 and s.p50
            order by value_ms desc, network desc limit 1000)
          union all
          (select block, first_at, latest_at from votes
            where crowd.asked and cell = s.id and block is not null
              and value_ms > s.p50 and value_ms <= 1.15::float8 * s.p50
            order by value_ms, network limit 1000)) v) wide) agreement
     cross join lateral (
  select case when crowd.asked then wide.blocks else quick.blocks end as blocks
    from (
  select count(distinct coalesce(v.block, v.network) collate "C")::int as blocks
    from (select block, network from votes where true and cell = s.id limit 24) v) quick
   cross join lateral (
     select quick.blocks < 3 and s.networks > 24 as asked) crowd
   cross join lateral (
  select count(distinct coalesce(v.block, v.network) collate "C")::int as blocks
    from (select block, network from votes where crowd.asked and cell = s.id limit 1000) v) wide) apart
     cross join lateral (
  select array_agg(day order by day) as days, array_agg(low order by day) as lows, array_agg(high order by day) as highs,
         ((max(day) filter (where s.p50 >= 1.15::float8 * low or s.p50 <= 0.85::float8 * high)
           + 7)::timestamp at time zone 'UTC') as until
    from (
      select day, min(low) as low, max(high) as high
        from (select known.day, known.low, known.high
                from unnest(c.agreed_days, c.agreed_low_ms, c.agreed_high_ms) as known (day, low, high)
               where known.day > (changed_at at time zone 'UTC')::date - 7
              union all
              select (changed_at at time zone 'UTC')::date, c.p50_ms, c.p50_ms where c.agreeing > 0) seen
       group by day) daily) past)
  update cells set networks = j.networks, people = j.people, runs = j.runs, p10_ms = j.p10, p50_ms = j.p50,
         p90_ms = j.p90, low_ms = j.low, high_ms = j.high, blocks = j.blocks, near = j.near, agreeing = j.agreeing,
         agreed_days = j.days, agreed_low_ms = j.lows, agreed_high_ms = j.highs, disputed_until = j.until
    from judged j
   where cells.id = j.id;
end $$;
--> statement-breakpoint
update cells c set blocks = (
  select count(distinct coalesce(v.block, v.network))::int from votes v where v.cell = c.id)
 where c.networks > 0;--> statement-breakpoint
-- They were made in another way; npm run rebuild-standings makes them again.
delete from fingerprints;
