// What the page and the prover say to each other, in this order: prepare → ready → prove → root → open → opened.
import type { Size } from '@/lib/attest/kernel';

export interface OpenedOnWire {
  readonly batch: number;
  /** int32, little endian, base64. */
  readonly digests: string;
  readonly path: string[];
}

export type ToProver =
  | { readonly type: 'prepare'; readonly backend: 'wasm' | 'webgpu'; readonly threads: number }
  | { readonly type: 'prove'; readonly seed: string; readonly batches: number }
  | { readonly type: 'open'; readonly batches: readonly number[] };

export type FromProver =
  /** Open and warm; one batch takes so long. */
  | { readonly type: 'ready'; readonly n: Size; readonly batchMs: number }
  | { readonly type: 'root'; readonly root: string }
  | { readonly type: 'opened'; readonly batches: readonly OpenedOnWire[] }
  | { readonly type: 'failed'; readonly reason: string };
