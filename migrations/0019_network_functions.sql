-- Asked and answered otherwise than before: a function is replaced only where its arguments and results stay.
drop function arriving_run(text, text, text[], bigint, text[]);--> statement-breakpoint
drop function store_run(json, json);--> statement-breakpoint
drop function recount(text, bigint[]);--> statement-breakpoint
drop function summarise_cells(bigint[], int[], int[]);--> statement-breakpoint
drop function summarise_gains(bigint[], int[]);--> statement-breakpoint
create or replace function arriving_run(
  of_challenge text, of_submitter text, of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, private_golden json)
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select extract(epoch from clock_timestamp() - c.issued_at)::float8 * 1000,
         exists (select from submitters s where s.id = of_submitter and s.banned_at is not null),
         (select json_object_agg(best.backend, best.gflops) from (
           select p.backend, max(p.proven_gflops) as gflops from proofs p
            where p.challenge = c.id and p.submitter = of_submitter and p.outcome = 'proven'
              and p.kernel = 'flopmark-attest/2'
            group by p.backend) best),
         (select json_agg(json_build_object('workload', g.workload, 'version', g.workload_version,
                                            'projections', g.projections, 'samples', g.samples))
            from private_golden g where g.seed = of_seed and g.workload = any(workloads))
    from challenges c
   where c.id = of_challenge;
end $$;
--> statement-breakpoint
create or replace function keep_fingerprints(run text, rows json) returns int[] language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  positions int[];
  series_of bigint[];
  hashes bigint[];
begin
  select array_agg(given.position), array_agg(hashtextextended(run || '/' || given.position, 0)), array_agg(told.hash::bigint)
    into positions, series_of, hashes
    from json_to_recordset(rows) as given (position int, sketch json)
   cross join lateral json_array_elements_text(given.sketch) told (hash);
  insert into fingerprints (hash, series)
  select mine.hash, mine.series from unnest(hashes, series_of) as mine (hash, series) order by mine.hash
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
create or replace function store_run(run json, rows json) returns int[] language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  stored runs := json_populate_record(null::runs, run);
  copies int[];
