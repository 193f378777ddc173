// What the page and the prover say to each other, in this order: prepare → ready, then for each
// attempt prove → root → open → opened.
import type { Size } from '@/lib/attest/kernel';
import type { Opening } from '@/lib/attest/opening';

export type ToProver =
  | {
      readonly type: 'prepare';
      readonly backend: 'wasm' | 'webgpu';
      readonly threads: number;
      /** How long the work of a proof should take. */
      readonly targetMs: number;
    }
  | { readonly type: 'prove'; readonly seed: string; readonly batches: number }
  | { readonly type: 'open'; readonly openings: readonly Opening[] };

export type FromProver =
  /**
   * Open and warm; one batch takes so long. Threads are those that the runtime has; null off the
   * CPU.
   */
  | {
      readonly type: 'ready';
      readonly n: Size;
      readonly batchMs: number;
      readonly threadsGot: number | null;
    }
  | { readonly type: 'root'; readonly root: string }
  /** As it is sent to the server (lib/attest/wire). */
  | { readonly type: 'opened'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly reason: string };
