// What `measure exact` asks of its worker, and what it hears.
import type { Size } from '@/lib/attest/kernel';

export interface Comparison {
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly n: Size;
  readonly seed: string;
  readonly batches: number;
  /** The checker's digests of all batches, int32, one batch after another. */
  readonly expectedPath: string;
}

export interface Compared {
  readonly columns: number;
  readonly mismatches: number;
}

export interface ComparisonFailure {
  readonly failed: string;
}