begin
  update challenges set used_at = clock_timestamp()
   where id = stored.challenge and submitter = stored.submitter and suite = stored.suite
     and used_at is null and expires_at > clock_timestamp();
  if not found then
    return null;
  end if;
  insert into submitters (id) values (stored.submitter) on conflict do nothing;
  insert into runs (id, submitter, challenge, created_at, started_at, state, synthetic, schema_version, protocol, suite, suite_version, flop_convention, counter_version, plausibility_version, device_table_version, licence, consent_version, runtime, ort_version, ort_bundle, cross_origin_isolated, simd, relaxed_simd, timer_step_us, browser, browser_major, os, form, cores, memory_gib, power_state, power_provenance, environment, declared, declared_gpu_slug, declared_cpu_slug, trust_level, trust_reasons, quarantine_reasons)
  values (stored.id, stored.submitter, stored.challenge, coalesce(stored.created_at, clock_timestamp()), stored.started_at, coalesce(stored.state, 'live'), coalesce(stored.synthetic, false), stored.schema_version, stored.protocol, stored.suite, stored.suite_version, stored.flop_convention, stored.counter_version, stored.plausibility_version, stored.device_table_version, stored.licence, stored.consent_version, coalesce(stored.runtime, 'ort'), stored.ort_version, stored.ort_bundle, stored.cross_origin_isolated, stored.simd, stored.relaxed_simd, stored.timer_step_us, stored.browser, stored.browser_major, stored.os, stored.form, stored.cores, stored.memory_gib, stored.power_state, stored.power_provenance, stored.environment, stored.declared, stored.declared_gpu_slug, stored.declared_cpu_slug, stored.trust_level, stored.trust_reasons, coalesce(stored.quarantine_reasons, '{}'::text[]));
  copies := keep_fingerprints(stored.id, rows);
  insert into measurements (run, position, workload, workload_version, digest, batch, inputs, params, macs, flops, other_ops, integer_ops, weight_bytes, activation_bytes, storage_type, compute_type, backend, mode, fell_back, bundle, validation_mode, threads_wanted, threads_got, options, device_slug, device_name, device_kind, outcome, cause, reason, session_ms, first_run_ms, hidden_ms, frame_gap_longest_ms, frame_gap_p95_ms, pressure, warmup_ms, warmup_iterations, samples_ms, sample_iterations, output, output_error, median_ms, ci_low_ms, ci_high_ms, p10_ms, p90_ms, mad_ms, drift, gflops, dispatch_slope_us, quality, quality_grade, trust_level, trust_reasons, quarantine_reasons, proven_share, proven_gflops, network_hash, block_hash)
  select given.run, given.position, given.workload, given.workload_version, given.digest, given.batch, given.inputs, given.params, given.macs, given.flops, given.other_ops, given.integer_ops, given.weight_bytes, given.activation_bytes, given.storage_type, given.compute_type, given.backend, given.mode, given.fell_back, given.bundle, given.validation_mode, given.threads_wanted, given.threads_got, given.options, given.device_slug, given.device_name, given.device_kind, given.outcome, given.cause, given.reason, given.session_ms, given.first_run_ms, given.hidden_ms, given.frame_gap_longest_ms, given.frame_gap_p95_ms, given.pressure, given.warmup_ms, given.warmup_iterations, given.samples_ms, given.sample_iterations, given.output, given.output_error, given.median_ms, given.ci_low_ms, given.ci_high_ms, given.p10_ms, given.p90_ms, given.mad_ms, given.drift, given.gflops, given.dispatch_slope_us, given.quality, given.quality_grade, case when given.position = any(copies) then 0 else coalesce(given.trust_level, 0) end, case when given.position = any(copies) then array['unproven'] else coalesce(given.trust_reasons, '{}'::text[]) end, case when given.position = any(copies) then coalesce(given.quarantine_reasons, '{}'::text[]) || array['samples-of-earlier-run'] else coalesce(given.quarantine_reasons, '{}'::text[]) end, given.proven_share, given.proven_gflops, given.network_hash, given.block_hash
    from json_populate_recordset(null::measurements, rows) given;
  if cardinality(copies) > 0 then
    update runs r set trust_level = best.trust_level, trust_reasons = best.trust_reasons
      from (select m.trust_level, m.trust_reasons from measurements m
             where m.run = stored.id and m.outcome = 'measured'
             order by m.trust_level desc, m.position limit 1) best
     where r.id = stored.id;
  end if;
  -- What waits makes no cells, like what nothing stands behind, and takes as long.
  perform recount(stored.submitter, case when coalesce(stored.state, 'live') = 'live' then lock_cells(stored.id) else '{}'::bigint[] end,
                  coalesce(stored.created_at, clock_timestamp()));
  return copies;
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
    select s.*, agreement.near, agreement.agreeing, past.days, past.lows, past.highs, past.until
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
         p90_ms = j.p90, low_ms = j.low, high_ms = j.high, near = j.near, agreeing = j.agreeing,
         agreed_days = j.days, agreed_low_ms = j.lows, agreed_high_ms = j.highs, disputed_until = j.until
    from judged j
   where cells.id = j.id;
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
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, case when r.protocol = 'flopmark/1' then 'key/' || r.submitter else m.network_hash end as network, m.block_hash as block
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (select case
    when r.protocol = 'flopmark/1' and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (1.1::float8 * nullif(m.proven_gflops, 0) * 1e6))
    when not r.protocol = 'flopmark/1' and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end as ms) as board
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and board.ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level and (r.protocol = 'flopmark/1' or m.quality_grade <> 'poor' and m.quarantine_reasons = '{}'
       and (m.proven_share is null or m.trust_level >= 2))
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
create or replace function recount(of_submitter text, these bigint[], changed_at timestamptz) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  spoken record;
  changed record;
