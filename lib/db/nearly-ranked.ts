// Rows that one more network would rank: what a visitor with such a device can settle, and its
// owner can share.
import { type SQL, sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { NETWORKS_FOR_A_RANK } from '../standings/evidence';
import type { Database } from './client';
import { OF_PROTOCOL, PROVISIONAL, RANKED_KINDS } from './ranked-keys';
import { rowsOf } from './transaction';

export interface NearlyRanked {
  readonly workload: string;
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly backend: Backend;
  readonly p50Ms: number;
}

/** Networks that count for the row `c`, as lib/standings/evidence has it. */
const SUPPORT: SQL = sql`least(c.networks, case when c.provable then c.blocks else c.near end)`;

/** Those with the most people first; of one device and backend one row. */
export function nearlyRanked(db: Database, limit: number): Promise<readonly NearlyRanked[]> {
  return rowsOf<NearlyRanked & Record<string, unknown>>(
    db,
    sql`
    select workload, "deviceSlug", "deviceName", backend, "p50Ms"
      from (
        select distinct on (c.device_slug, c.backend)
               c.workload, c.device_slug as "deviceSlug", c.device_name as "deviceName", c.backend, c.p50_ms as "p50Ms",
               c.people
          from cells c
         where c.trust = 1 and c.networks > 0 and (c.backend <> 'wasm' or c.threads = 'max')
           and ${RANKED_KINDS} and ${OF_PROTOCOL} and ${PROVISIONAL}
           and ${SUPPORT} = ${NETWORKS_FOR_A_RANK - 1}
         order by c.device_slug, c.backend, c.people desc, c.workload) one
     order by people desc, "deviceSlug", backend
     limit ${limit}`,
  );
}
