// After the commit the server draws columns of the batches; the submitter shows every sum in them,
// and the server checks that they follow from the seed and end in the digests that were committed
// to. A submitter who skipped a fraction f of the batches passes k openings with probability (1 −
// f)^k: of 10 % skipped, 64 openings let one in 850 through. Twice as many would weigh 4.8 MB at n
// = 1024, above the 4.5 MB that functions at the edge take in.
import { gflopsOf } from '../core/rate';
import { batchInput, firstColumn } from './batch';
import { digestOf } from './column';
import { followSums, probeOf } from './freivalds';
import { DIGESTS, flopsOfBatch, KERNELS, type Size } from './kernel';
import { areUnder, leafOf } from './merkle';
import type { Commitment, Opened, OpenedBatch, Opening } from './opening';
import { tablesOf } from './tables';
import { digestAt } from './wire';

/** Columns that are opened, at every size. */
export const OPENINGS = 64;

export const PROOF_FAULTS = ['wrong-shape', 'not-committed', 'wrong-sum', 'wrong-digest'] as const;
export type ProofFault = (typeof PROOF_FAULTS)[number];

/** Uniform draws from `random` (32 bits), which must be fresh after the commit. */
export function drawOpenings(n: Size, batches: number, random: () => number): Opening[] {
  const { columns } = KERNELS[n];
  const below = (bound: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = random();
      if (value < limit) return value % bound;
    }
  };
  return Array.from({ length: OPENINGS }, () => ({
    batch: below(batches),
    column: below(columns),
  }));
}

/**
 * Checks every drawn column: null where each is under the committed root and is what the kernel
 * gives, else what is wrong. `words` are 2n random numbers of 32 bits from a secure source, drawn
 * after `opened` had arrived.
 */
export async function checkOpenings(
  commitment: Commitment,
  drawn: readonly Opening[],
  opened: Opened,
  words: Uint32Array,
): Promise<ProofFault | null> {
  const { n, seed } = commitment;
  const kernel = KERNELS[n];
  if (opened.sums.length !== drawn.length) return 'wrong-shape';
  if (!(await areCommitted(commitment, opened.batches))) return 'not-committed';
  const shown = new Map(opened.batches.map((one) => [one.batch, one.digests]));
  const inputs = new Map(
    await Promise.all(
      [...shown.keys()].map(
        async (batch) => [batch, await batchInput(kernel, seed, batch)] as const,
      ),
    ),
  );
  const { weights } = tablesOf(kernel);
  const probe = probeOf(kernel, words);
  for (const [i, { batch, column }] of drawn.entries()) {
    const [input, digests, sums] = [inputs.get(batch), shown.get(batch), opened.sums[i]];
    if (input === undefined || digests === undefined || sums?.length !== kernel.steps * n)
      return 'wrong-shape';
    const last = followSums(kernel, probe, firstColumn(kernel, { input, column }), sums);
    if (last === null) return 'wrong-sum';
    const committed = digestAt(digests, kernel.columns, column);
    const digest = digestOf(weights, last);
    for (let k = 0; k < DIGESTS; k += 1) if (digest[k] !== committed[k]) return 'wrong-digest';
  }
  return null;
}

/**
 * Whether what is shown of these batches stands under the root; their columns are not looked at.
 */
async function areCommitted(
  { batches, root }: Commitment,
  opened: readonly OpenedBatch[],
): Promise<boolean> {
  // All at once: hashes are made on other threads, and waiting for one after the other would be
  // most of the time.
  const leaves = opened.map(async ({ batch, digests, path }) => ({
    index: batch,
    leaf: await leafOf(batch, digests),
    path,
  }));
  return areUnder(root, batches, await Promise.all(leaves));
}

/** 10⁹ FLOP/s that were reached at least: all batches between the start and the commit. */
export const provenGflops = (n: Size, batches: number, elapsedMs: number): number =>
  gflopsOf(flopsOfBatch(KERNELS[n]) * batches, elapsedMs);
