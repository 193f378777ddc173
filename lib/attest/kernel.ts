// The attested kernel (docs/integrity.md): L chained steps X ← f(A·X) on integers that fp32 holds
// exactly. A, X and the weights of the digests are so small that no partial sum leaves ±2²⁴, so any
// order of summation, fused multiply-add or blocking gives the same bits, and a server can check
// single columns of the result in integers.
//
// Graphs hold integers in units of 2⁻¹⁴, so that Floor separates the high bits of a sum from its
// low ones. What a proof shows and what it does not stands in docs/integrity.md.

/** Of all constants here: another value of any of them is another kernel. */
export const KERNEL_VERSION = 'flopmark-attest/2';

export const SIZES = [128, 256, 512, 1024, 2048, 4096] as const;
export type Size = (typeof SIZES)[number];

export interface Kernel {
  /** A is n × n, X is n × columns. */
  readonly n: Size;
  readonly columns: number;
  readonly steps: number;
  /**
   * Entries of A are integers in [-range, range], about 970 / √n: the whole of 2²⁴ is used, with a
   * margin of ten standard deviations (test/attest/margin.test.ts). Wide entries are what makes
   * tables of column combinations and passes of 8-bit products expensive.
   */
  readonly range: number;
}

export const KERNELS: Readonly<Record<Size, Kernel>> = {
  128: { n: 128, columns: 128, steps: 4, range: 86 },
  256: { n: 256, columns: 256, steps: 4, range: 60 },
  512: { n: 512, columns: 512, steps: 4, range: 43 },
  1024: { n: 1024, columns: 1024, steps: 4, range: 30 },
  2048: { n: 2048, columns: 1024, steps: 2, range: 21 },
  4096: { n: 4096, columns: 1024, steps: 2, range: 15 },
};

/** Whether a kernel of this size is defined. */
export const isSize = (n: number): n is Size => SIZES.some((size) => size === n);

/**
 * Sums per column. Each is over n values with a standard deviation of 2,365 and weights with one of
 * 4.3, so it carries about log₂(4.13 · 2365 · 4.3 · √n) bits: eight make 151 bits at n = 128.
 */
export const DIGESTS = 8;
/** Weights of the digests are integers in [-7, 7]. */
export const WEIGHT_RANGE = 7;

/** No honest sum is larger: fp32 holds every integer up to here. */
export const LARGEST_SUM = 2 ** 24;

/** What an integer is multiplied by where it stands in a graph. */
export const UNIT = 2 ** -14;

/** Integers per unit of a graph. */
const PERIOD = 2 ** 14;

/** FLOPs of one batch: two per multiply-add of the chained products; nothing else is counted. */
export const flopsOfBatch = ({ n, columns, steps }: Kernel): number => 2 * n * n * columns * steps;

/**
 * The fold f on integers, which follows every product: with y = 2¹⁴q + d, 0 ≤ d < 2¹⁴, it is |d −
 * 2¹³| + q, in [-1024, 9216]. It is not linear, so that powers of A are no short cut, and every bit
 * of y counts: sums that wrap at 16 bits lack q.
 */
export function fold(y: number): number {
  const q = Math.floor(y / PERIOD);
  return Math.abs(y - PERIOD * q - PERIOD / 2) + q;
}
