// Quantities that must not be mixed are branded; the brand costs nothing at run time.
// FLOPs = 2 × MACs of matmul- and convolution-class operators (docs/counting.md, "The convention").

declare const unit: unique symbol;
type Branded<T, Name extends string> = T & { readonly [unit]: Name };

/** Multiply-accumulates of matmul- and convolution-class operators. Exact while below 2⁵³. */
export type Macs = Branded<number, 'MAC'>;
/** Floating-point operations: 2 × MACs. */
export type Flops = Branded<number, 'FLOP'>;
/** 10⁹ FLOPs per second, achieved. */
export type Gflops = Branded<number, 'GFLOPS'>;

/** A count of multiply-accumulates, branded as such. */
export const macs = (count: number): Macs => count as Macs;

/** A rate in 10⁹ operations per second, branded as such. */
export const gflops = (rate: number): Gflops => rate as Gflops;

/** Two floating-point operations for each multiply-accumulate. */
export const flopsOf = (count: Macs): Flops => (2 * count) as Flops;

/** How FLOPs are counted: results by another convention never mix with these. */
export const FLOP_CONVENTION = 'flopmark-flops/1';
