// What a batch starts from: X₀ = f(left · right), two outer products of odd integers, drawn from
// the proof's seed and the batch's number. Nobody can make them before the seed is told.
import { createPrng, type PrngState } from '../core/prng';
import { fold, KERNEL_VERSION, type Kernel } from './kernel';

/** Entries are odd integers of so many bits: sums of two products stay below 2²³. */
const BITS = 11;

export interface BatchInput {
  /** [n, 2]. */
  readonly left: Float32Array<ArrayBuffer>;
  /** [2, columns], no two columns alike. */
  readonly right: Float32Array<ArrayBuffer>;
}

/**
 * The two factors of a batch's start X₀, drawn from the SHA-256 of kernel version, size, seed and
 * batch: nobody can know them before the seed is told.
 */
export async function batchInput(
  { n, columns }: Kernel,
  seed: string,
  batch: number,
): Promise<BatchInput> {
  const text = new TextEncoder().encode(`${KERNEL_VERSION}/${n}/${seed}/${batch}`);
  const words = new DataView(await crypto.subtle.digest('SHA-256', text));
  const state: PrngState = [
    words.getUint32(0),
    words.getUint32(4),
    words.getUint32(8),
    words.getUint32(12),
  ];
  const prng = createPrng(state);
  const odd = (): number => (prng.uint32() >>> (32 - BITS)) | 1;
  const left = new Float32Array(2 * n);
  for (let i = 0; i < left.length; i += 1) left[i] = odd();
  const right = new Float32Array(2 * columns);
  // Equal pairs would give equal columns, which need to be computed once only.
  const pairs = new Set<number>();
  while (pairs.size < columns) {
    const [v, w] = [odd(), odd()];
    const pair = (v << BITS) | w;
    if (pairs.has(pair)) continue;
    right[pairs.size] = v;
    right[columns + pairs.size] = w;
    pairs.add(pair);
  }
  return { left, right };
}

/** One column of one batch. */
export interface ColumnAt {
  readonly input: BatchInput;
  readonly column: number;
}

/** Computes one column of X₀ of a batch, n integers, from its factors. */
export function firstColumn({ n, columns }: Kernel, { input, column }: ColumnAt): Float64Array {
  const { left, right } = input;
  const [v, w] = [right[column] ?? 0, right[columns + column] ?? 0];
  const x = new Float64Array(n);
  for (let row = 0; row < n; row += 1) x[row] = fold(left[2 * row] * v + left[2 * row + 1] * w);
  return x;
}
