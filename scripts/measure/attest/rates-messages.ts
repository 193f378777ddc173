// What `measure attest --rates` asks of its worker, and what it hears.
import type { Size } from '@/lib/attest/kernel';

export interface RatesRequest {
  readonly threads: number;
  readonly n: Size;
  readonly repeats: number;
}

export interface RatePairs {
  readonly threadsGot: number | null;
  /**
   * 10⁹ FLOP/s, one after the other: the kernel as the prover runs it, and a product as the engine
   * measures it.
   */
  readonly pairs: readonly { readonly kernel: number; readonly product: number }[];
}

export interface RatesFailure {
  readonly failed: string;
}
