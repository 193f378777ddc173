// The three requests of a proof, and batches computed in plain integers: honestly, or with the
// arithmetic, the batches or the columns that a forger would spare. Slow, so at the smallest size.
import { batchInput } from '@/lib/attest/batch';
import { DIGESTS, flopsOfBatch, fold, KERNELS } from '@/lib/attest/kernel';
import { tablesOf } from '@/lib/attest/tables';
import { type ProofDrawn, type ProofStart, SUBMITTER_HEADER } from '@/lib/submission/proof';
import { batchDigests, commitmentTo, openingOf } from '@/scripts/client/prover';
import { type Client, request } from './client';

export const N = 128;
export const KERNEL = KERNELS[N];

/**
 * Digests of one batch, [DIGESTS, columns], with the operands of every product rounded as another
 * arithmetic would.
 */
export async function roundedDigests(
  seed: string,
  round: (value: number) => number,
): Promise<Int32Array> {
  const { columns, steps } = KERNEL;
  const { a, weights } = tablesOf(KERNEL);
  const { left, right } = await batchInput(KERNEL, seed, 0);
  const digests = new Int32Array(DIGESTS * columns);
  for (let column = 0; column < columns; column += 1) {
    let x = Float64Array.from({ length: N }, (_, row) =>
      fold(left[2 * row] * right[column] + left[2 * row + 1] * right[columns + column]),
    );
    for (let step = 0; step < steps; step += 1) {
      const given = x.map(round);
      x = x.map((_, row) => {
        let sum = 0;
        for (let i = 0; i < N; i += 1) sum += a[row * N + i] * given[i];
        return fold(Math.round(sum));
      });
    }
    for (let k = 0; k < DIGESTS; k += 1) {
      let sum = 0;
      for (let row = 0; row < N; row += 1) sum += x[row] * weights[k * N + row];
      digests[k * columns + column] = sum;
    }
  }
  return digests;
}

/** An answer of a proof's route: its fields, or the code of the refusal. */
export type ProofAnswer<T> = { readonly code: null; readonly value: T } | { readonly code: string };

/**
 * How long a simulated device took; a laboratory's server believes it (X-Flopmark-Lab-Elapsed-Ms).
 */
export const labElapsed = (elapsedMs: number): Record<string, string> => ({
  'X-Flopmark-Lab-Elapsed-Ms': String(elapsedMs),
});

/**
 * How long a proof lives between two of its steps; in a laboratory it may be shorter
 * (X-Flopmark-Lab-Lifetime-Ms).
 */
export const labLifetime = (lifetimeMs: number): Record<string, string> => ({
  'X-Flopmark-Lab-Lifetime-Ms': String(lifetimeMs),
});

export class Prover {
  constructor(
    readonly client: Client,
    readonly submitterKey: string,
  ) {}

  #post<T>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<ProofAnswer<T>> {
    return this.#send(path, JSON.stringify(body), {
      'Content-Type': 'application/json',
      ...headers,
    });
  }

  async #send<T>(
    path: string,
    body: BodyInit,
    headers: Record<string, string>,
  ): Promise<ProofAnswer<T>> {
    const response = await request(`${this.client.url}/api/v1/proofs${path}`, {
      method: 'POST',
      headers,
      body,
    });
    const answer = (await response.json()) as T & { readonly code?: string };
    return response.ok
      ? { code: null, value: answer }
      : { code: answer.code ?? `status-${response.status}` };
  }

  start(
    ticket: string,
    backend: 'wasm' | 'webgpu',
    n: number = N,
  ): Promise<ProofAnswer<ProofStart>> {
    return this.#post('', { ticket, submitterKey: this.submitterKey, backend, n });
  }

  commit(
    id: string,
    root: string,
    batches: number,
    headers: Record<string, string> = {},
  ): Promise<ProofAnswer<ProofDrawn>> {
    return this.#post(`/${id}/commit`, { submitterKey: this.submitterKey, batches, root }, headers);
  }

  open(
    id: string,
    bytes: Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<ProofAnswer<{ provenGflops: number }>> {
    const own = {
      'Content-Type': 'application/octet-stream',
      [SUBMITTER_HEADER]: this.submitterKey,
    };
    return this.#send(`/${id}/open`, bytes, { ...own, ...headers });
  }
}

/** Throws where the step was refused. */
export function granted<T>(answer: ProofAnswer<T>): T {
  if (answer.code !== null) throw new Error(`the proof was refused: ${answer.code}`);
  return answer.value;
}

/** Batches as a forger fills them: computed, or made up where `spared` says so. */
export function batchesOf(
  seed: string,
  count: number,
  spared: (batch: number) => boolean = () => false,
): Promise<Int32Array[]> {
  return Promise.all(
    Array.from({ length: count }, (_, batch) =>
      spared(batch)
        ? Int32Array.from(
            { length: DIGESTS * KERNEL.columns },
            (_unused, i) => (i * 7919 + batch) % 4096,
          )
        : batchDigests(N, seed, batch),
    ),
  );
}

/** An honest proof, from start to verdict: what it proved, 10⁹ FLOP/s. */
export async function prove(
  prover: Prover,
  ticket: string,
  backend: 'wasm' | 'webgpu',
  { batches, gflops }: { readonly batches: number; readonly gflops: number | null },
): Promise<number> {
  const { id, seed } = granted(await prover.start(ticket, backend));
  const committed = await commitmentTo(await batchesOf(seed, batches));
  const drawn = granted(await prover.commit(id, committed.root, batches));
  const headers =
    gflops === null ? {} : labElapsed((flopsOfBatch(KERNEL) * batches) / (gflops * 1e6));
  return granted(await prover.open(id, await openingOf(committed, seed, drawn), headers))
    .provenGflops;
}
