// Quantities that must not be mixed are branded; the brand costs nothing at run time.
// FLOPs = 2 × MACs of matmul- and convolution-class operators (DESIGN section 2, convention `flopmark-flops/1`).

declare const unit: unique symbol;
type Branded<T, Name extends string> = T & { readonly [unit]: Name };

/** Multiply-accumulates of matmul- and convolution-class operators. Exact while below 2⁵³. */
export type Macs = Branded<number, 'MAC'>;
/** Floating-point operations: 2 × MACs. */
export type Flops = Branded<number, 'FLOP'>;
/** 10⁹ FLOPs per second, achieved. */
export type Gflops = Branded<number, 'GFLOPS'>;

export const macs = (count: number): Macs => count as Macs;
export const gflops = (rate: number): Gflops => rate as Gflops;
export const flopsOf = (count: Macs): Flops => (2 * count) as Flops;

/** Achieved rate of `flops` operations done in `elapsedMs` milliseconds. */
export function gflopsOf(flops: Flops, elapsedMs: number): Gflops {
  if (!(elapsedMs > 0)) throw new RangeError(`elapsed time must be positive, got ${elapsedMs} ms`);
  return (flops / (elapsedMs * 1e6)) as Gflops;
}
