CREATE INDEX "measurements_waiting" ON "measurements" USING btree ("run") WHERE quarantine_reasons <> '{}';--> statement-breakpoint
ALTER TABLE "measurements" DROP COLUMN "counted_ms";--> statement-breakpoint
-- Asked and answered otherwise than before: a function is replaced only where its arguments and results stay.
drop function arriving_run(text, text, text, text[], json, bigint, text[]);--> statement-breakpoint
drop function run_figures(text, text[]);--> statement-breakpoint
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
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, m.network_hash
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
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, m.network_hash
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
  select vote.*, floor(ln(vote.value_ms) / ln(1.01::float8))::int as bin,
         r.ort_version, r.browser, r.browser_major, r.os, r.form, r.power_state as power
    from (
      select c.id as cell, counted.submitter,
             percentile_cont(0.5) within group (order by counted.board_ms) as value_ms,
             count(*)::int as runs, min(counted.board_ms) as best_ms,
             (array_agg(counted.run order by counted.board_ms, counted.run))[1] as best_run,
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
create or replace function arriving_run(
  of_challenge text, of_submitter text, orders text[], of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, known_orders json, private_golden json)
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
         (select json_agg(distinct asked) from unnest(orders) asked
           where exists (select from measurements m join runs r on r.id = m.run
                          where m.sample_order = asked and r.challenge <> c.id offset 0)),
         (select json_agg(json_build_object('workload', g.workload, 'version', g.workload_version,
                                            'projections', g.projections, 'samples', g.samples))
            from private_golden g where g.seed = of_seed and g.workload = any(workloads))
    from challenges c
   where c.id = of_challenge;
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
       and c.protocol = h.protocol and c.threads = h.threads and c.trust = 1 and c.people > 0 and c.mode = 'run' and not c.synthetic
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
create or replace function votes_before(
  before timestamptz, of_workload text, of_version int, of_backend text, of_threads text, of_trust int, of_device text)
returns table (device_slug text, device_name text, backend text, value_ms float8) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if of_device is null then
    return query
    select c.device_slug, max(c.device_name), c.backend,
           percentile_cont(0.5) within group (order by c.board_ms)
      from (
        select c.*, dense_rank() over (order by split_part(c.protocol, '/', 2)::int desc) as age
          from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, m.network_hash
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
     group by c.device_slug, c.backend, c.submitter;
  else
    return query
    select c.device_slug, max(c.device_name), c.backend,
           percentile_cont(0.5) within group (order by c.board_ms)
      from (
        select c.*, dense_rank() over (order by split_part(c.protocol, '/', 2)::int desc) as age
          from (
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, case
    when r.protocol = 'flopmark/1' then m.compute_type = 'fp32' and m.backend in ('wasm', 'webgpu')
    else m.proven_share is not null end as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, m.network_hash
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
     group by c.device_slug, c.backend, c.submitter;
  end if;
end $$;
