import { describe, expect, it } from 'vitest';
import { perIterationMs, quantile, sortValues } from '@/lib/bench/samples';

describe('samples', () => {
  it('divides by inner iterations', () => {
    expect(
      perIterationMs([
        { elapsedMs: 12, iterations: 4 },
        { elapsedMs: 10, iterations: 1 },
      ]),
    ).toEqual([3, 10]);
  });

  it('takes quantiles between order statistics', () => {
    const values = sortValues([4, 1, 3, 2]);
    expect(values).toEqual([1, 2, 3, 4]);
    expect(quantile(values, 0)).toBe(1);
    expect(quantile(values, 0.5)).toBe(2.5);
    expect(quantile(values, 0.1)).toBeCloseTo(1.3, 12);
    expect(quantile(values, 1)).toBe(4);
  });

  it('has no quantile of nothing', () => {
    expect(() => quantile(sortValues([]), 0.5)).toThrow(RangeError);
  });
});
