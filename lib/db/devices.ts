// The devices that anybody has measured, most people first, read from the standings: the cost grows with the cells, not
// with the measurements. Detected devices only: declared ones have pages, no rank.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { rowsOf } from './transaction';

export interface DeviceSummary {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  /** With a live result in its most measured cell. */
  readonly people: number;
  readonly workloads: number;
}

export function listDevices(db: Database, limit: number): Promise<readonly DeviceSummary[]> {
  return rowsOf<DeviceSummary & Record<string, unknown>>(
    db,
    sql`
    select device_slug as slug, max(device_name) as name, max(device_kind) as kind, max(people) as people,
           count(distinct workload)::int as workloads
      from cells
     where people > 0 and trust = 1 and not synthetic and device_kind <> 'declared'
     group by device_slug
     order by max(people) desc, workloads desc, device_slug
     limit ${limit}`,
  );
}
