create or replace function median_rank(n int) returns int language plpgsql immutable parallel safe as $$
declare
  k int := 0;
  log_term float8 := -n * ln(2::float8);
  below float8 := 0;
begin
  if n >= 200 then
    k := floor(n / 2.0 - 4.5 * sqrt(n));
    log_term := log_term + (n::float8 * ln(n::float8) - n + 0.5 * ln(2 * pi() * n) + 1 / (12.0::float8 * n)
      - 1 / (360 * power(n::float8, 3)) + 1 / (1260 * power(n::float8, 5)))
      - (k::float8 * ln(k::float8) - k + 0.5 * ln(2 * pi() * k) + 1 / (12.0::float8 * k)
      - 1 / (360 * power(k::float8, 3)) + 1 / (1260 * power(k::float8, 5)))
      - ((n - k)::float8 * ln((n - k)::float8) - (n - k) + 0.5 * ln(2 * pi() * (n - k)) + 1 / (12.0::float8 * (n - k))
      - 1 / (360 * power((n - k)::float8, 3)) + 1 / (1260 * power((n - k)::float8, 5)));
  end if;
  while k < n loop
    below := below + exp(log_term);
    if below > 0.025 then
      return k;
    end if;
    log_term := log_term + ln((n - k)::float8 / (k + 1));
    k := k + 1;
  end loop;
  return 0;
end $$;
--> statement-breakpoint
create or replace function value_at(place int, votes float8[], bins int[], upto bigint[]) returns float8
language sql immutable parallel safe as $$
  select case when votes is null then power(1.01::float8, bins[width_bucket(place::bigint, upto) + 1] + 0.5::float8)
              else votes[place + 1] end
$$;
--> statement-breakpoint
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
                order by value_ms desc, submitter limit 12)
              union all
              (select network_hash, first_at, latest_at from votes
                where cell = s.id and network_hash is not null
                  and value_ms > s.p50 and value_ms <= 1.15::float8 * s.p50
                order by value_ms, submitter limit 12)) v) near) end
    from summary s
   where cells.id = s.id;
end $$;
--> statement-breakpoint
create or replace function lock_cells(of_run text) returns bigint[] language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  locked bigint[];
begin
  with named as materialized (
    select distinct on (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic) workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic, device_name, device_kind, provable
      from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu') as provable,
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
     and r.id = of_run
) counted
     order by workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic, device_name),
  known as materialized (
    select c.id from cells c join named using (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic) order by workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic for no key update of c),
  made as (
    insert into cells (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic, device_name, device_kind, provable)
    select named.* from named left join cells c using (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic) where c.id is null order by workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic
        -- Made by another run meanwhile: locked as well.
        on conflict (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic) do update set device_name = cells.device_name
    returning id)
  select array(select id from known union all select id from made) into locked;
  return locked;
