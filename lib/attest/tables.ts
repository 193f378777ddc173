// The fixed matrices of the kernel: A, and the weights W of the digests. Rows sum to zero, which
// centres every sum and leaves the whole of 2²⁴ to its spread.
import { createPrng, type Prng, seedOf } from '../core/prng';
import { DIGESTS, KERNEL_VERSION, type Kernel, type Size, WEIGHT_RANGE } from './kernel';

function prngOf(label: string): Prng {
  const word = (part: string): number => seedOf(`${KERNEL_VERSION}/${label}/${part}`);
  return createPrng([word('a'), word('b'), word('c'), word('d')]);
}

/**
 * `rows` rows of `n` uniform integers in [-range, range], each brought to sum zero: the excess is
 * taken off in ones at start, start + step, … (mod n), both drawn for each row and step odd, so
 * that every place is adjusted equally often. Zero sums of short blocks would hand out a null
 * vector for each block, which a forger need not multiply by; a whole row hands out one in n.
 */
function zeroSumRows(prng: Prng, rows: number, n: number, range: number): Int8Array<ArrayBuffer> {
  const values = new Int8Array(rows * n);
  const width = 2 * range + 1;
  for (let row = 0; row < rows; row += 1) {
    const from = row * n;
    let excess = 0;
    for (let k = from; k < from + n; k += 1) {
      const value = prng.below(width) - range;
      values[k] = value;
      excess += value;
    }
    const step = 2 * prng.below(n / 2) + 1;
    for (let k = prng.below(n); excess !== 0; k = (k + step) % n) {
      const one = Math.sign(excess);
      const lowered = values[from + k] - one;
      if (Math.abs(lowered) > range) continue;
      values[from + k] = lowered;
      excess -= one;
    }
  }
  return values;
}

export interface Tables {
  /** A in row-major order, [n, n]. Fixed per version, pinned by test. */
  readonly a: Int8Array<ArrayBuffer>;
  /** W in row-major order, [DIGESTS, n]. Fixed per version, pinned by test. */
  readonly weights: Int8Array<ArrayBuffer>;
}

const BUILT = new Map<Size, Tables>();

/** Built once per size and kept: 16 MiB at n = 4096. */
export function tablesOf({ n, range }: Kernel): Tables {
  const known = BUILT.get(n);
  if (known !== undefined) return known;
  const tables = {
    a: zeroSumRows(prngOf(`A/${n}`), n, n, range),
    weights: zeroSumRows(prngOf(`W/${n}`), DIGESTS, n, WEIGHT_RANGE),
  };
  BUILT.set(n, tables);
  return tables;
}
