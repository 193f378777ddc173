// What readers report of a run that is shown. A network counts once a day for a run, so that nobody
// makes a crowd.

import { type SQL, sql } from 'drizzle-orm';
import { z } from '@/lib/core/zod';
import { RUN_ID } from '../submission/run-id';
import type { Database } from './client';
import { SHOWN_RUN } from './conditions';
import { REPORT_REASONS } from './schema';

export const reportSchema = z.strictObject({
  run: z.string().regex(RUN_ID),
  reason: z.enum(REPORT_REASONS),
});
export type Report = z.infer<typeof reportSchema>;

/** The reports that no moderator has looked at, as a table of a query. */
export const OPEN_REPORTS: SQL = sql.raw('(select * from reports where settled_at is null)');

/** Keeps a report of a run that is shown; of any other run nothing is kept, and nobody is told. */
export async function keepReport(
  db: Database,
  { run, reason }: Report,
  network: string,
): Promise<void> {
  await db.execute(sql`
    insert into reports (run, network, reason)
    select r.id, ${network}, ${reason} from runs r where r.id = ${run} and ${SHOWN_RUN}
        on conflict (run, network) do nothing`);
}
