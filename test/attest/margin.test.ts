// How far from leaving ±2²⁴ the sums of honest work stay. Entries of X have a mean of 4096, those
// of X₀ of 4224, and a standard deviation of 2,367: some terms of a row sum to the mean times Σa,
// give or take 2367 · √Σa².
import { describe, expect, it } from 'vitest';
import { batchInput, firstColumn } from '@/lib/attest/batch';
import { computeColumns } from '@/lib/attest/column';
import { fold, KERNELS, LARGEST_SUM, SIZES } from '@/lib/attest/kernel';
import { tablesOf } from '@/lib/attest/tables';
import { createPrng } from '@/lib/core/prng';

const MEAN = 4096;
/** Of X₀, whose sums are all positive. */
const FIRST_MEAN = MEAN + 128;
const DEVIATION = 2367;

/** As runtimes sum: one after another, with vectors and blocks in parallel, or in any other way. */
function ordersOf(n: number): Int32Array[] {
  const strided = (stride: number): Int32Array =>
    Int32Array.from({ length: n }, (_, i) => ((i * stride) % n) + Math.floor((i * stride) / n));
  const prng = createPrng(3);
  const shuffled = (): Int32Array => {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i -= 1) {
      const j = prng.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  return [strided(1), strided(4), strided(16), strided(n / 32), shuffled(), shuffled()];
}

/** The least distance of any partial sum of any row from `bound`, in standard deviations. */
function leastMargin(rows: Int8Array, n: number, mean: number, bound: number): number {
  let least = Number.POSITIVE_INFINITY;
  const orders = ordersOf(n);
  for (let from = 0; from < rows.length; from += n) {
    for (const order of orders) {
      let sum = 0;
      let squares = 0;
      for (let k = 0; k < n; k += 1) {
        const value = rows[from + order[k]];
        sum += value;
        squares += value * value;
        if (squares === 0) continue;
        const margin = (bound - mean * Math.abs(sum)) / (DEVIATION * Math.sqrt(squares));
        if (margin < least) least = margin;
      }
    }
  }
  return least;
}

describe.each(SIZES)('sums at n = %i', (n) => {
  const kernel = KERNELS[n];
  const { a, weights } = tablesOf(kernel);

  it('stay 10.3 standard deviations within 2²⁴, in six orders of summation', () => {
    expect(leastMargin(a, n, MEAN, LARGEST_SUM)).toBeGreaterThan(10.3);
    expect(leastMargin(a, n, FIRST_MEAN, LARGEST_SUM)).toBeGreaterThan(10);
  });

  it('fit three bytes where they are digests', () => {
    expect(leastMargin(weights, n, MEAN, LARGEST_SUM / 2)).toBeGreaterThan(10.3);
  });

  it('are of entries with the mean and the deviation that this rests on', async () => {
    const input = await batchInput(kernel, 'margin', 0);
    const columns = Array.from({ length: 128 }, (_, column) => ({ input, column }));
    const expectMoments = (entries: readonly Float64Array[], mean: number): void => {
      const all = entries.flatMap((x) => [...x]);
      const found = all.reduce((sum, x) => sum + x, 0) / all.length;
      const deviation = Math.sqrt(all.reduce((sum, x) => sum + (x - found) ** 2, 0) / all.length);
      const error = DEVIATION / Math.sqrt(all.length);
      expect(Math.abs(found - mean)).toBeLessThan(6 * error);
      expect(Math.abs(deviation - DEVIATION)).toBeLessThan(6 * error);
    };
    expectMoments(
      columns.map((at) => firstColumn(kernel, at)),
      FIRST_MEAN,
    );
    const few = columns.slice(0, 8);
    expectMoments(
      computeColumns(kernel, few).map(({ sums }) => Float64Array.from(sums, fold)),
      MEAN,
    );
  });
});
