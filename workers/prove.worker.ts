// Proves work on one backend: finds the size that suits the device, computes the batches it is told to, keeps their
// digests, and shows those that are asked for. Used once; abort is terminate().
import { batchInput, flopsOfBatch, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf, toHex } from '@/lib/attest/merkle';
import { encodeDigests } from '@/lib/attest/wire';
import { type AttestedSession, openProver, type Prover } from '@/lib/ort/attested';
import type { FromProver, ToProver } from './prove-messages';

/** Batches are handed over this far ahead of those that were read back. */
const AHEAD = 3;
/** A batch should take about this long at most: many batches make a draw fine. */
const BATCH_MS = 200;
/** Batches that are timed, after as many that warm. */
const TIMED = 2;
const WARM_SEED = '00'.repeat(32);

const say = (message: FromProver): void => self.postMessage(message);

let session: AttestedSession | null = null;
let kept: { readonly digests: readonly Int32Array[]; readonly levels: Uint8Array[][] } | null = null;

self.onmessage = ({ data }: MessageEvent<ToProver>): void => {
  void answer(data).then(say, (error: unknown) =>
    say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
};

async function answer(message: ToProver): Promise<FromProver> {
  switch (message.type) {
    case 'prepare': {
      const found = await suitableSession(await openProver(message.backend, message.threads));
      session = found.session;
      return { type: 'ready', n: found.session.kernel.n, batchMs: found.batchMs };
    }
    case 'prove': {
      if (session === null) throw new Error('The prover was not prepared.');
      const digests = await compute(session, message.seed, message.batches);
      const leaves: Uint8Array[] = [];
      for (const [batch, of] of digests.entries()) leaves.push(await leafOf(batch, of));
      const levels = await merkleTree(leaves);
      kept = { digests, levels };
      return { type: 'root', root: toHex(rootOf(levels)) };
    }
    case 'open': {
      if (kept === null) throw new Error('Nothing was proven.');
      const { digests, levels } = kept;
      const batches = message.batches.map((batch) => ({
        batch,
        digests: encodeDigests(digests[batch] ?? new Int32Array()),
        path: pathOf(levels, batch).map(toHex),
      }));
      return { type: 'opened', batches };
    }
  }
}

/** Digests of batches 0 … count − 1. */
async function compute({ kernel, start }: AttestedSession, seed: string, count: number): Promise<Int32Array[]> {
  const digests: Int32Array[] = [];
  const open: Promise<Int32Array>[] = [];
  for (let batch = 0; batch < count; batch += 1) {
    open.push((await start(await batchInput(kernel, seed, batch))).digests);
    const oldest = open.length > AHEAD ? open.shift() : undefined;
    if (oldest !== undefined) digests.push(await oldest);
  }
  return [...digests, ...(await Promise.all(open))];
}

/** The largest size whose batch is short enough; the rate of each opened one says which to try next. */
async function suitableSession(prover: Prover): Promise<{ session: AttestedSession; batchMs: number }> {
  let n: Size = SIZES[0];
  for (;;) {
    const opened = await prover.open(n);
    const batchMs = await batchTime(opened);
    const flopsPerMs: number = flopsOfBatch(KERNELS[n]) / batchMs;
    const next: Size = SIZES.findLast((size) => flopsOfBatch(KERNELS[size]) / flopsPerMs <= BATCH_MS) ?? n;
    if (next <= n) return { session: opened, batchMs };
    await opened.release();
    n = next;
  }
}

async function batchTime(opened: AttestedSession): Promise<number> {
  await compute(opened, WARM_SEED, TIMED);
  const start = performance.now();
  await compute(opened, WARM_SEED, TIMED);
  return Math.max((performance.now() - start) / TIMED, 0.01);
}
