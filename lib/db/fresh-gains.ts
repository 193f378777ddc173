// Gains from the raw rows: the same query when a run changes and in a rebuild, so that the two agree to the last bit.
import { type SQL, sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';

export const GAIN_KEY = sql.raw('base, base_version, variant, variant_version, base_backend, backend, device_slug');

/** Pairs as a query finds them in a JSON text, one object each. */
export const pairsIn = (json: SQL): SQL => sql`
  json_to_recordset(${json}) as p (
    base text, base_version int, variant text, variant_version int, base_backend text, backend text)`;

/** Measured where it was asked for, on hardware; WASM with all the threads it wanted, and more than one. */
function counts(alias: 'a' | 'b'): SQL {
  const m = sql.raw(alias);
  return sql`${m}.outcome = 'measured' and ${m}.mode = 'run' and not ${m}.fell_back and ${m}.device_kind <> 'software'
    and ${m}.trust_level >= 1 and ${m}.quality_grade <> 'poor'
    and (${m}.backend <> 'wasm' or (${m}.threads_got > 1 and ${m}.threads_got = ${m}.threads_wanted))`;
}

/** One row for each pair, device and person: the median over their runs. On one backend both rows are one device's. */
export const freshGains = (pairs: SQL, whichRuns: SQL): SQL => sql`(
  select ${GAIN_KEY}, submitter, max(device_name) as device_name, max(created_at) as latest_at,
         percentile_cont(0.5) within group (order by ratio) as ratio
    from (
      select p.*, b.device_slug, b.device_name, r.submitter, r.created_at, a.median_ms / b.median_ms as ratio
        from ${pairsIn(pairs)}
        join runs r on r.state = 'live' and not r.synthetic and r.trust_level >= 1 and r.power_state <> 'battery'
         and r.protocol = ${PROTOCOL.id} and ${whichRuns}
        join measurements a on a.run = r.id and a.workload = p.base and a.workload_version = p.base_version
         and a.backend = p.base_backend
        join measurements b on b.run = r.id and b.workload = p.variant and b.workload_version = p.variant_version
         and b.backend = p.backend and (b.backend <> a.backend or b.device_slug = a.device_slug)
       where ${counts('a')} and ${counts('b')}) pair
   group by ${GAIN_KEY}, submitter)`;
