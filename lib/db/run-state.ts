// Moderation changes what counts: a run that is hidden or quarantined leaves the standings and the
// gains in the same transaction, and comes back when it is live again. Withdrawing, which deletes,
// is in ./withdraw.
import { eq } from 'drizzle-orm';
import type { Database } from './client';
import { comparablesOf, recountGains } from './kept-gains';
import { type RunState, runs } from './schema';
import { lockCells, recount } from './standings';
import { retried } from './transaction';

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Sets a run's state inside the caller's transaction; false for an unknown run. */
export async function changeRunState(
  tx: Transaction,
  id: string,
  state: RunState,
): Promise<boolean> {
  const [found] = await tx
    .select({ submitter: runs.submitter })
    .from(runs)
    .where(eq(runs.id, id))
    .for('update');
  if (found === undefined) return false;
  const cells = await lockCells(tx, id);
  await tx.update(runs).set({ state }).where(eq(runs.id, id));
  await recount(tx, found.submitter, cells);
  await recountGains(tx, found.submitter, await comparablesOf(tx, id));
  return true;
}

/** Sets a run's state; false for an unknown run. */
export const setRunState = (db: Database, id: string, state: RunState): Promise<boolean> =>
  retried(() => db.transaction((tx) => changeRunState(tx, id, state)));
