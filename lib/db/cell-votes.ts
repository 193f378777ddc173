// The votes of one cell, for a picture of how its networks are spread.
import { sql } from 'drizzle-orm';
import type { Backend, ThreadsClass } from '../core/backend';
import type { Database } from './client';
import { OF_PROTOCOL } from './ranked-keys';
import { rowsOf } from './transaction';

export interface CellQuery {
  readonly workload: string;
  readonly version: number;
  readonly backend: Backend;
  readonly threads: ThreadsClass;
  readonly deviceSlug: string;
}

/**
 * A picture of more shows nothing more; beyond it, every k-th vote in order stands for its
 * neighbours.
 */
const MOST_VOTES = 2000;

/** Reads the votes of a cell in milliseconds, one per network, ascending. */
export async function cellVotes(
  db: Database,
  { workload, version, backend, threads, deviceSlug }: CellQuery,
): Promise<readonly number[]> {
  const rows = await rowsOf<{ value_ms: number }>(
    db,
    sql`
    with sorted as (
      select v.value_ms, row_number() over (order by v.value_ms) as place,
        ceil(count(*) over () / ${MOST_VOTES}::float8) as step
        from cells c
        join votes v on v.cell = c.id
       where c.workload = ${workload} and c.workload_version = ${version} and c.backend = ${backend}
         and c.threads = ${threads} and c.device_slug = ${deviceSlug}
         and ${OF_PROTOCOL} and c.mode = 'run' and c.trust = 1 and not c.synthetic)
    select value_ms from sorted where mod(place, step::bigint) = 0 order by value_ms`,
  );
  return rows.map(({ value_ms }) => value_ms);
}
