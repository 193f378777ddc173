// One number for all that readers see of the standings, by key and not by id: two databases with
// the same digest draw the same boards.
import { sql } from 'drizzle-orm';
import { rowsOf, type Session } from '@/lib/db/transaction';

export async function standingsDigest(session: Session): Promise<string> {
  const [found] = await rowsOf<{ digest: string }>(
    session,
    sql`
    with keyed as (
      select id, networks, concat_ws('/', workload, workload_version, protocol, backend, mode,
        threads, device_slug, trust,
                                   synthetic) as key,
             concat_ws(' ', networks, people, runs, p10_ms, p50_ms, p90_ms, low_ms, high_ms,
                       blocks, near, agreeing) as summary
        from cells where networks > 0)
    select md5(concat(
      (select md5(string_agg(concat_ws(' ', key, summary), ',' order by key)) from keyed),
      (select md5(string_agg(concat_ws(' ', k.key, b.bin, b.count), ',' order by k.key, b.bin))
         from bins b join keyed k on k.id = b.cell),
      (select md5(string_agg(concat_ws(' ', k.key, v.submitter, v.network, v.block, v.value_ms,
        v.runs, v.best_run,
                                       v.latest_run, v.first_at), ','
                             order by k.key, v.submitter))
         from voices v join keyed k on k.id = v.cell),
      (select md5(string_agg(concat_ws(' ', k.key, v.network, v.block, v.value_ms, v.bin, v.keys,
        v.first_at), ','
                             order by k.key, v.network))
         from votes v join keyed k on k.id = v.cell))) as digest`,
  );
  return found?.digest ?? '';
}
