// What a moderator sees and does. Every action and its line in the audit trail are one transaction: neither is there without
// the other, and the trail can only grow (a trigger of the database refuses everything else).
import { and, desc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { z } from '@/lib/core/zod';
import { RUN_ID } from '../submission/run-id';
import type { Database } from './client';
import { releaseRows } from './levels';
import { changeRunState } from './run-state';
import {
  audit,
  BAN_ACTIONS,
  measurements,
  RUN_ACTIONS,
  type RunAction,
  type RunState,
  runs,
  submitters,
} from './schema';
import { retried } from './transaction';

const reason = z.string().trim().min(3).max(500);

export const moderationSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(RUN_ACTIONS), subject: z.string().regex(RUN_ID), reason }),
  z.strictObject({
    action: z.enum(BAN_ACTIONS),
    /** Of a submitter's key, the hash that is stored. */
    subject: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    reason,
  }),
]);
export type Moderation = z.infer<typeof moderationSchema>;

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

const STATES: Readonly<Record<RunAction, RunState>> = { accept: 'live', hide: 'hidden' };

/** A banned key's runs leave the board; to unban brings none of them back. */
async function setBan(tx: Transaction, submitter: string, banned: boolean): Promise<boolean> {
  const changed = await tx
    .update(submitters)
    .set({ bannedAt: banned ? sql`clock_timestamp()` : null })
    .where(eq(submitters.id, submitter))
    .returning({ id: submitters.id });
  if (changed.length === 0) return false;
  if (!banned) return true;
  const shown = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.submitter, submitter), inArray(runs.state, ['live', 'quarantined'])))
    .orderBy(runs.id);
  for (const { id } of shown) await changeRunState(tx, id, 'hidden');
  return true;
}

/** Accepted is a run with all of its rows; hidden, too. */
async function settle(tx: Transaction, run: string, action: 'accept' | 'hide'): Promise<boolean> {
  if (action === 'accept') await releaseRows(tx, run);
  return changeRunState(tx, run, STATES[action]);
}

/** Does it and writes it down; false where there is no such run or submitter. */
export function moderate(db: Database, { action, subject, reason: why }: Moderation, actor: string): Promise<boolean> {
  return retried(() =>
    db.transaction(async (tx) => {
      const done =
        action === 'ban' || action === 'unban'
          ? await setBan(tx, subject, action === 'ban')
          : await settle(tx, subject, action);
      if (done) await tx.insert(audit).values({ actor, action, subject, reason: why });
      return done;
    }),
  );
}

export interface WaitingRow {
  readonly workload: string;
  readonly backend: string;
  readonly code: string;
}

export interface WaitingRun {
  readonly id: string;
  readonly createdAt: Date;
  readonly submitter: string;
  readonly quarantineReasons: readonly string[];
  /** Of rows that wait while the run itself counts, one entry for each row and rule. */
  readonly rowReasons: readonly WaitingRow[];
  readonly devices: readonly string[];
  /** Rows with a rate. */
  readonly measured: number;
  readonly fastestGflops: number | null;
}

/** As the partial index has it. */
const WAITS = sql`quarantine_reasons <> '{}'`;

/** The runs that wait for a moderator, or some of whose rows do, oldest first. */
export function waitingRuns(db: Database, limit: number): Promise<WaitingRun[]> {
  return db
    .select({
      id: runs.id,
      createdAt: runs.createdAt,
      submitter: runs.submitter,
      quarantineReasons: runs.quarantineReasons,
      rowReasons: sql<WaitingRow[]>`coalesce((
        select json_agg(json_build_object('workload', m.workload, 'backend', m.backend, 'code', reason.code)
                        order by m.position, reason.code)
          from measurements m cross join lateral unnest(m.quarantine_reasons) as reason (code)
         where m.run = ${runs.id}), '[]'::json)`,
      devices: sql<string[]>`json_agg(distinct ${measurements.deviceName})`,
      measured: sql<number>`count(*) filter (where ${measurements.outcome} = 'measured')::int`,
      fastestGflops: sql<number | null>`max(${measurements.gflops})`,
    })
    .from(runs)
    .innerJoin(measurements, eq(measurements.run, runs.id))
    .where(
      or(
        eq(runs.state, 'quarantined'),
        and(
          eq(runs.state, 'live'),
          inArray(runs.id, db.select({ id: measurements.run }).from(measurements).where(WAITS)),
        ),
      ),
    )
    .groupBy(runs.id)
    .orderBy(runs.createdAt, runs.id)
    .limit(limit);
}

export type AuditEntry = typeof audit.$inferSelect;

/** The newest lines of the trail, newest first. */
export const auditTrail = (db: Database, limit: number): Promise<AuditEntry[]> =>
  db.select().from(audit).orderBy(desc(audit.id)).limit(limit);

export const bannedSubmitters = (db: Database, limit: number): Promise<{ id: string; bannedAt: Date | null }[]> =>
  db
    .select({ id: submitters.id, bannedAt: submitters.bannedAt })
    .from(submitters)
    .where(isNotNull(submitters.bannedAt))
    .orderBy(desc(submitters.bannedAt))
    .limit(limit);
