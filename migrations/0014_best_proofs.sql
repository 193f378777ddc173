create or replace function arriving_run(
  of_challenge text, of_submitter text, of_protocol text, orders text[], compared json, of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, known_orders json, cells json, private_golden json)
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
