// What the server knows by itself about a run that has just arrived, read in the statement that
// counts its request: how long ago its challenge was issued, what it proved, and what native ONNX
// Runtime gave for its private input.
import { sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { err, ok, type Result } from '../core/result';
import type { Sketch } from '../models/golden';
import type { BoardEntry } from '../submission/entries';
import type { Evidence } from '../submission/plausibility/facts';
import { type Rejection, reject } from '../submission/rejection';
import type { Ticket } from '../submission/ticket';
import type { Database } from './client';
import { type PinnedVersions, type StoredGolden, sketchesOf } from './private-golden';
import { type CountedKeys, type Counting, clearAway, countRequestsSql } from './rate-counts';
import { rowOf, textArray } from './transaction';

export interface ArrivingRun {
  readonly ticket: Ticket;
  readonly entries: readonly BoardEntry[];
}

export interface Arrival {
  readonly counts: readonly number[];
  /** A challenge that is not known here, or a key that was banned, is refused. */
  readonly evidence: Result<Evidence, Rejection>;
  /** By workload, of those whose pinned version it belongs to. */
  readonly privateGolden: ReadonlyMap<string, Sketch>;
}

interface Found extends CountedKeys {
  /** Null: the challenge is not known. */
  readonly elapsed_ms: number | null;
  readonly banned: boolean;
  readonly proven: Readonly<Partial<Record<Backend, number>>> | null;
  readonly private_golden: readonly StoredGolden[] | null;
}

/**
 * Counts a run that arrives and reads, in the same round trip, all that the server knows about it.
 */
export async function receiveRun(
  db: Database,
  { ticket, entries }: ArrivingRun,
  manifest: PinnedVersions,
  counting: Counting,
): Promise<Arrival> {
  const workloads = ticket.privateSeed === null ? [] : entries.map(({ workload }) => workload);
  const found = await rowOf<Found>(
    db,
    sql`
    select counted.*, known.*
      from ${countRequestsSql(counting)} counted
      left join arriving_run(${ticket.id}, ${ticket.submitter}, ${ticket.privateSeed}::bigint,
        ${textArray(workloads)}) known on true`,
  );
  await clearAway(db, counting.windowSeconds, found.since);
  return {
    counts: found.counts,
    evidence: evidenceOf(found),
    privateGolden: sketchesOf(found.private_golden ?? [], manifest),
  };
}

function evidenceOf(found: Found): Result<Evidence, Rejection> {
  if (found.elapsed_ms === null)
    return err(reject('ticket-forged', 'the challenge is not known here'));
  if (found.banned) return err(reject('banned', 'a moderator banned this key'));
  return ok({
    elapsedMs: found.elapsed_ms,
    provenGflops: new Map(Object.entries(found.proven ?? {}) as [Backend, number][]),
  });
}
