// What a submitter commits to and shows of it, as the prover, the wire and the check name it.
import type { Size } from './kernel';

/** One column of one batch. */
export interface Opening {
  readonly batch: number;
  readonly column: number;
}

/** What a submitter shows of a batch that was drawn. */
export interface OpenedBatch {
  readonly batch: number;
  /** Of all its columns, [DIGESTS, columns], as they are hashed (./wire). */
  readonly digests: Uint8Array;
  /** Siblings of its leaf up to the root. */
  readonly path: readonly Uint8Array[];
}

/** All that is shown of what was drawn. */
export interface Opened {
  /** Every batch that the draw meets. */
  readonly batches: readonly OpenedBatch[];
  /** A · x before f of every step, [steps, n], of each drawn column in turn. */
  readonly sums: readonly Int32Array[];
}

/** What was started and committed. */
export interface Commitment {
  readonly n: Size;
  readonly seed: string;
  readonly batches: number;
  readonly root: Uint8Array;
}