end $$;
--> statement-breakpoint
create or replace function recount(of_submitter text, these bigint[]) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  changed record;
begin
  with fresh as materialized (
    select * from (
  with counted as materialized (select * from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu') as provable,
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
     and r.state = 'live' and r.submitter = of_submitter
) rows)
  select vote.*, floor(ln(vote.value_ms) / ln(1.01::float8))::int as bin,
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
        join cells c using (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic)
       where c.id = any(these)
       group by c.id, counted.submitter) vote
    join runs r on r.id = vote.latest_run) votes),
  before as materialized (
    select cell, bin, runs from votes where submitter = of_submitter and cell = any(these)),
  gone as (
    delete from votes
     where submitter = of_submitter and cell = any(these) and cell not in (select cell from fresh)),
  written as (
    insert into votes (cell, submitter, value_ms, bin, runs, best_ms, best_run, latest_run, latest_at, first_at, network_hash, ort_version, browser, browser_major, os, form, power) select cell, submitter, value_ms, bin, runs, best_ms, best_run, latest_run, latest_at, first_at, network_hash, ort_version, browser, browser_major, os, form, power from fresh
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
end $$;
--> statement-breakpoint
create or replace function count_requests(keys text[], window_seconds int, out counts int[], out since timestamptz)
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  since := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_seconds) * window_seconds);
  with counted as (
    insert into rate_counts as known (key, window_start, count)
    select asked, since, 1 from unnest(keys) asked order by asked
        on conflict (key, window_start) do update set count = known.count + 1
    returning key, count)
  select array_agg(count order by place) into counts
    from unnest(keys) with ordinality as asked (key, place) join counted using (key);
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
         (select json_agg(distinct m.sample_order) from measurements m join runs r on r.id = m.run
           where m.sample_order = any(orders) and r.challenge <> c.id),
         (select json_agg(json_build_object(
                   'position', k.position, 'people', cell.people, 'p10Ms', cell.p10_ms, 'p50Ms', cell.p50_ms))
            from json_to_recordset(compared) as k(
                   position int, workload text, version int, backend text, threads text, "deviceSlug" text)
            join cells cell on cell.workload = k.workload and cell.workload_version = k.version
                           and cell.protocol = of_protocol and cell.backend = k.backend and cell.mode = 'run'
                           and cell.threads = k.threads and cell.device_slug = k."deviceSlug"
                           and cell.trust = 1 and not cell.synthetic and cell.people > 0),
         (select json_agg(json_build_object('workload', g.workload, 'version', g.workload_version,
                                            'projections', g.projections, 'samples', g.samples))
            from private_golden g where g.seed = of_seed and g.workload = any(workloads))
    from challenges c
   where c.id = of_challenge;
end $$;
--> statement-breakpoint
create or replace function store_run(run json, rows json) returns boolean language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  stored runs := json_populate_record(null::runs, run);
begin
  update challenges set used_at = clock_timestamp()
   where id = stored.challenge and submitter = stored.submitter and suite = stored.suite
     and used_at is null and expires_at > clock_timestamp();
  if not found then
    return false;
  end if;
  insert into submitters (id) values (stored.submitter) on conflict do nothing;
  insert into runs (id, submitter, challenge, created_at, started_at, state, synthetic, schema_version, protocol, suite, suite_version, flop_convention, counter_version, plausibility_version, device_table_version, licence, consent_version, ort_version, ort_bundle, cross_origin_isolated, simd, timer_step_us, browser, browser_major, os, form, cores, memory_gib, power_state, power_provenance, environment, declared, declared_gpu_slug, declared_cpu_slug, trust_level, trust_reasons, quarantine_reasons)
  values (stored.id, stored.submitter, stored.challenge, coalesce(stored.created_at, clock_timestamp()), stored.started_at, coalesce(stored.state, 'live'), coalesce(stored.synthetic, false), stored.schema_version, stored.protocol, stored.suite, stored.suite_version, stored.flop_convention, stored.counter_version, stored.plausibility_version, stored.device_table_version, stored.licence, stored.consent_version, stored.ort_version, stored.ort_bundle, stored.cross_origin_isolated, stored.simd, stored.timer_step_us, stored.browser, stored.browser_major, stored.os, stored.form, stored.cores, stored.memory_gib, stored.power_state, stored.power_provenance, stored.environment, stored.declared, stored.declared_gpu_slug, stored.declared_cpu_slug, stored.trust_level, stored.trust_reasons, coalesce(stored.quarantine_reasons, '{}'::text[]));
  insert into measurements (run, position, workload, workload_version, digest, batch, inputs, params, macs, flops, other_ops, integer_ops, weight_bytes, activation_bytes, storage_type, compute_type, backend, mode, fell_back, threads_wanted, threads_got, options, device_slug, device_name, device_kind, outcome, cause, reason, session_ms, first_run_ms, hidden_ms, warmup_ms, warmup_iterations, samples_ms, sample_iterations, output, output_error, median_ms, ci_low_ms, ci_high_ms, p10_ms, p90_ms, mad_ms, drift, gflops, quality, sample_order, trust_level, trust_reasons, proven_gflops, network_hash)
  select given.run, given.position, given.workload, given.workload_version, given.digest, given.batch, given.inputs, given.params, given.macs, given.flops, given.other_ops, given.integer_ops, given.weight_bytes, given.activation_bytes, given.storage_type, given.compute_type, given.backend, given.mode, given.fell_back, given.threads_wanted, given.threads_got, given.options, given.device_slug, given.device_name, given.device_kind, given.outcome, given.cause, given.reason, given.session_ms, given.first_run_ms, given.hidden_ms, given.warmup_ms, given.warmup_iterations, given.samples_ms, given.sample_iterations, given.output, given.output_error, given.median_ms, given.ci_low_ms, given.ci_high_ms, given.p10_ms, given.p90_ms, given.mad_ms, given.drift, given.gflops, given.quality, given.sample_order, coalesce(given.trust_level, 0), coalesce(given.trust_reasons, '{}'::text[]), given.proven_gflops, given.network_hash
    from json_populate_recordset(null::measurements, rows) given;
  perform recount(stored.submitter, lock_cells(stored.id));
  return true;
