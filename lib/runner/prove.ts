// The page's side of a proof: the worker computes, the server keeps the time. Sent before anything is published are the
// ticket, the number of batches, the root over their digests and the digests that the server draws; nothing of the machine.
import type { Size } from '@/lib/attest/kernel';
import { err, ok, type Result } from '@/lib/core/result';
import {
  PROVABLE,
  type ProvableBackend,
  proofDrawnSchema,
  proofStartSchema,
  proofVerdictSchema,
} from '@/lib/submission/proof';
import type { FromProver, ToProver } from '@/workers/prove-messages';
import type { Refusal } from './refusal';
import type { StepResult } from './run';
import { post } from './submit';

export interface ProofRequest {
  readonly backend: ProvableBackend;
  readonly threads: number;
  readonly ticket: string;
  readonly submitterKey: string;
  /** How long the work between start and commit should take. */
  readonly targetMs: number;
  readonly signal: AbortSignal;
}

export interface Proof {
  readonly backend: ProvableBackend;
  readonly n: Size;
  readonly batches: number;
  readonly provenGflops: number;
}

/** The way to the server and back may take this share of a proof. */
const OVERHEAD = 0.1;
/** Nobody waits longer for a proof, however slow the network is. */
const LONGEST_MS = 30_000;
/** So few that the draw would miss little, so many that the digests stay below 64 MiB. */
const BATCHES = { least: 16, most: 4000 } as const;
/** A prover that says nothing for this long has failed. */
const SILENCE_MS = 60_000;

/** How many batches: the target's worth, more where the network is slow. */
function batchesFor(targetMs: number, batchMs: number, roundTripMs: number): number {
  const longEnough = Math.min(Math.max(targetMs, (2 * roundTripMs) / OVERHEAD), LONGEST_MS);
  return Math.min(Math.max(Math.ceil(longEnough / batchMs), BATCHES.least), BATCHES.most);
}

/** Proves work on one backend. A failure costs the run its attestation and nothing else. */
async function prove(request: ProofRequest): Promise<Result<Proof, Refusal>> {
  const { backend, threads, ticket, submitterKey, targetMs, signal } = request;
  const worker = new Worker(new URL('../../workers/prove.worker.ts', import.meta.url), { type: 'module' });
  const ask = conversation(worker, signal);
  try {
    const ready = await ask({ type: 'prepare', backend, threads }, 'ready');
    const before = performance.now();
    const started = await post('/api/v1/proofs', { ticket, submitterKey, backend, n: ready.n }, proofStartSchema);
    if (!started.ok) return started;
    const { id, seed } = started.value;
    const batches = batchesFor(targetMs, ready.batchMs, performance.now() - before);
    const { root } = await ask({ type: 'prove', seed, batches }, 'root');
    const drawn = await post(`/api/v1/proofs/${id}/commit`, { submitterKey, batches, root }, proofDrawnSchema);
    if (!drawn.ok) return drawn;
    const wanted = [...new Set(drawn.value.openings.map(({ batch }) => batch))];
    const opened = await ask({ type: 'open', batches: wanted }, 'opened');
    const body = { submitterKey, batches: opened.batches };
    const verdict = await post(`/api/v1/proofs/${id}/open`, body, proofVerdictSchema);
    if (!verdict.ok) return verdict;
    return ok({ backend, n: ready.n, batches, provenGflops: verdict.value.provenGflops });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  } finally {
    worker.terminate();
  }
}

export interface ProofAttempt {
  readonly backend: ProvableBackend;
  readonly proof: Result<Proof, Refusal>;
}

/** Proves work on each backend that a run measured, with the threads it had there; one after the other. */
export async function proveRun(
  results: readonly StepResult[],
  request: Omit<ProofRequest, 'backend' | 'threads'>,
  onBackend: (backend: ProvableBackend) => void,
): Promise<ProofAttempt[]> {
  const attempts: ProofAttempt[] = [];
  for (const backend of PROVABLE) {
    const measured = results.filter(
      ({ step, report }) => step.backend === backend && !report.fellBack && report.outcome.outcome === 'measured',
    );
    if (measured.length === 0 || request.signal.aborted) continue;
    onBackend(backend);
    const threads = Math.max(1, ...measured.map(({ report }) => report.threadsGot ?? 1));
    attempts.push({ backend, proof: await prove({ ...request, backend, threads }) });
  }
  return attempts;
}

type Answer<T extends FromProver['type']> = Extract<FromProver, { readonly type: T }>;

/** One question at a time; what is not the expected answer is an error. */
function conversation(worker: Worker, signal: AbortSignal) {
  return <T extends FromProver['type']>(question: ToProver, expected: T): Promise<Answer<T>> =>
    new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new Error(reason));
      const timer = setTimeout(() => fail('The prover gave no sign of life.'), SILENCE_MS);
      const onAbort = (): void => fail('Cancelled by the visitor.');
      signal.addEventListener('abort', onAbort, { once: true });
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      worker.onerror = ({ message }) => {
        done();
        fail(message || 'The prover ended without a message.');
      };
      worker.onmessage = ({ data }: MessageEvent<FromProver>) => {
        done();
        if (data.type === expected) resolve(data as Answer<T>);
        else fail(data.type === 'failed' ? data.reason : `The prover answered '${data.type}'.`);
      };
      if (signal.aborted) return onAbort();
      worker.postMessage(question);
    });
}
