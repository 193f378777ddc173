// How many networks stand behind each workload: in its most measured cell, so that none is counted
// twice.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL } from './ranked-keys';
import { rowsOf } from './transaction';

export async function workloadNetworks(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ workload: string; networks: number }>(
    db,
    sql`
    select workload, max(networks) as networks
      from cells c
     where c.networks > 0 and c.trust = 1 and not c.synthetic and c.device_kind <> 'declared'
       and ${OF_PROTOCOL}
     group by workload`,
  );
  return new Map(rows.map(({ workload, networks }) => [workload, networks]));
}
