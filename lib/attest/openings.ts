// After the commit the server draws columns and recomputes them. A submitter who skipped a fraction f of the batches passes
// k openings with probability (1 − f)^k: 64 openings miss 10 % skipped once in 850 times.
import { type ColumnAt, columnDigests } from './check';
import { batchInput, DIGESTS, flopsOfBatch, KERNELS, LARGEST_ENTRY, type Size } from './kernel';
import { areUnder, leafOf } from './merkle';

/** One column of one batch. */
export interface Opening {
  readonly batch: number;
  readonly column: number;
}

/** What a submitter shows of a batch that was drawn. */
export interface OpenedBatch {
  readonly batch: number;
  /** [DIGESTS, columns], row by row. */
  readonly digests: Int32Array;
  readonly path: readonly Uint8Array[];
}

/** What was started and committed; both times are the database's. */
export interface Commitment {
  readonly n: Size;
  readonly seed: string;
  readonly batches: number;
  readonly root: Uint8Array;
}

export const PROOF_FAULTS = ['missing-batch', 'wrong-shape', 'not-committed', 'wrong-column'] as const;
export type ProofFault = (typeof PROOF_FAULTS)[number];

/** Uniform draws from `random`, which must be fresh after the commit. */
export function drawOpenings(n: Size, batches: number, random: () => number): Opening[] {
  const { columns, openings } = KERNELS[n];
  const below = (bound: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = random();
      if (value < limit) return value % bound;
    }
  };
  return Array.from({ length: openings }, () => ({ batch: below(batches), column: below(columns) }));
}

/** Null when every drawn column is under the committed root and is what the kernel gives. */
export async function checkOpenings(
  commitment: Commitment,
  drawn: readonly Opening[],
  opened: readonly OpenedBatch[],
): Promise<ProofFault | null> {
  const { n, seed } = commitment;
  const kernel = KERNELS[n];
  const byBatch = new Map(opened.map((batch) => [batch.batch, batch]));
  const shown = [...new Set(drawn.map(({ batch }) => batch))].map((batch) => byBatch.get(batch));
  for (const batch of shown) {
    if (batch === undefined) return 'missing-batch';
    if (!hasShape(n, batch)) return 'wrong-shape';
  }
  if (
    !(await areCommitted(
      commitment,
      shown.filter((batch) => batch !== undefined),
    ))
  )
    return 'not-committed';
  const columns = await Promise.all(
    drawn.map(
      async ({ batch, column }): Promise<ColumnAt> => ({ input: await batchInput(kernel, seed, batch), column }),
    ),
  );
  const expected = columnDigests(n, columns);
  for (let i = 0; i < drawn.length; i += 1) {
    const { batch, column } = drawn[i];
    const digests = byBatch.get(batch)?.digests;
    for (let k = 0; k < DIGESTS; k += 1) {
      if (digests?.[k * kernel.columns + column] !== expected[i][k]) return 'wrong-column';
    }
  }
  return null;
}

function hasShape(n: Size, { digests }: OpenedBatch): boolean {
  const largest = n * LARGEST_ENTRY;
  return digests.length === DIGESTS * KERNELS[n].columns && digests.every((digest) => Math.abs(digest) <= largest);
}

/** Whether what is shown of these batches stands under the root; their columns are not looked at. */
async function areCommitted({ batches, root }: Commitment, opened: readonly OpenedBatch[]): Promise<boolean> {
  // All at once: hashes are made on other threads, and waiting for one after the other would be most of the time.
  const leaves = opened.map(async ({ batch, digests, path }) => ({
    index: batch,
    leaf: await leafOf(batch, digests),
    path,
  }));
  return areUnder(root, batches, await Promise.all(leaves));
}

/** 10⁹ FLOP/s that were reached at least: all batches between the start and the commit. */
export const provenGflops = (n: Size, batches: number, elapsedMs: number): number =>
  (flopsOfBatch(KERNELS[n]) * batches) / elapsedMs / 1e6;
