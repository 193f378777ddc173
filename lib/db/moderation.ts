// What a moderator sees and does. Every action and its line in the audit trail are one transaction:
// neither is there without the other, and the trail can only grow (a trigger of the database
// refuses everything else).
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from '@/lib/core/zod';
import { RUN_ID } from '../submission/run-id';
import type { Database } from './client';
import { SHOWN_RUN } from './conditions';
import { releaseRows } from './levels';
import { changeRunState } from './run-state';
import {
  audit,
  BAN_ACTIONS,
  RUN_ACTIONS,
  type RunAction,
  type RunState,
  reports,
  runs,
  type SESSION_ACTIONS,
  submitters,
} from './schema';
import { retried } from './transaction';

const reason = z.string().trim().min(3).max(500);

/** As many as a page of the queue has, and more. */
const MOST_SUBJECTS = 200;
const subjects = (id: RegExp) => z.array(z.string().regex(id)).min(1).max(MOST_SUBJECTS);

export const moderationSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(RUN_ACTIONS), subjects: subjects(RUN_ID), reason }),
  z.strictObject({
    action: z.enum(BAN_ACTIONS),
    /** Of submitters' keys, the hashes that are stored. */
    subjects: subjects(/^[A-Za-z0-9_-]{1,64}$/),
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
  const r = alias(runs, 'r');
  const shown = await tx
    .select({ id: r.id })
    .from(r)
    .where(and(eq(r.submitter, submitter), SHOWN_RUN))
    .orderBy(r.id);
  for (const { id } of shown) await changeRunState(tx, id, 'hidden');
  return true;
}

/**
 * Accepted is a run with all of its rows; hidden, too. What readers reported of it has been looked
 * at.
 */
async function settle(tx: Transaction, run: string, action: 'accept' | 'hide'): Promise<boolean> {
  if (action === 'accept') await releaseRows(tx, run);
  await tx.update(reports).set({ settledAt: sql`clock_timestamp()` }).where(eq(reports.run, run));
  return changeRunState(tx, run, STATES[action]);
}

type One = Pick<Moderation, 'action' | 'reason'> & { readonly subject: string };

/** Does it and writes it down; false where there is no such run or submitter. */
function moderateOne(
  db: Database,
  { action, subject, reason: why }: One,
  actor: string,
): Promise<boolean> {
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

/** Each subject with its line in the trail by itself; how many there were. */
export async function moderate(
  db: Database,
  moderation: Moderation,
  actor: string,
): Promise<number> {
  let done = 0;
  for (const subject of new Set(moderation.subjects)) {
    if (await moderateOne(db, { ...moderation, subject }, actor)) done += 1;
  }
  return done;
}

/** What a moderator did besides: it changes nothing, and stands in the trail. */
export async function noteSession(
  db: Database,
  action: (typeof SESSION_ACTIONS)[number],
  actor: string,
  why: string,
): Promise<void> {
  await db.insert(audit).values({ actor, action, subject: actor, reason: why });
}

export type AuditEntry = typeof audit.$inferSelect;

/** The newest lines of the trail, newest first. */
export const auditTrail = (db: Database, limit: number): Promise<AuditEntry[]> =>
  db.select().from(audit).orderBy(desc(audit.id)).limit(limit);

/** The keys that may publish no more, as their hashes, those banned last first. */
export const bannedSubmitters = (
  db: Database,
  limit: number,
): Promise<{ id: string; bannedAt: Date | null }[]> =>
  db
    .select({ id: submitters.id, bannedAt: submitters.bannedAt })
    .from(submitters)
    .where(isNotNull(submitters.bannedAt))
    .orderBy(desc(submitters.bannedAt))
    .limit(limit);
