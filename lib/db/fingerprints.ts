// Hashes of stretches of samples (lib/submission/plausibility/sketch) after their run: kept for a
// while when it is withdrawn.
import { lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from './client';
import { fingerprints, measurements } from './schema';
import type { Session } from './transaction';

/** Days that the hashes of a withdrawn run stay; said on /privacy. */
export const FINGERPRINT_DAYS = 90;

/** A number for a series that nothing else tells of its run. */
export const seriesOf = (run: string, position: string): SQL =>
  sql.raw(`hashtextextended(${run} || '/' || ${position}, 0)`);

/** Call it before the rows of the run are deleted. */
export async function outliveRun(session: Session, run: string): Promise<void> {
  await session.execute(sql`
    update ${fingerprints} set gone_at = clock_timestamp()
     where series in (select ${seriesOf('m.run', 'm.position')} from ${measurements} m where m.run = ${run})`);
}

/** Forgets those whose time is over. */
export async function forgetFingerprints(db: Database): Promise<void> {
  await db
    .delete(fingerprints)
    .where(
      lt(fingerprints.goneAt, sql`clock_timestamp() - make_interval(days => ${FINGERPRINT_DAYS})`),
    );
}
