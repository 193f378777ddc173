create or replace function summarise_gains(these bigint[], people_by int[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  update gains g set people = g.people + change.people,
         ratio = (select percentile_cont(0.5) within group (order by newest.ratio)
                    from (select v.ratio from gain_votes v where v.gain = g.id
                           order by v.latest_at desc, v.submitter desc limit 64) newest)
    from unnest(these, people_by) as change (gain, people)
   where g.id = change.gain;
end $$;
--> statement-breakpoint
create or replace function recount_gains(of_submitter text, pairs json) returns int
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  changed record;
begin
  with before as materialized (
    select g.id as gain
      from gain_votes v join gains g on g.id = v.gain
      join 
  json_to_recordset(pairs) as p (
    base text, base_version int, variant text, variant_version int, base_backend text, backend text)
        on p.base = g.base and p.base_version = g.base_version and p.variant = g.variant
       and p.variant_version = g.variant_version and p.base_backend = g.base_backend and p.backend = g.backend
     where v.submitter = of_submitter),
  fresh as materialized (
    select * from (
  select base, base_version, variant, variant_version, base_backend, backend, device_slug, submitter, max(device_name) as device_name, max(created_at) as latest_at,
         percentile_cont(0.5) within group (order by ratio) as ratio
    from (
      select p.*, b.device_slug, b.device_name, r.submitter, r.created_at, a.median_ms / b.median_ms as ratio
        from 
  json_to_recordset(pairs) as p (
    base text, base_version int, variant text, variant_version int, base_backend text, backend text)
        join runs r on r.state = 'live' and not r.synthetic and r.trust_level >= 1 and r.power_state <> 'battery'
         and r.protocol = 'flopmark/2' and r.submitter = of_submitter
        join measurements a on a.run = r.id and a.workload = p.base and a.workload_version = p.base_version
         and a.backend = p.base_backend
        join measurements b on b.run = r.id and b.workload = p.variant and b.workload_version = p.variant_version
         and b.backend = p.backend and (b.backend <> a.backend or b.device_slug = a.device_slug)
       where a.outcome = 'measured' and a.mode = 'run' and not a.fell_back and a.device_kind <> 'software'
    and a.trust_level >= 1 and a.quality_grade <> 'poor'
    and (a.backend <> 'wasm' or (a.threads_got > 1 and a.threads_got = a.threads_wanted)) and b.outcome = 'measured' and b.mode = 'run' and not b.fell_back and b.device_kind <> 'software'
    and b.trust_level >= 1 and b.quality_grade <> 'poor'
    and (b.backend <> 'wasm' or (b.threads_got > 1 and b.threads_got = b.threads_wanted))) pair
   group by base, base_version, variant, variant_version, base_backend, backend, device_slug, submitter) votes),
  keys as (
    insert into gains (base, base_version, variant, variant_version, base_backend, backend, device_slug, device_name) select base, base_version, variant, variant_version, base_backend, backend, device_slug, device_name from fresh order by base, base_version, variant, variant_version, base_backend, backend, device_slug
        on conflict (base, base_version, variant, variant_version, base_backend, backend, device_slug) do update set device_name = gains.device_name
    returning id, base, base_version, variant, variant_version, base_backend, backend, device_slug),
  votes as materialized (
    select keys.id as gain, fresh.ratio, fresh.latest_at from fresh join keys using (base, base_version, variant, variant_version, base_backend, backend, device_slug)),
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
end $$;
