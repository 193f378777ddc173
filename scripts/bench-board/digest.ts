// One number for all that readers see of the standings, by key and not by id: two databases with the same digest draw the
// same boards.
import { sql } from 'drizzle-orm';
import { rowsOf, type Session } from '@/lib/db/transaction';

export async function standingsDigest(session: Session): Promise<string> {
  const [found] = await rowsOf<{ digest: string }>(
    session,
    sql`
    with keyed as (
      select id, people, concat_ws('/', workload, workload_version, protocol, backend, mode, threads, device_slug, trust,
                                   synthetic) as key,
             concat_ws(' ', people, runs, p10_ms, p50_ms, p90_ms, low_ms, high_ms,
                       agreeing) as summary
        from cells where people > 0)
    select md5(concat(
      (select md5(string_agg(concat_ws(' ', key, summary), ',' order by key)) from keyed),
      (select md5(string_agg(concat_ws(' ', k.key, b.bin, b.count), ',' order by k.key, b.bin))
         from bins b join keyed k on k.id = b.cell),
      (select md5(string_agg(concat_ws(' ', k.key, v.submitter, v.value_ms, v.bin, v.runs, v.best_run, v.latest_run,
                                       v.first_at, v.network_hash), ','
                             order by k.key, v.submitter))
         from votes v join keyed k on k.id = v.cell))) as digest`,
  );
  return found?.digest ?? '';
}
