// How many networks stand behind each workload: in its most measured cell, so that none is counted
// twice.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL, VOTED_CELL } from './ranked-keys';
import { rowsOf } from './transaction';

/** Counts the networks behind each workload that has any, by its id. */
export async function workloadNetworks(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ workload: string; networks: number }>(
    db,
    sql`
    select workload, max(networks) as networks
      from cells c
     where ${VOTED_CELL} and ${OF_PROTOCOL}
     group by workload`,
  );
  return new Map(rows.map(({ workload, networks }) => [workload, networks]));
}
