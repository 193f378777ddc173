// The attested kernel (DESIGN section 6): L chained steps X ← f(A·X) on integers held in fp32. A, X and the weights of the
// digests are so small that every partial sum is at most 2²⁴, so any order of summation, fused multiply-add or blocking
// gives the same bits, and a server can recompute one column of the result in integers.
//
// What it shows: that n²·m·L multiply-adds per batch were done between two readings of the server's clock. What it does not
// show: on which hardware, in which browser or by how many machines. Integer or matrix units (two passes), Strassen (about
// 12 % a level) and skipping the few batches that no opening hits are cheaper than the count says.
import { createPrng, type Prng, type PrngState, seedOf } from '../core/prng';

/** Of all constants here: another value of any of them is another kernel. */
export const KERNEL_VERSION = 'flopmark-attest/1';

export const SIZES = [128, 256, 512, 1024, 2048, 4096] as const;
export type Size = (typeof SIZES)[number];

export interface Kernel {
  /** A is n × n, X is n × columns. */
  readonly n: Size;
  readonly columns: number;
  readonly steps: number;
  /** Entries of A are integers in [-range, range]. */
  readonly range: number;
  /** Columns that are recomputed after the commit: as many as a server affords in 150 ms. */
  readonly openings: number;
}

/** ±1 alone collapses columns by parity, so the largest size has zeros, too. */
export const KERNELS: Readonly<Record<Size, Kernel>> = {
  128: { n: 128, columns: 128, steps: 4, range: 3, openings: 64 },
  256: { n: 256, columns: 256, steps: 4, range: 3, openings: 64 },
  512: { n: 512, columns: 512, steps: 4, range: 3, openings: 64 },
  1024: { n: 1024, columns: 1024, steps: 4, range: 3, openings: 64 },
  2048: { n: 2048, columns: 1024, steps: 2, range: 2, openings: 32 },
  4096: { n: 4096, columns: 1024, steps: 2, range: 1, openings: 8 },
};

export const isSize = (n: number): n is Size => SIZES.some((size) => size === n);

/**
 * Sums per column. Each is over n near-uniform 13-bit values with a standard deviation of 2,365, so it carries about
 * log₂(4.13 · 2365 · √n) bits: 16.8 at n = 128, 18.3 at 1024. Three sums, as DESIGN had it, make 50 bits at n = 128; four
 * make 67.
 */
export const DIGESTS = 4;
/** Entries of u, v and of the weights of digests are below this. */
const FACTOR_BOUND = 2048;
/** X's entries are signed 13-bit numbers. */
export const LARGEST_ENTRY = 4096;

/** FLOPs of one batch: two per multiply-add of the chained products; f, X₀ and the digests are not counted. */
export const flopsOfBatch = ({ n, columns, steps }: Kernel): number => 2 * n * n * columns * steps;

/**
 * f on integers, |y| ≤ 2²⁴: reduces to signed 13 bits and reverses the negative half. A bijection of the 13-bit numbers
 * that is not linear, so that repeated squaring of A is no short cut, and whose range fits fp16, bf16 and TF32 in no single
 * pass. The graph computes the same by floor, multiplication and |c + ½| − ½.
 */
export function fold(y: number): number {
  const c = (y & 8191) - 4096;
  return c >= 0 ? c : -4097 - c;
}

function prngOf(label: string): Prng {
  const word = (part: string): number => seedOf(`${KERNEL_VERSION}/${label}/${part}`);
  return createPrng([word('a'), word('b'), word('c'), word('d')]);
}

/** A in row-major order. Fixed per version, pinned by test. */
export function coefficients({ n, range }: Kernel): Int8Array<ArrayBuffer> {
  const prng = prngOf(`A/${n}`);
  const width = 2 * range + 1;
  return Int8Array.from({ length: n * n }, () => prng.below(width) - range);
}

/** Weights of the digests, [DIGESTS, n]. Fixed per version. */
export function digestWeights({ n }: Kernel): Int16Array<ArrayBuffer> {
  const prng = prngOf(`w/${n}`);
  return Int16Array.from({ length: DIGESTS * n }, () => prng.below(FACTOR_BOUND));
}

/** What a batch starts from: X₀ = f(left · right), left [n, 2], right [2, columns], entries in [0, 2047], no two columns alike. */
export interface BatchInput {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

/** Inputs of batch `batch`: nobody can make them before the seed is known, and none follows from another. */
export async function batchInput({ n, columns }: Kernel, seed: string, batch: number): Promise<BatchInput> {
  const text = new TextEncoder().encode(`${KERNEL_VERSION}/${n}/${seed}/${batch}`);
  const words = new DataView(await crypto.subtle.digest('SHA-256', text));
  const state: PrngState = [words.getUint32(0), words.getUint32(4), words.getUint32(8), words.getUint32(12)];
  const prng = createPrng(state);
  const left = Float32Array.from({ length: 2 * n }, () => prng.below(FACTOR_BOUND));
  const right = new Float32Array(2 * columns);
  // Equal pairs would give equal columns, which need to be computed once only; of 1,024 pairs two are equal one time in eight.
  const pairs = new Set<number>();
  while (pairs.size < columns) {
    const [v, w] = [prng.below(FACTOR_BOUND), prng.below(FACTOR_BOUND)];
    if (pairs.has(v * FACTOR_BOUND + w)) continue;
    right[pairs.size] = v;
    right[columns + pairs.size] = w;
    pairs.add(v * FACTOR_BOUND + w);
  }
  return { left, right };
}
