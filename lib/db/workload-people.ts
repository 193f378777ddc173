// How many people stand behind each workload: in its most measured cell, so that nobody is counted twice.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { rowsOf } from './transaction';

export async function workloadPeople(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ workload: string; people: number }>(
    db,
    sql`
    select workload, max(people) as people
      from cells
     where people > 0 and trust = 1 and not synthetic and device_kind <> 'declared'
     group by workload`,
  );
  return new Map(rows.map(({ workload, people }) => [workload, people]));
}
