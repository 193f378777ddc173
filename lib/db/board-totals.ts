// How much stands on the board, read from the standings: the cost grows with the cells, not with
// the measurements. Counted are measurements at level 1 or above of detected devices.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL, VOTED_CELL } from './ranked-keys';
import { rowsOf } from './transaction';

export interface BoardTotals {
  readonly measurements: number;
  readonly devices: number;
  readonly workloads: number;
}

/** How much the board holds, for the front page: measurements, devices and workloads. */
export async function boardTotals(db: Database): Promise<BoardTotals> {
  const [totals] = await rowsOf<BoardTotals & Record<string, unknown>>(
    db,
    sql`
    select coalesce(sum(runs), 0)::int as measurements, count(distinct device_slug)::int as devices,
           count(distinct workload)::int as workloads
      from cells c
     where ${VOTED_CELL} and ${OF_PROTOCOL}`,
  );
  return totals ?? { measurements: 0, devices: 0, workloads: 0 };
}
