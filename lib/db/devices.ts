// The devices that anybody has measured, most networks first, read from the standings: the cost
// grows with the cells, not with the measurements. Detected devices only: declared ones have pages,
// no rank.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL, PROVISIONAL, VOTED_CELL } from './ranked-keys';
import { rowsOf } from './transaction';

export interface DeviceSummary {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  /** With a vote in its most measured cell. */
  readonly networks: number;
  /** Of its rows on boards, those that are ranked. */
  readonly ranked: number;
  readonly workloads: number;
}

/** The devices with the most people, at most `limit` of them. */
export function listDevices(db: Database, limit: number): Promise<readonly DeviceSummary[]> {
  return rowsOf<DeviceSummary & Record<string, unknown>>(
    db,
    sql`
    select device_slug as slug, max(device_name) as name, max(device_kind) as kind,
      max(networks) as networks,
           count(distinct workload)::int as workloads, (count(*)
             filter (where not ${PROVISIONAL}))::int as ranked
      from cells c
     where ${VOTED_CELL} and ${OF_PROTOCOL}
     group by device_slug
     order by max(networks) desc, workloads desc, device_slug
     limit ${limit}`,
  );
}
