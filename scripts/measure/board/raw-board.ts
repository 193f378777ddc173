// What the board would cost without standings: the networks' medians and their percentiles,
// computed from every stored row of the workload, with all threads. It answers with the same
// numbers as the board, where no key has runs from two networks and no network more keys than
// count.
import { sql } from 'drizzle-orm';
import { rowsOf, type Session } from '@/lib/db/transaction';

export interface RawStanding extends Record<string, unknown> {
  readonly device_slug: string;
  readonly backend: string;
  readonly networks: number;
  readonly p50: number;
}

export function rawBoard(session: Session, workload: string): Promise<readonly RawStanding[]> {
  return rowsOf<RawStanding>(
    session,
    sql`
    select device_slug, backend, count(*)::int as networks,
           percentile_cont(0.1) within group (order by value_ms) as p10,
           percentile_cont(0.5) within group (order by value_ms) as p50,
           percentile_cont(0.9) within group (order by value_ms) as p90
      from (select device_slug, backend, network, percentile_cont(0.5) within group
        (order by value_ms) as value_ms
              from (select m.device_slug, m.backend, r.submitter, min(m.network_hash) as network,
                           percentile_cont(0.5) within group (order by m.median_ms) as value_ms
                      from measurements m
                      join runs r on r.id = m.run
                     where m.workload = ${workload} and m.outcome = 'measured' and not m.fell_back
                       and m.trust_level >= 1
                       and r.state = 'live' and not r.synthetic and r.power_state <> 'battery' and m.mode = 'run'
                       and (m.backend <> 'wasm' or (m.threads_got > 1
                         and m.threads_got = m.threads_wanted))
                     group by m.device_slug, m.backend, r.submitter) voices
             group by device_slug, backend, network) votes
     group by device_slug, backend
     order by p50`,
  );
}