begin
  with fresh as materialized (
    select * from (
  with counted as materialized (select * from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, case when r.protocol = 'flopmark/1' then 'key/' || r.submitter else m.network_hash end as network, m.block_hash as block
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (select case
    when r.protocol = 'flopmark/1' and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (1.1::float8 * nullif(m.proven_gflops, 0) * 1e6))
    when not r.protocol = 'flopmark/1' and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end as ms) as board
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and board.ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level and (r.protocol = 'flopmark/1' or m.quality_grade <> 'poor' and m.quarantine_reasons = '{}'
       and (m.proven_share is null or m.trust_level >= 2))
     and (m.backend <> 'wasm' or coalesce(m.threads_got, 1) = 1 or m.threads_got = m.threads_wanted)
     and r.state = 'live' and r.submitter = of_submitter
) rows)
  select voice.*, r.ort_version, r.browser, r.browser_major, r.os, r.form, r.power_state as power
    from (
      select c.id as cell, counted.submitter,
             percentile_cont(0.5) within group (order by counted.board_ms) as value_ms,
             count(*)::int as runs, min(counted.board_ms) as best_ms,
             (array_agg(counted.run order by counted.board_ms, counted.run))[1] as best_run,
             (array_agg(counted.run order by counted.created_at desc, counted.run))[1] as latest_run,
             max(counted.created_at) as latest_at, min(counted.created_at) as first_at,
             coalesce((array_agg(counted.network order by counted.created_at, counted.run)
               filter (where counted.network is not null))[1], '') as network,
             (array_agg(counted.block order by counted.created_at, counted.run)
               filter (where counted.network is not null))[1] as block
        from counted
        join cells c using (workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic)
       where c.id = any(these)
       group by c.id, counted.submitter) voice
    join runs r on r.id = voice.latest_run) voices),
  before as materialized (
    select cell, network, runs from voices where submitter = of_submitter and cell = any(these)),
  gone as (
    delete from voices
     where submitter = of_submitter and cell = any(these) and cell not in (select cell from fresh)),
  written as (
    insert into voices (cell, submitter, network, block, value_ms, runs, best_ms, best_run, latest_run, latest_at, first_at, ort_version, browser, browser_major, os, form, power) select cell, submitter, network, block, value_ms, runs, best_ms, best_run, latest_run, latest_at, first_at, ort_version, browser, browser_major, os, form, power from fresh
        on conflict (cell, submitter) do update
       set network = excluded.network, block = excluded.block, value_ms = excluded.value_ms, runs = excluded.runs,
           best_ms = excluded.best_ms, best_run = excluded.best_run, latest_run = excluded.latest_run,
           latest_at = excluded.latest_at, first_at = excluded.first_at,
           ort_version = excluded.ort_version, browser = excluded.browser, browser_major = excluded.browser_major,
           os = excluded.os, form = excluded.form, power = excluded.power),
  change as (
    select cell, network, 1 as people, runs from fresh union all select cell, network, -1, -runs from before)
  select array_agg(cell) as cells, array_agg(network) as networks, array_agg(people) as people, array_agg(runs) as runs
    into spoken
    from (select cell, network, sum(people)::int as people, sum(runs)::int as runs from change group by cell, network) total;
  if spoken.cells is null then
    return;
  end if;
  with touched as materialized (
    select * from unnest(spoken.cells, spoken.networks) as touched (cell, network)),
  fresh as materialized (select * from (
  select touched.cell, touched.network, vote.block, vote.value_ms, floor(ln(vote.value_ms) / ln(1.01::float8))::int as bin, vote.keys,
         vote.first_at, vote.latest_at
    from touched touched
   cross join lateral (
     select min(newest.block) as block, percentile_cont(0.5) within group (order by newest.value_ms) as value_ms,
            count(*)::int as keys, min(newest.first_at) as first_at, max(newest.latest_at) as latest_at
       from (select v.block, v.value_ms, v.first_at, v.latest_at from voices v
              where v.cell = touched.cell and v.network = touched.network
              order by v.latest_at desc, v.submitter desc limit 64) newest
     having count(*) > 0) vote) votes),
  before as materialized (
    select v.cell, v.network, v.bin from touched join votes v using (cell, network)),
  gone as (
    delete from votes using before
     where votes.cell = before.cell and votes.network = before.network
       and not exists (select from fresh where fresh.cell = before.cell and fresh.network = before.network)),
  written as (
    insert into votes (cell, network, block, value_ms, bin, keys, first_at, latest_at) select cell, network, block, value_ms, bin, keys, first_at, latest_at from fresh
        on conflict (cell, network) do update
       set block = excluded.block, value_ms = excluded.value_ms, bin = excluded.bin, keys = excluded.keys,
           first_at = excluded.first_at, latest_at = excluded.latest_at),
  change as (
    select cell, bin, 1 as networks from fresh union all select cell, bin, -1 from before),
  moved as (
    insert into bins (cell, bin, count)
    select cell, bin, sum(networks) from change group by cell, bin having sum(networks) <> 0
        on conflict (cell, bin) do update set count = bins.count + excluded.count)
  select array_agg(total.cell) as cells, array_agg(total.people) as people, array_agg(total.runs) as runs,
         array_agg(coalesce(voted.networks, 0)) as networks,
         (select array_agg(cell) from before) as left_cells, (select array_agg(bin) from before) as left_bins
    into changed
    from (select cell, sum(people)::int as people, sum(runs)::int as runs
            from unnest(spoken.cells, spoken.people, spoken.runs) as one (cell, people, runs) group by cell) total
    left join (select cell, sum(networks)::int as networks from change group by cell) voted using (cell);
  if changed.left_cells is not null then
    delete from bins using unnest(changed.left_cells, changed.left_bins) as left_one (cell, bin)
     where bins.cell = left_one.cell and bins.bin = left_one.bin and bins.count = 0;
  end if;
  perform summarise_cells(changed.cells, changed.networks, changed.people, changed.runs, changed_at);
