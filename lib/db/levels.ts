// Levels of stored rows, given again: by a moderator who looked at a row that waited, and by the
// operator after the shares of the proven rate were measured anew (lib/submission/proven-share).
// Rows of earlier protocols keep the levels of theirs.
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { PROTOCOL } from '../bench/protocol';
import type { ManifestEntry } from '../models/workload';
import { trustOf, trustOfRun } from '../submission/plausibility/trust';
import { provenShareOf } from '../submission/proven-share';
import type * as schema from './schema';
import { measurements, runs } from './schema';

/** Any driver's connection or transaction. */
export type Connection = PgDatabase<PgQueryResultHKT, typeof schema>;

type Manifest = ReadonlyMap<string, ManifestEntry>;

/** Runs per statement: few enough that the single embedded connection is never held for long. */
const BATCH = 200;

/**
 * Lets the rows of a run that wait for a moderator count as what they are; the caller brings the
 * standings up to date.
 */
export async function releaseRows(db: Connection, run: string): Promise<void> {
  await db.update(measurements).set({ quarantineReasons: [] }).where(eq(measurements.run, run));
  await levelRuns(db, [run], null);
}

/**
 * Gives all rows of this protocol their level by the present table of shares, in batches. Answers
 * how many rows changed; the standings are to be rebuilt afterwards.
 */
export async function levelAll(db: Connection, manifest: Manifest): Promise<number> {
  let changed = 0;
  for (let after = ''; ; ) {
    const batch = await db
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.protocol, PROTOCOL.id), gt(runs.id, after)))
      .orderBy(asc(runs.id))
      .limit(BATCH);
    const ids = batch.map(({ id }) => id);
    if (ids.length > 0) changed += await levelRuns(db, ids, manifest);
    const last = ids.at(-1);
    if (last === undefined || ids.length < BATCH) return changed;
    after = last;
  }
}

const LEVELLED = {
  id: measurements.id,
  run: measurements.run,
  workload: measurements.workload,
  workloadVersion: measurements.workloadVersion,
  backend: measurements.backend,
  outcome: measurements.outcome,
  qualityGrade: measurements.qualityGrade,
  gflops: measurements.gflops,
  provenShare: measurements.provenShare,
  provenGflops: measurements.provenGflops,
  trustLevel: measurements.trustLevel,
  trustReasons: measurements.trustReasons,
  quarantineReasons: measurements.quarantineReasons,
};

/** `manifest` null: with the shares that the rows were stored with. */
async function levelRuns(
  db: Connection,
  ids: readonly string[],
  manifest: Manifest | null,
): Promise<number> {
  const rows = await db
    .select(LEVELLED)
    .from(measurements)
    .where(inArray(measurements.run, [...ids]));
  const levelled = rows.map((row) => {
    const entry = manifest?.get(row.workload);
    const provenShare =
      entry === undefined || entry.version !== row.workloadVersion
        ? row.provenShare
        : provenShareOf(entry, row.backend);
    const waits = row.quarantineReasons.length > 0;
    const { trustLevel, trustReasons } = waits ? row : trustOf({ ...row, provenShare });
    return { ...row, provenShare, trustLevel, trustReasons: [...trustReasons] };
  });
  const changed = levelled.filter((row, i) => {
    const before = rows[i];
    return row.provenShare !== before?.provenShare || row.trustLevel !== before.trustLevel;
  });
  const ofRows = changed.map(({ id, provenShare, trustLevel, trustReasons }) => ({
    id,
    share: provenShare,
    level: trustLevel,
    reasons: trustReasons,
  }));
  await db.execute(sql`
    update measurements m set proven_share = new.share, trust_level = new.level,
      trust_reasons = new.reasons
      from json_to_recordset(${JSON.stringify(ofRows)}::json)
        as new (id bigint, share float8, level smallint, reasons text[])
     where m.id = new.id`);
  const ofRuns = ids.map((id) => {
    const { trustLevel, trustReasons } = trustOfRun(levelled.filter(({ run }) => run === id));
    return { id, level: trustLevel, reasons: trustReasons };
  });
  await db.execute(sql`
    update runs r set trust_level = new.level, trust_reasons = new.reasons
      from json_to_recordset(${JSON.stringify(ofRuns)}::json) as new (id text, level smallint,
        reasons text[])
     where r.id = new.id`);
  return changed.length;
}
