DROP INDEX "measurements_board";--> statement-breakpoint
DROP INDEX "votes_value";--> statement-breakpoint
CREATE INDEX "measurements_board" ON "measurements" USING btree ("workload","backend","median_ms");--> statement-breakpoint
CREATE INDEX "votes_value" ON "votes" USING btree ("cell","value_ms","submitter");--> statement-breakpoint
create or replace function summarise_cells(these bigint[], people_by int[], runs_by int[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  with counted as (
    select c.id, c.people + change.people as people, c.runs + change.runs as runs
      from unnest(these, people_by, runs_by) as change (cell, people, runs)
      join cells c on c.id = change.cell),
  ordered as materialized (
    select counted.*, greatest(median_rank(people), 1) as middle,
           case when people <= 50
                then array(select v.value_ms from votes v where v.cell = id order by v.value_ms) end as votes,
           histogram.bins, histogram.upto
      from counted
      left join lateral (
        select array_agg(bin order by bin) as bins, array_agg(upto order by bin) as upto
          from (select bin, sum(count) over (order by bin) as upto from bins
                 where people > 50 and cell = id and count > 0) b) histogram on true),
  summary as materialized (
    select id, people, runs,
           value_at(floor((people - 1) * 0.1::float8)::int, votes, bins, upto)
           + (value_at(least(floor((people - 1) * 0.1::float8)::int + 1, people - 1), votes, bins, upto)
              - value_at(floor((people - 1) * 0.1::float8)::int, votes, bins, upto))
           * ((people - 1) * 0.1::float8 - floor((people - 1) * 0.1::float8)) as p10,
           value_at(floor((people - 1) * 0.5::float8)::int, votes, bins, upto)
           + (value_at(least(floor((people - 1) * 0.5::float8)::int + 1, people - 1), votes, bins, upto)
              - value_at(floor((people - 1) * 0.5::float8)::int, votes, bins, upto))
           * ((people - 1) * 0.5::float8 - floor((people - 1) * 0.5::float8)) as p50,
           value_at(floor((people - 1) * 0.9::float8)::int, votes, bins, upto)
           + (value_at(least(floor((people - 1) * 0.9::float8)::int + 1, people - 1), votes, bins, upto)
              - value_at(floor((people - 1) * 0.9::float8)::int, votes, bins, upto))
           * ((people - 1) * 0.9::float8 - floor((people - 1) * 0.9::float8)) as p90,
           value_at(middle - 1, votes, bins, upto) as low, value_at(people - middle, votes, bins, upto) as high
      from ordered)
  update cells set people = s.people, runs = s.runs, p10_ms = s.p10, p50_ms = s.p50, p90_ms = s.p90, low_ms = s.low,
         high_ms = s.high,
         agreeing = case when cells.device_kind = 'declared' or s.people < 3 then 0
                         else (
  select case when near.networks >= 3
               and (near.latest at time zone 'UTC')::date - (near.first at time zone 'UTC')::date >= 1
              then near.networks else 0 end
    from (
      select count(distinct v.network_hash collate "C")::int as networks, max(v.latest_at) as latest, min(v.first_at) as first
        from ((select network_hash, first_at, latest_at from votes
                where cell = s.id and network_hash is not null
                  and value_ms between 0.85::float8 * s.p50 and s.p50
                order by value_ms desc, submitter desc limit 12)
              union all
              (select network_hash, first_at, latest_at from votes
                where cell = s.id and network_hash is not null
                  and value_ms > s.p50 and value_ms <= 1.15::float8 * s.p50
                order by value_ms, submitter limit 12)) v) near) end
    from summary s
   where cells.id = s.id;
end $$;

--> statement-breakpoint
create or replace function arriving_run(
  of_challenge text, of_submitter text, of_protocol text, orders text[], compared json, of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, known_orders json, cells json, private_golden json)
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select extract(epoch from clock_timestamp() - c.issued_at)::float8 * 1000,
         exists (select from submitters s where s.id = of_submitter and s.banned_at is not null),
         (select json_object_agg(p.backend, p.proven_gflops) from proofs p
           where p.challenge = c.id and p.submitter = of_submitter and p.outcome = 'proven'),
         (select json_agg(distinct asked) from unnest(orders) asked
           where exists (select from measurements m join runs r on r.id = m.run
                          where m.sample_order = asked and r.challenge <> c.id offset 0)),
         (select json_agg(json_build_object(
                   'position', k.position, 'people', cell.people, 'p10Ms', cell.p10_ms, 'p50Ms', cell.p50_ms))
            from json_to_recordset(compared) as k(
                   position int, workload text, version int, backend text, threads text, "deviceSlug" text)
           cross join lateral (
             select kept.people, kept.p10_ms, kept.p50_ms from cells kept
              where kept.workload = k.workload and kept.workload_version = k.version and kept.protocol = of_protocol
                and kept.backend = k.backend and kept.mode = 'run' and kept.threads = k.threads
                and kept.device_slug = k."deviceSlug" and kept.trust = 1 and not kept.synthetic and kept.people > 0
              limit 1) cell),
         (select json_agg(json_build_object('workload', g.workload, 'version', g.workload_version,
                                            'projections', g.projections, 'samples', g.samples))
            from private_golden g where g.seed = of_seed and g.workload = any(workloads))
    from challenges c
   where c.id = of_challenge;
end $$;