end $$;
--> statement-breakpoint
create or replace function votes_before(
  before timestamptz, of_workload text, of_version int, of_backend text, of_threads text, of_trust int, of_device text)
returns table (device_slug text, device_name text, backend text, value_ms float8) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if of_device is null then
    return query
    select voice.device_slug, max(voice.device_name), voice.backend,
           percentile_cont(0.5) within group (order by voice.value_ms)
      from (
        select c.device_slug, max(c.device_name) as device_name, c.backend,
               percentile_cont(0.5) within group (order by c.board_ms) as value_ms,
               coalesce((array_agg(c.network order by c.created_at, c.run)
                 filter (where c.network is not null))[1], '') as network,
               row_number() over (
                 partition by c.device_slug, c.backend,
                   coalesce((array_agg(c.network order by c.created_at, c.run)
                     filter (where c.network is not null))[1], '')
                 order by max(c.created_at) desc, c.submitter desc) as place
          from (
            select c.*, dense_rank() over (order by split_part(c.protocol, '/', 2)::int desc) as age
              from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, case when r.protocol = 'flopmark/1' then 'key/' || r.submitter else m.network_hash end as network, m.block_hash as block
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (select case
    when r.protocol = 'flopmark/1' and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (1.1::float8 * nullif(m.proven_gflops, 0) * 1e6))
    when not r.protocol = 'flopmark/1' and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end as ms) as board
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and board.ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level and (r.protocol = 'flopmark/1' or m.quality_grade <> 'poor' and m.quarantine_reasons = '{}'
       and (m.proven_share is null or m.trust_level >= 2))
     and (m.backend <> 'wasm' or coalesce(m.threads_got, 1) = 1 or m.threads_got = m.threads_wanted)
     and r.state = 'live' and m.workload = of_workload and r.created_at < before and true
) c
             where 
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
    and (of_backend::text is null or c.backend = of_backend)
    and (c.backend <> 'wasm' or c.threads = of_threads)) c
         where c.age = 1
         group by c.device_slug, c.backend, c.submitter) voice
     where voice.place <= 64
     group by voice.device_slug, voice.backend, voice.network;
  else
    return query
    select voice.device_slug, max(voice.device_name), voice.backend,
           percentile_cont(0.5) within group (order by voice.value_ms)
      from (
        select c.device_slug, max(c.device_name) as device_name, c.backend,
               percentile_cont(0.5) within group (order by c.board_ms) as value_ms,
               coalesce((array_agg(c.network order by c.created_at, c.run)
                 filter (where c.network is not null))[1], '') as network,
               row_number() over (
                 partition by c.device_slug, c.backend,
                   coalesce((array_agg(c.network order by c.created_at, c.run)
                     filter (where c.network is not null))[1], '')
                 order by max(c.created_at) desc, c.submitter desc) as place
          from (
            select c.*, dense_rank() over (order by split_part(c.protocol, '/', 2)::int desc) as age
              from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, case when r.protocol = 'flopmark/1' then 'key/' || r.submitter else m.network_hash end as network, m.block_hash as block
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (select case
    when r.protocol = 'flopmark/1' and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (1.1::float8 * nullif(m.proven_gflops, 0) * 1e6))
    when not r.protocol = 'flopmark/1' and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end as ms) as board
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and board.ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level and (r.protocol = 'flopmark/1' or m.quality_grade <> 'poor' and m.quarantine_reasons = '{}'
       and (m.proven_share is null or m.trust_level >= 2))
     and (m.backend <> 'wasm' or coalesce(m.threads_got, 1) = 1 or m.threads_got = m.threads_wanted)
     and r.state = 'live' and m.workload = of_workload and r.created_at < before and m.device_slug = of_device and device.slug = of_device
) c
             where 
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
    and (of_backend::text is null or c.backend = of_backend)
    and (c.backend <> 'wasm' or c.threads = of_threads)) c
         where c.age = 1
         group by c.device_slug, c.backend, c.submitter) voice
     where voice.place <= 64
     group by voice.device_slug, voice.backend, voice.network;
  end if;
