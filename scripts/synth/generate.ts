// Generated runs, for load tests and for the example data: every one of them goes the way of a
// visitor's (challenge, proofs, acceptance, judgement, store) in the order of its date, so that all
// derived figures are the project's own.
import { sql } from 'drizzle-orm';
import { KERNELS } from '@/lib/attest/kernel';
import { createPrng, seedOf } from '@/lib/core/prng';
import type { Database } from '@/lib/db/client';
import { receiveRun } from '@/lib/db/evidence';
import { settleProof, startProof } from '@/lib/db/proofs';
import { storeRun } from '@/lib/db/runs';
import { challenges } from '@/lib/db/schema';
import { voterHashes, voterOfAddress } from '@/lib/edge/network';
import { MANIFEST } from '@/lib/models/manifest';
import { ORT_VERSION } from '@/lib/ort/version';
import { acceptRun } from '@/lib/submission/accept';
import { entriesOf } from '@/lib/submission/entries';
import { judge } from '@/lib/submission/plausibility/judge';
import { newRunId } from '@/lib/submission/run-id';
import type { RunSubmission } from '@/lib/submission/schema';
import { submitterOf, type Ticket } from '@/lib/submission/ticket';
import { doubtful } from './doubts';
import { scheduleOf } from './schedule';
import { makeVisit, type Visit, type Visited } from './visit';

export interface Generated {
  readonly seed: number;
  /** The last day of the half year that the runs are spread over. */
  readonly until: Date;
  /** Which of all visits of that half year are made; left out, every one. */
  readonly only?: (visit: Visit, index: number) => boolean;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Networks are told apart by a keyed hash; of generated ones anyone may know the key. */
const NETWORK_KEY = 'generated runs come from no network';
const UNLIMITED = { keys: [], windowSeconds: 3600 };

/**
 * How many runs and measurements were stored. @throws Error when a generated run is refused: the
 * generator is at fault.
 */
export async function generateRuns(
  db: Database,
  { seed, until, only = () => true, onProgress = () => {} }: Generated,
): Promise<{ readonly runs: number; readonly measurements: number }> {
  const visits = scheduleOf(seed, until).filter(only);
  let measurements = 0;
  let quick = 0;
  for (const [index, visit] of visits.entries()) {
    const visited = makeVisit(seed, visit);
    const touched =
      visit.suite === 'quick' ? doubtful(visited.submission, quick++) : visited.submission;
    measurements += await publish(db, visit, { ...visited, submission: touched });
    onProgress(index + 1, visits.length);
  }
  return { runs: visits.length, measurements };
}

async function publish(db: Database, visit: Visit, visited: Visited): Promise<number> {
  const { person, suite, at } = visit;
  const { submission, goldenIndex, name } = visited;
  const prng = createPrng(seedOf(`id/${name}`));
  const id = newRunId(Uint8Array.from({ length: 10 }, () => prng.below(256)));
  const submitter = await submitterOf(person.key);
  const ticket: Ticket = {
    v: 1,
    id: `generated-${id}`,
    submitter,
    suite,
    goldenIndex,
    privateSeed: null,
    expiresAtMs: Date.now() + 86_400_000,
  };
  await db.insert(challenges).values({
    id: ticket.id,
    submitter,
    suite,
    goldenIndex,
    issuedAt: at,
    expiresAt: sql`clock_timestamp() + interval '1 day'`,
  });
  await proveWork(db, ticket, visited);
  const entries = entriesOf(submission);
  const { evidence } = await receiveRun(db, { ticket, entries }, MANIFEST, UNLIMITED);
  const context = {
    ticket,
    submitter,
    manifest: MANIFEST,
    ortVersion: ORT_VERSION,
    entries,
    voters: voterHashes(entries, voterOfAddress(person.address), NETWORK_KEY),
  };
  const accepted = acceptRun(submission, context);
  if (!accepted.ok) throw refused(name, accepted.error);
  if (!evidence.ok) throw refused(name, evidence.error);
  const judged = judge(submission, accepted.value, MANIFEST, evidence.value);
  if (!judged.ok) throw refused(name, judged.error);
  const run = { ...judged.value.run, createdAt: finishedAt(at, submission) };
  const stored = await storeRun(db, id, { ...judged.value, run });
  if (!stored.ok) throw refused(name, stored.error);
  return entries.length;
}

const refused = (
  name: string,
  { code, detail }: { readonly code: string; readonly detail: string },
): Error => new Error(`the generated run ${name} was refused: ${code}, ${detail}`);

/** Published when it was measured; nobody knows how long its page was looked at. */
function finishedAt(at: Date, { measurements }: RunSubmission): Date {
  return new Date(at.getTime() + 3_000 * measurements.length);
}

async function proveWork(db: Database, ticket: Ticket, { proven }: Visited): Promise<void> {
  for (const [backend, gflops] of proven) {
    const id = `${ticket.id}-${backend}`;
    const { id: challenge, submitter } = ticket;
    const proof = {
      id,
      challenge,
      submitter,
      backend,
      kernel: KERNELS[1024],
      seed: '0'.repeat(64),
    };
    const started = await startProof(db, proof, 1);
    if (!started.ok) throw refused(id, started.error);
    await settleProof(db, id, gflops);
  }
}
