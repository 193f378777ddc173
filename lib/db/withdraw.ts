// A withdrawn run is deleted: every read is a query of what is left, so it is gone from page, board, badge and API at once.
// Its challenge stays, used up, so that the same submission cannot come back, and for a while the hashes of its series, so that
// it does not come back as another's.
import { and, eq } from 'drizzle-orm';
import { err, ok, type Result } from '../core/result';
import { type Rejection, reject } from '../submission/rejection';
import type { Database } from './client';
import { outliveRun } from './fingerprints';
import { comparablesOf, recountGains } from './kept-gains';
import { measurements, runs } from './schema';
import { lockCells, recount } from './standings';
import { retried } from './transaction';

/** Deletes a run, its measurements and its part in the standings, if `submitter` published it. */
export async function withdrawRun(db: Database, id: string, submitter: string): Promise<Result<null, Rejection>> {
  return retried(() =>
    db.transaction(async (tx): Promise<Result<null, Rejection>> => {
      const [found] = await tx.select({ submitter: runs.submitter }).from(runs).where(eq(runs.id, id)).for('update');
      if (found === undefined) return err(reject('not-found', `no run '${id}'`));
      if (found.submitter !== submitter)
        return err(reject('run-of-another', 'the key is not the one it was published with'));
      const cells = await lockCells(tx, id);
      const compared = await comparablesOf(tx, id);
      await outliveRun(tx, id);
      await tx.delete(measurements).where(eq(measurements.run, id));
      await recount(tx, submitter, cells);
      await recountGains(tx, submitter, compared);
      await tx.delete(runs).where(and(eq(runs.id, id), eq(runs.submitter, submitter)));
      return ok(null);
    }),
  );
}