end $$;
--> statement-breakpoint
create or replace function run_figures(of_run text, models text[])
returns table (created_at timestamptz, headline json) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with run as materialized (
    select r.id, r.created_at, r.protocol, r.state
      from runs r where r.id = of_run and r.state in ('live', 'quarantined')),
  headline as materialized (
    select m.workload, m.workload_version, m.device_name, m.backend, m.fell_back, case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
           m.median_ms, case
    when r.protocol = 'flopmark/1' and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (1.1::float8 * nullif(m.proven_gflops, 0) * 1e6))
    when not r.protocol = 'flopmark/1' and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end as board_ms, m.flops, m.params, m.compute_type, r.protocol,
           case when r.state = 'live' then m.trust_level else 0 end as trust_level
      from measurements m join run r on r.id = m.run
     where m.outcome = 'measured' and m.median_ms > 0 and m.quality_grade <> 'poor'
     order by (m.workload = any(models)) desc, m.fell_back, m.mode <> 'run', m.flops desc,
              m.median_ms
     limit 1),
  crowd as (
    select coalesce(sum(b.count), 0)::int as total,
           coalesce(sum(b.count) filter (where b.bin < floor(ln(h.board_ms) / ln(1.01::float8))::int), 0)::int as faster
      from headline h
      join cells c on c.workload = h.workload and c.workload_version = h.workload_version and c.backend = h.backend
       and c.protocol = h.protocol and c.threads = h.threads and c.trust = 1 and c.networks > 0 and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
      join bins b on b.cell = c.id)
  select run.created_at,
         (select json_build_object('workload', h.workload, 'version', h.workload_version, 'deviceName', h.device_name,
                   'backend', h.backend, 'fellBack', h.fell_back, 'threads', h.threads, 'medianMs', h.median_ms,
                   'boardMs', h.board_ms, 'protocol', h.protocol,
                   'flops', h.flops, 'params', h.params, 'computeType', h.compute_type,
                   'trustLevel', h.trust_level,
                   'total', crowd.total, 'faster', crowd.faster)
            from headline h cross join crowd) as headline
    from run;