end $$;
--> statement-breakpoint
create or replace function run_figures(of_run text, models text[])
returns table (created_at timestamptz, trust_level int, headline json) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with run as materialized (
    select r.id, r.created_at, case when r.state = 'live' then r.trust_level else 0 end as trust_level
      from runs r where r.id = of_run and r.state in ('live', 'quarantined')),
  headline as materialized (
    select m.workload, m.workload_version, m.device_name, m.backend, m.fell_back, case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
           m.counted_ms, m.flops, m.params, m.compute_type
      from measurements m join run on run.id = m.run
     where m.outcome = 'measured' and m.counted_ms > 0
     order by (m.workload = any(models)) desc, m.fell_back, m.mode <> 'run', m.flops desc,
              m.median_ms
     limit 1),
  crowd as (
    select coalesce(sum(b.count), 0)::int as total,
           coalesce(sum(b.count) filter (where b.bin < floor(ln(h.counted_ms) / ln(1.01::float8))::int), 0)::int as faster
      from headline h
      join cells c on c.workload = h.workload and c.workload_version = h.workload_version and c.backend = h.backend
       and c.threads = h.threads and c.trust = 1 and c.people > 0 and c.protocol = 'flopmark/1' and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
      join bins b on b.cell = c.id)
  select run.created_at, run.trust_level,
         (select json_build_object('workload', h.workload, 'version', h.workload_version, 'deviceName', h.device_name,
                   'backend', h.backend, 'fellBack', h.fell_back, 'threads', h.threads, 'countedMs', h.counted_ms,
                   'flops', h.flops, 'params', h.params, 'computeType', h.compute_type,
                   'total', crowd.total, 'faster', crowd.faster)
            from headline h cross join crowd) as headline
    from run;
end $$;
--> statement-breakpoint
create or replace function votes_before(
  before timestamptz, of_workload text, of_version int, of_backend text, of_threads text, of_trust int, of_device text)
returns table (device_slug text, device_name text, backend text, value_ms float8) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if of_device is null then
    return query
    select c.device_slug, max(c.device_name), c.backend,
           percentile_cont(0.5) within group (order by c.counted_ms)
      from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu') as provable,
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
     and r.state = 'live' and m.workload = of_workload and r.created_at < before and true
) c
     where 
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.protocol = 'flopmark/1' and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
    and (of_backend::text is null or c.backend = of_backend)
    and (c.backend <> 'wasm' or c.threads = of_threads)
     group by c.device_slug, c.backend, c.submitter;
  else
    return query
    select c.device_slug, max(c.device_name), c.backend,
           percentile_cont(0.5) within group (order by c.counted_ms)
      from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu') as provable,
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
     and r.state = 'live' and m.workload = of_workload and r.created_at < before and m.device_slug = of_device and device.slug = of_device
) c
     where 
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.protocol = 'flopmark/1' and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
    and (of_backend::text is null or c.backend = of_backend)
    and (c.backend <> 'wasm' or c.threads = of_threads)
     group by c.device_slug, c.backend, c.submitter;
  end if;
end $$;
