// A withdrawn run is deleted: every read is a query of what is left, so it is gone from page,
// board, badge and API at once. Its challenge stays, used up: the same submission cannot come back,
// and a used challenge without a run tells a restore (scripts/backup) which runs were withdrawn.
// For a while the hashes of its series stay as well, so that it does not come back as another's.
import { eq } from 'drizzle-orm';
import { err, ok, type Result } from '../core/result';
import { type Rejection, reject } from '../submission/rejection';
import type { Database } from './client';
import { outliveRun } from './fingerprints';
import { comparablesOf, recountGains } from './kept-gains';
import type { Connection } from './levels';
import { measurements, runs } from './schema';
import { lockCells, recount } from './standings';
import { retried } from './transaction';

/**
 * Deletes a run, its measurements and its part in the standings, inside the caller's transaction.
 */
export async function withdrawStored(tx: Connection, id: string): Promise<void> {
  const [run] = await tx
    .select({ submitter: runs.submitter })
    .from(runs)
    .where(eq(runs.id, id))
    .for('update');
  if (run === undefined) return;
  const cells = await lockCells(tx, id);
  const compared = await comparablesOf(tx, id);
  await outliveRun(tx, id);
  await tx.delete(measurements).where(eq(measurements.run, id));
  await recount(tx, run.submitter, cells);
  await recountGains(tx, run.submitter, compared);
  await tx.delete(runs).where(eq(runs.id, id));
}

/** Deletes a run, if `submitter` published it. */
export async function withdrawRun(
  db: Database,
  id: string,
  submitter: string,
): Promise<Result<null, Rejection>> {
  return retried(() =>
    db.transaction(async (tx): Promise<Result<null, Rejection>> => {
      const [found] = await tx
        .select({ submitter: runs.submitter })
        .from(runs)
        .where(eq(runs.id, id))
        .for('update');
      if (found === undefined) return err(reject('not-found', `no run '${id}'`));
      if (found.submitter !== submitter)
        return err(reject('run-of-another', 'the key is not the one it was published with'));
      await withdrawStored(tx, id);
      return ok(null);
    }),
  );
}
