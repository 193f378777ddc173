// A prover in plain integers: computes whole batches of the attested kernel as lib/attest/check does single columns, and
// speaks the three requests of a proof. Slow, so for the smallest size.
import { columnDigests } from '@/lib/attest/check';
import { batchInput, DIGESTS, flopsOfBatch, KERNELS, type Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf, toHex } from '@/lib/attest/merkle';
import { encodeDigests } from '@/lib/attest/wire';
import type { ProofDrawn, ProofOpening, ProofStart } from '@/lib/submission/proof';

/** Digests of one batch, [DIGESTS, columns]. */
export async function batchDigests(n: Size, seed: string, batch: number): Promise<Int32Array> {
  const kernel = KERNELS[n];
  const input = await batchInput(kernel, seed, batch);
  const columns = columnDigests(
    n,
    Array.from({ length: kernel.columns }, (_, column) => ({ input, column })),
  );
  const digests = new Int32Array(DIGESTS * kernel.columns);
  for (const [column, sums] of columns.entries()) {
    for (let k = 0; k < DIGESTS; k += 1) digests[k * kernel.columns + column] = sums[k];
  }
  return digests;
}

export interface Committed {
  readonly digests: readonly Int32Array[];
  readonly levels: Uint8Array[][];
  readonly root: string;
}

export async function commitmentTo(digests: readonly Int32Array[]): Promise<Committed> {
  const leaves: Uint8Array[] = [];
  for (const [batch, of] of digests.entries()) leaves.push(await leafOf(batch, of));
  const levels = await merkleTree(leaves);
  return { digests, levels, root: toHex(rootOf(levels)) };
}

/** The batches that were drawn, as they are sent. */
export function openingOf({ digests, levels }: Committed, { openings }: ProofDrawn): ProofOpening['batches'] {
  return [...new Set(openings.map(({ batch }) => batch))].map((batch) => ({
    batch,
    digests: encodeDigests(digests[batch] ?? new Int32Array()),
    path: pathOf(levels, batch).map(toHex),
  }));
}

const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

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
  open: (id: string, body: ProofOpening, headers: Readonly<Record<string, string>> = {}) =>
    post(`${site}/api/v1/proofs/${id}/open`, body, headers),
});

/**
 * An honest proof of `batches` batches at n = 128, from start to verdict. A laboratory's server believes that they were
 * computed at `gflops` (lib/edge/lab.ts); without it they count as fast as plain integers are.
 */
export async function prove(
  site: string,
  request: Omit<StartRequest, 'n'>,
  batches: number,
  gflops: number | null = null,
): Promise<{ readonly id: string; readonly response: Response }> {
  const client = proofClient(site);
  const { submitterKey } = request;
  const { id, seed } = (await (await client.start({ ...request, n: 128 })).json()) as ProofStart;
  const digests: Int32Array[] = [];
  for (let batch = 0; batch < batches; batch += 1) digests.push(await batchDigests(128, seed, batch));
  const committed = await commitmentTo(digests);
  const drawn = (await (await client.commit(id, { submitterKey, batches, root: committed.root })).json()) as ProofDrawn;
  const elapsedMs = gflops === null ? null : (flopsOfBatch(KERNELS[128]) * batches) / (gflops * 1e6);
  const headers: Record<string, string> = elapsedMs === null ? {} : { 'X-Flopmark-Lab-Elapsed-Ms': String(elapsedMs) };
  return { id, response: await client.open(id, { submitterKey, batches: openingOf(committed, drawn) }, headers) };
}