end $$;
--> statement-breakpoint
create or replace function summarise_gains(these bigint[], networks_by int[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  with newest as materialized (
    select change.gain, vote.block, vote.ratio, vote.first_at, vote.latest_at
      from unnest(these) as change (gain)
     cross join lateral (
       select v.block, v.ratio, v.first_at, v.latest_at from gain_votes v where v.gain = change.gain
        order by v.latest_at desc, v.network desc limit 64) vote),
  median as materialized (
    select gain, percentile_cont(0.5) within group (order by ratio) as ratio from newest group by gain),
  agreed as (
    select n.gain, count(distinct n.block collate "C")::int as networks,
           (max(n.latest_at) at time zone 'UTC')::date - (min(n.first_at) at time zone 'UTC')::date as days
      from newest n join median m using (gain)
     where n.block is not null and abs(n.ratio / m.ratio - 1) <= 0.15::float8
     group by n.gain)
  update gains g set networks = g.networks + change.networks,
         ratio = (select m.ratio from median m where m.gain = g.id),
         agreeing = coalesce((
           select a.networks from agreed a
            where a.gain = g.id and a.networks >= 3 and a.days >= 1), 0)
    from unnest(these, networks_by) as change (gain, networks)
   where g.id = change.gain;
end $$;
--> statement-breakpoint
create or replace function recount_gains(of_submitter text, pairs json) returns int
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  spoken record;
  changed record;
begin
  with before as materialized (
    select g.id as gain, v.network
      from gain_voices v join gains g on g.id = v.gain
      join 
  json_to_recordset(pairs) as p (
    base text, base_version int, variant text, variant_version int, base_backend text, backend text)
        on p.base = g.base and p.base_version = g.base_version and p.variant = g.variant
       and p.variant_version = g.variant_version and p.base_backend = g.base_backend and p.backend = g.backend
     where v.submitter = of_submitter),
  fresh as materialized (
    select * from (
  select base, base_version, variant, variant_version, base_backend, backend, device_slug, submitter, max(device_name) as device_name, min(created_at) as first_at, max(created_at) as latest_at,
         coalesce((array_agg(network_hash order by created_at, run) filter (where network_hash is not null))[1], '') as network,
         (array_agg(block_hash order by created_at, run) filter (where network_hash is not null))[1] as block,
         percentile_cont(0.5) within group (order by ratio) as ratio
    from (
      select p.*, b.device_slug, b.device_name, b.network_hash, b.block_hash, r.id as run, r.submitter, r.created_at,
             a.median_ms / b.median_ms as ratio
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
   group by base, base_version, variant, variant_version, base_backend, backend, device_slug, submitter) voices),
  keys as (
    insert into gains (base, base_version, variant, variant_version, base_backend, backend, device_slug, device_name) select base, base_version, variant, variant_version, base_backend, backend, device_slug, device_name from fresh order by base, base_version, variant, variant_version, base_backend, backend, device_slug
        on conflict (base, base_version, variant, variant_version, base_backend, backend, device_slug) do update set device_name = gains.device_name
    returning id, base, base_version, variant, variant_version, base_backend, backend, device_slug),
  said as materialized (
    select keys.id as gain, of_submitter as submitter, fresh.network, fresh.block, fresh.ratio, fresh.first_at,
           fresh.latest_at
      from fresh join keys using (base, base_version, variant, variant_version, base_backend, backend, device_slug)),
  written as (
    insert into gain_voices (gain, submitter, network, block, ratio, first_at, latest_at) select gain, submitter, network, block, ratio, first_at, latest_at from said
        on conflict (gain, submitter) do update
       set network = excluded.network, block = excluded.block, ratio = excluded.ratio, first_at = excluded.first_at,
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
  -- What the keys lost is locked as well: two who leave one gain write its votes one after the other.
  perform from gains where id = any(spoken.gains) order by id for no key update;
  with touched as materialized (
    select * from unnest(spoken.gains, spoken.networks) as touched (gain, network)),
  fresh as materialized (select * from (
  select touched.gain, touched.network, vote.block, vote.ratio, vote.first_at, vote.latest_at
    from touched touched
   cross join lateral (
     select min(newest.block) as block, percentile_cont(0.5) within group (order by newest.ratio) as ratio,
            min(newest.first_at) as first_at, max(newest.latest_at) as latest_at
       from (select v.block, v.ratio, v.first_at, v.latest_at from gain_voices v
              where v.gain = touched.gain and v.network = touched.network
              order by v.latest_at desc, v.submitter desc limit 64) newest
     having count(*) > 0) vote) votes),
  before as materialized (
    select v.gain, v.network from touched join gain_votes v using (gain, network)),
  written as (
    insert into gain_votes (gain, network, block, ratio, first_at, latest_at) select gain, network, block, ratio, first_at, latest_at from fresh
        on conflict (gain, network) do update
       set block = excluded.block, ratio = excluded.ratio, first_at = excluded.first_at, latest_at = excluded.latest_at),
  gone as (
    delete from gain_votes using before
     where gain_votes.gain = before.gain and gain_votes.network = before.network
       and not exists (select from fresh where fresh.gain = before.gain and fresh.network = before.network)),
  change as (
    select gain, 1 as networks from fresh union all select gain, -1 from before)
  select array_agg(gain) as gains, array_agg(networks) as networks into changed
    from (select gain, sum(networks)::int as networks from change group by gain order by gain) total;
  if changed.gains is null then
    return 0;
  end if;
  perform summarise_gains(changed.gains, changed.networks);
  return cardinality(changed.gains);
end $$;
--> statement-breakpoint
-- Votes of networks from the voices of keys, and what follows from them.
delete from bins;--> statement-breakpoint
update cells set networks = 0, people = 0, runs = 0, agreeing = 0;--> statement-breakpoint
insert into votes (cell, network, block, value_ms, bin, keys, first_at, latest_at)
select cell, network, block, value_ms, bin, keys, first_at, latest_at from (
  select touched.cell, touched.network, vote.block, vote.value_ms, floor(ln(vote.value_ms) / ln(1.01::float8))::int as bin, vote.keys,
         vote.first_at, vote.latest_at
    from (select distinct cell, network from voices) touched
   cross join lateral (
     select min(newest.block) as block, percentile_cont(0.5) within group (order by newest.value_ms) as value_ms,
            count(*)::int as keys, min(newest.first_at) as first_at, max(newest.latest_at) as latest_at
       from (select v.block, v.value_ms, v.first_at, v.latest_at from voices v
              where v.cell = touched.cell and v.network = touched.network
              order by v.latest_at desc, v.submitter desc limit 64) newest
     having count(*) > 0) vote) votes;--> statement-breakpoint
insert into bins (cell, bin, count) select cell, bin, count(*)::int from votes group by cell, bin;--> statement-breakpoint
select summarise_cells(array_agg(cell), array_agg(networks), array_agg(people), array_agg(runs), clock_timestamp())
  from (select v.cell, count(distinct v.network)::int as networks, count(*)::int as people, sum(v.runs)::int as runs
          from voices v group by v.cell) total
having count(*) > 0;
