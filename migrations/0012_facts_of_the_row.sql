ALTER TABLE "measurements" ADD COLUMN "bundle" text;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "validation_mode" text;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "frame_gap_longest_ms" double precision;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "frame_gap_p95_ms" double precision;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "pressure" jsonb;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "dispatch_slope_us" double precision;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "quality_grade" text;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "quarantine_reasons" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "proven_share" double precision;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "runtime" text DEFAULT 'ort' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "relaxed_simd" boolean;--> statement-breakpoint
-- The grade of rows before flopmark/2, by the codes that made it poor then.
update measurements
   set quality_grade = case when quality = '{}' then 'good'
                            when quality && array['clock-anomaly', 'fell-back', 'software-adapter', 'too-few-samples', 'coarse-timer'] then 'poor'
                            else 'fair' end
 where outcome = 'measured';--> statement-breakpoint
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
  insert into runs (id, submitter, challenge, created_at, started_at, state, synthetic, schema_version, protocol, suite, suite_version, flop_convention, counter_version, plausibility_version, device_table_version, licence, consent_version, runtime, ort_version, ort_bundle, cross_origin_isolated, simd, relaxed_simd, timer_step_us, browser, browser_major, os, form, cores, memory_gib, power_state, power_provenance, environment, declared, declared_gpu_slug, declared_cpu_slug, trust_level, trust_reasons, quarantine_reasons)
  values (stored.id, stored.submitter, stored.challenge, coalesce(stored.created_at, clock_timestamp()), stored.started_at, coalesce(stored.state, 'live'), coalesce(stored.synthetic, false), stored.schema_version, stored.protocol, stored.suite, stored.suite_version, stored.flop_convention, stored.counter_version, stored.plausibility_version, stored.device_table_version, stored.licence, stored.consent_version, coalesce(stored.runtime, 'ort'), stored.ort_version, stored.ort_bundle, stored.cross_origin_isolated, stored.simd, stored.relaxed_simd, stored.timer_step_us, stored.browser, stored.browser_major, stored.os, stored.form, stored.cores, stored.memory_gib, stored.power_state, stored.power_provenance, stored.environment, stored.declared, stored.declared_gpu_slug, stored.declared_cpu_slug, stored.trust_level, stored.trust_reasons, coalesce(stored.quarantine_reasons, '{}'::text[]));
  insert into measurements (run, position, workload, workload_version, digest, batch, inputs, params, macs, flops, other_ops, integer_ops, weight_bytes, activation_bytes, storage_type, compute_type, backend, mode, fell_back, bundle, validation_mode, threads_wanted, threads_got, options, device_slug, device_name, device_kind, outcome, cause, reason, session_ms, first_run_ms, hidden_ms, frame_gap_longest_ms, frame_gap_p95_ms, pressure, warmup_ms, warmup_iterations, samples_ms, sample_iterations, output, output_error, median_ms, ci_low_ms, ci_high_ms, p10_ms, p90_ms, mad_ms, drift, gflops, dispatch_slope_us, quality, quality_grade, sample_order, trust_level, trust_reasons, quarantine_reasons, proven_share, proven_gflops, network_hash)
  select given.run, given.position, given.workload, given.workload_version, given.digest, given.batch, given.inputs, given.params, given.macs, given.flops, given.other_ops, given.integer_ops, given.weight_bytes, given.activation_bytes, given.storage_type, given.compute_type, given.backend, given.mode, given.fell_back, given.bundle, given.validation_mode, given.threads_wanted, given.threads_got, given.options, given.device_slug, given.device_name, given.device_kind, given.outcome, given.cause, given.reason, given.session_ms, given.first_run_ms, given.hidden_ms, given.frame_gap_longest_ms, given.frame_gap_p95_ms, given.pressure, given.warmup_ms, given.warmup_iterations, given.samples_ms, given.sample_iterations, given.output, given.output_error, given.median_ms, given.ci_low_ms, given.ci_high_ms, given.p10_ms, given.p90_ms, given.mad_ms, given.drift, given.gflops, given.dispatch_slope_us, given.quality, given.quality_grade, given.sample_order, coalesce(given.trust_level, 0), coalesce(given.trust_reasons, '{}'::text[]), coalesce(given.quarantine_reasons, '{}'::text[]), given.proven_share, given.proven_gflops, given.network_hash
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
       and c.threads = h.threads and c.trust = 1 and c.people > 0 and c.protocol = 'flopmark/2' and c.mode = 'run' and not c.synthetic
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
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.protocol = 'flopmark/2' and c.mode = 'run' and not c.synthetic
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
  c.workload = of_workload and c.workload_version = of_version and c.trust = of_trust and c.protocol = 'flopmark/2' and c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')
    and (of_backend::text is null or c.backend = of_backend)
    and (c.backend <> 'wasm' or c.threads = of_threads)
     group by c.device_slug, c.backend, c.submitter;
  end if;
end $$;
