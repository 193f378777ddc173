// The page's side of a proof: the worker computes, the server keeps the time. Sent before anything
// is published are the ticket, the number of batches, the root over their digests, and of what the
// server draws the digests and sums; nothing of the machine.
import type { Size } from '@/lib/attest/kernel';
import { LEAST_BATCHES } from '@/lib/attest/steady';
import { err, ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import {
  PROOF_ATTEMPTS,
  PROVABLE,
  type ProvableBackend,
  proofDrawnSchema,
  proofStartSchema,
  proofVerdictSchema,
  SUBMITTER_HEADER,
} from '@/lib/submission/proof';
import { neededGflops } from './needed-rate';
import { type Ask, converse } from './prover-conversation';
import type { Refusal } from './refusal';
import type { StepResult } from './run';
import { post, postBytes } from './submit';

export interface ProofRequest {
  readonly backend: ProvableBackend;
  readonly threads: number;
  readonly ticket: string;
  readonly submitterKey: string;
  /** How long the work between start and commit should take. */
  readonly targetMs: number;
  /**
   * What is worth another attempt, 10⁹ FLOP/s; null where nothing was measured that needs a proof.
   */
  readonly neededGflops: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ProofProgress) => void;
}

/** What is happening, for the page to say. */
export interface ProofProgress {
  readonly backend: ProvableBackend;
  /** Warming up before the first attempt; then computing, then sending what was drawn. */
  readonly doing: 'warming' | 'computing' | 'sending';
  /** Counted from 1. */
  readonly attempt: number;
  readonly neededGflops: number | null;
  /** What an earlier attempt proved; null before the first. */
  readonly bestGflops: number | null;
  /** What is being sent weighs so much; null while nothing is. */
  readonly sentBytes: number | null;
}

export interface Proof {
  readonly backend: ProvableBackend;
  readonly n: Size;
  readonly batches: number;
  /** Those that the runtime had on WASM; null elsewhere. */
  readonly threads: number | null;
  readonly provenGflops: number;
  readonly attempts: number;
  /** What was opened weighed so much and was checked after so long. */
  readonly sentBytes: number;
  readonly sentMs: number;
}

/** Shorter work would be a matter of luck. */
const LEAST_MS = 1500;
/** The way to the server and back may take this share of a proof. */
const OVERHEAD = 0.1;
/** All attempts on a backend together. */
const LONGEST_MS = 8000;
/** Digests of so many batches weigh 96 MB at most. */
const MOST_BATCHES = 4000;

/** How many batches: the target's worth, more where the network is slow. */
export function batchesFor(targetMs: number, batchMs: number, roundTripMs: number): number {
  const longEnough = Math.min(
    Math.max(targetMs, LEAST_MS, (2 * roundTripMs) / OVERHEAD),
    LONGEST_MS,
  );
  return Math.min(Math.max(Math.ceil(longEnough / batchMs), LEAST_BATCHES), MOST_BATCHES);
}

/**
 * Proves work on one backend: with one warm prover, at most three times, until what was measured is
 * supported; the best attempt counts. A failure costs the run its attestation and nothing else.
 */
async function prove(request: ProofRequest): Promise<Result<Proof, Refusal>> {
  const { backend, threads, targetMs, neededGflops: needed, signal, onProgress } = request;
  const progress = { backend, neededGflops: needed, bestGflops: null, sentBytes: null };
  let best: Proof | null = null;
  let worker: Worker | null = null;
  try {
    worker = new Worker(new URL('../../workers/prove.worker.ts', import.meta.url), {
      type: 'module',
    });
    const ask = converse(worker, signal);
    onProgress({ ...progress, doing: 'warming', attempt: 1 });
    const ready = await ask(
      { type: 'prepare', backend, threads, targetMs: Math.max(targetMs, LEAST_MS) },
      'ready',
    );
    const start = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const before = performance.now();
      const made = await attemptProof({ ...request, ...ready, attempt, best }, ask);
      if (!made.ok) return best === null ? made : ok(best);
      if (best === null || made.value.provenGflops > best.provenGflops) best = made.value;
      best = { ...best, attempts: attempt };
      const now = performance.now();
      const inTime = now - start + (now - before) <= LONGEST_MS;
      if (needed === null || best.provenGflops >= needed || attempt === PROOF_ATTEMPTS || !inTime)
        return ok(best);
    }
  } catch (error) {
    return best === null || signal.aborted ? err(messageOf(error)) : ok(best);
  } finally {
    worker?.terminate();
  }
}

interface Attempt extends ProofRequest {
  readonly n: Size;
  readonly batchMs: number;
  readonly threadsGot: number | null;
  readonly attempt: number;
  readonly best: Proof | null;
}

async function attemptProof(request: Attempt, ask: Ask): Promise<Result<Proof, Refusal>> {
  const {
    backend,
    ticket,
    submitterKey,
    targetMs,
    n,
    batchMs,
    threadsGot,
    attempt,
    best,
    onProgress,
  } = request;
  const progress = {
    backend,
    attempt,
    neededGflops: request.neededGflops,
    bestGflops: best === null ? null : best.provenGflops,
  };
  onProgress({ ...progress, doing: 'computing', sentBytes: null });
  const asked = performance.now();
  const started = await post(
    '/api/v1/proofs',
    { ticket, submitterKey, backend, n },
    proofStartSchema,
  );
  if (!started.ok) return started;
  const { id, seed } = started.value;
  const batches = batchesFor(targetMs, batchMs, performance.now() - asked);
  const { root } = await ask({ type: 'prove', seed, batches }, 'root');
  const drawn = await post(
    `/api/v1/proofs/${id}/commit`,
    { submitterKey, batches, root },
    proofDrawnSchema,
  );
  if (!drawn.ok) return drawn;
  const { bytes } = await ask({ type: 'open', openings: drawn.value.openings }, 'opened');
  onProgress({ ...progress, doing: 'sending', sentBytes: bytes.length });
  const sending = performance.now();
  const key = { [SUBMITTER_HEADER]: submitterKey };
  const verdict = await postBytes(`/api/v1/proofs/${id}/open`, bytes, key, proofVerdictSchema);
  if (!verdict.ok) return verdict;
  return ok({
    backend,
    n,
    batches,
    threads: threadsGot,
    provenGflops: verdict.value.provenGflops,
    attempts: attempt,
    sentBytes: bytes.length,
    sentMs: performance.now() - sending,
  });
}

export interface ProofAttempt {
  readonly backend: ProvableBackend;
  readonly proof: Result<Proof, Refusal>;
}

export type SharedRequest = Omit<ProofRequest, 'backend' | 'threads' | 'neededGflops'>;

/**
 * Proves work on each backend that a run measured, with the threads it had there; one after the
 * other.
 */
export async function proveRun(
  results: readonly StepResult[],
  request: SharedRequest,
): Promise<ProofAttempt[]> {
  const attempts: ProofAttempt[] = [];
  for (const backend of PROVABLE) {
    const measured = results.filter(
      ({ step, report }) =>
        step.backend === backend && !report.fellBack && report.outcome.outcome === 'measured',
    );
    if (measured.length === 0 || request.signal.aborted) continue;
    const threads = Math.max(1, ...measured.map(({ report }) => report.threadsGot ?? 1));
    const proof = await prove({
      ...request,
      backend,
      threads,
      neededGflops: neededGflops(results, backend),
    });
    attempts.push({ backend, proof });
  }
  return attempts;
}
