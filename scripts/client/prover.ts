// A prover in plain integers: computes whole batches of the attested kernel column by column, and
// speaks the three requests of a proof. Slow, so for the smallest size.
import { type BatchInput, batchInput } from '@/lib/attest/batch';
import { computeColumns } from '@/lib/attest/column';
import { DIGESTS, flopsOfBatch, KERNELS, type Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf, toHex } from '@/lib/attest/merkle';
import type { Opening } from '@/lib/attest/opening';
import { digestBytes, drawnBatches, encodeOpening } from '@/lib/attest/wire';
import { type ProofDrawn, type ProofStart, SUBMITTER_HEADER } from '@/lib/submission/proof';

/** Digests of one batch, [DIGESTS, columns]. */
export async function batchDigests(n: Size, seed: string, batch: number): Promise<Int32Array> {
  const kernel = KERNELS[n];
  const input = await batchInput(kernel, seed, batch);
  const columns = computeColumns(
    kernel,
    Array.from({ length: kernel.columns }, (_, column) => ({ input, column })),
  );
  const digests = new Int32Array(DIGESTS * kernel.columns);
  for (const [column, { digest }] of columns.entries()) {
    for (let k = 0; k < DIGESTS; k += 1) digests[k * kernel.columns + column] = digest[k];
  }
  return digests;
}

export interface Committed {
  /** As they are hashed. */
  readonly digests: readonly Uint8Array[];
  readonly levels: Uint8Array[][];
  readonly root: string;
}

export async function commitmentTo(digests: readonly Int32Array[]): Promise<Committed> {
  const bytes = digests.map(digestBytes);
  const levels = await merkleTree(await Promise.all(bytes.map((of, batch) => leafOf(batch, of))));
  return { digests: bytes, levels, root: toHex(rootOf(levels)) };
}

/** The sums of these columns of the batches that follow from `seed`. */
async function sumsOf(n: Size, seed: string, drawn: readonly Opening[]): Promise<Int32Array[]> {
  const kernel = KERNELS[n];
  const inputs = new Map<number, BatchInput>();
  for (const batch of drawnBatches(drawn)) inputs.set(batch, await batchInput(kernel, seed, batch));
  const columns = drawn.flatMap(({ batch, column }) => {
    const input = inputs.get(batch);
    return input === undefined ? [] : [{ input, column }];
  });
  return computeColumns(kernel, columns).map(({ sums }) => sums);
}

/**
 * What was drawn, as it is sent, with true sums. Batches beyond those that were committed to are
 * left out.
 */
export async function openingOf(
  { digests, levels }: Committed,
  seed: string,
  { openings }: ProofDrawn,
): Promise<Uint8Array<ArrayBuffer>> {
  const batches = drawnBatches(openings).flatMap((batch) => {
    const shown = digests[batch];
    return shown === undefined ? [] : [{ batch, digests: shown, path: pathOf(levels, batch) }];
  });
  return encodeOpening({ batches, sums: await sumsOf(128, seed, openings) });
}

const send = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { method: 'POST', ...init });

const post = (url: string, body: unknown): Promise<Response> =>
  send(url, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export interface StartRequest {
  readonly ticket: string;
  readonly submitterKey: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly n: number;
}

/** The proof requests of one site. */
export const proofClient = (site: string) => ({
  start: (request: StartRequest) => post(`${site}/api/v1/proofs`, request),
  commit: (id: string, body: { submitterKey: string; batches: number; root: string }) =>
    post(`${site}/api/v1/proofs/${id}/commit`, body),
  open: (
    id: string,
    submitterKey: string,
    bytes: BodyInit,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    send(`${site}/api/v1/proofs/${id}/open`, {
      headers: {
        'Content-Type': 'application/octet-stream',
        [SUBMITTER_HEADER]: submitterKey,
        ...headers,
      },
      body: bytes,
    }),
});

export interface Proved {
  readonly id: string;
  readonly response: Response;
  /**
   * The work lay within these by this process's clock: from the start's answer to the commit, from
   * the start to its answer.
   */
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * An honest proof of `batches` batches at n = 128, from start to verdict. A laboratory's server
 * believes that they were computed at `gflops` (lib/edge/lab.ts); without it they count as fast as
 * plain integers are.
 */
export async function prove(
  site: string,
  request: Omit<StartRequest, 'n'>,
  batches: number,
  gflops: number | null = null,
): Promise<Proved> {
  const client = proofClient(site);
  const { submitterKey } = request;
  const asked = performance.now();
  const { id, seed } = (await (await client.start({ ...request, n: 128 })).json()) as ProofStart;
  const began = performance.now();
  const digests: Int32Array[] = [];
  for (let batch = 0; batch < batches; batch += 1)
    digests.push(await batchDigests(128, seed, batch));
  const committed = await commitmentTo(digests);
  const leastMs = performance.now() - began;
  const drawn = (await (
    await client.commit(id, { submitterKey, batches, root: committed.root })
  ).json()) as ProofDrawn;
  const mostMs = performance.now() - asked;
  const elapsedMs =
    gflops === null ? null : (flopsOfBatch(KERNELS[128]) * batches) / (gflops * 1e6);
  const headers: Record<string, string> =
    elapsedMs === null ? {} : { 'X-Flopmark-Lab-Elapsed-Ms': String(elapsedMs) };
  const response = await client.open(
    id,
    submitterKey,
    await openingOf(committed, seed, drawn),
    headers,
  );
  return { id, response, leastMs, mostMs };
}
