// How many people stand behind each workload: in its most measured cell, so that nobody is counted twice.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL } from './ranked-keys';
import { rowsOf } from './transaction';

export async function workloadPeople(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ workload: string; people: number }>(
    db,
    sql`
    select workload, max(people) as people
      from cells c
     where c.people > 0 and c.trust = 1 and not c.synthetic and c.device_kind <> 'declared' and ${OF_PROTOCOL}
     group by workload`,
  );
  return new Map(rows.map(({ workload, people }) => [workload, people]));
}
