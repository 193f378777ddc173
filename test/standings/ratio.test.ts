// Ratios of medians: exact values by the published formula, symmetry, and means that stay inside
// their parts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricMean, inverse, type Median, medianOf, speedRatio } from '@/lib/standings/ratio';

const cell = (p50: number, low: number, high: number, networks = 9): Median =>
  medianOf({ networks, p50, interval: [low, high] });

describe('inverse', () => {
  it('has an interval where the ratio has one', () => {
    expect(inverse({ value: 4, interval: null })).toEqual({ value: 0.25, interval: null });
    expect(inverse({ value: 4, interval: [2, 5] })).toEqual({ value: 0.25, interval: [0.2, 0.5] });
  });
});

describe('speedRatio', () => {
  it('is time over time, with both uncertainties added in quadrature on the log scale', () => {
    const { value, interval } = speedRatio(
      cell(10, 10 / Math.exp(0.3), 10),
      cell(20, 20, 20 * Math.exp(0.4)),
    );
    expect(value).toBe(2);
    expect(interval?.[0]).toBeCloseTo(2, 12);
    expect(interval?.[1]).toBeCloseTo(2 * Math.exp(0.5), 12);
  });

  it('has no interval below three networks on either side', () => {
    expect(speedRatio(cell(10, 10, 10, 2), cell(20, 19, 21))).toEqual({ value: 2, interval: null });
    expect(speedRatio(cell(10, 9, 11), cell(20, 20, 20, 1)).interval).toBeNull();
  });

  it('turns round when the two change places', () => {
    const positive = fc.double({ min: 0.01, max: 1e4, noNaN: true });
    const cells = fc.tuple(positive, positive, positive).map(([a, b, c]) => {
      const [low = a, middle = b, high = c] = [a, b, c].toSorted((x, y) => x - y);
      return cell(middle, low, high);
    });
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const [there, back] = [speedRatio(a, b), speedRatio(b, a)];
        expect(inverse(there).value).toBeCloseTo(back.value, 9);
        for (const end of [0, 1] as const)
          expect((inverse(there).interval?.[end] ?? 0) / (back.interval?.[end] ?? 0)).toBeCloseTo(
            1,
            9,
          );
        expect(there.value * back.value).toBeCloseTo(1, 9);
        expect((there.interval?.[0] ?? 0) * (back.interval?.[1] ?? 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('geometricMean', () => {
  it('weighs twice as fast against half as fast', () => {
    const mean = geometricMean([
      { value: 4, interval: [2, 8] },
      { value: 1, interval: [0.5, 2] },
    ]);
    expect(mean).toEqual({ value: 2, interval: [1, 4] });
  });

  it('has no interval where a part has none, and nothing to say of nothing', () => {
    expect(
      geometricMean([
        { value: 4, interval: [2, 8] },
        { value: 1, interval: null },
      ])?.interval,
    ).toBeNull();
    expect(geometricMean([])).toBeNull();
  });
});
