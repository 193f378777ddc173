import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Sample } from '@/lib/bench/samples';
import { centreOf, lowerRank, medianRank, type Summary, summarise } from '@/lib/bench/stats';
import { createPrng } from '@/lib/core/prng';

const series = (...times: number[]): Sample[] =>
  times.map((elapsedMs) => ({ elapsedMs, iterations: 1 }));
/** An order without trend or memory: a fixed shuffle. */
const shuffled = (values: readonly number[], seed = 1): number[] => {
  const prng = createPrng(seed);
  const result = [...values];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = prng.below(i + 1);
    [result[i], result[j]] = [result[j] ?? 0, result[i] ?? 0];
  }
  return result;
};

describe('medianRank', () => {
  // Published table of the 95 % sign-test interval: Conover, Practical Nonparametric Statistics,
  // table A3.
  it.each([
    [5, 0],
    [6, 1],
    [8, 1],
    [9, 2],
    [12, 3],
    [15, 4],
    [20, 6],
    [25, 8],
    [50, 18],
    [100, 40],
  ])('n = %i: rank %i', (n, rank) => expect(medianRank(n)).toBe(rank));

  it('is that of the binomial distribution for other quantiles', () => {
    // P(Binomial(13, 1/4) = 0) = 0.0238, of 12 it is 0.0317; by symmetry of the upper quartile 4 of
    // 4 is 0.0039.
    expect(lowerRank(12, 0.25)).toBe(0);
    expect(lowerRank(13, 0.25)).toBe(1);
    expect(lowerRank(4, 0.75)).toBe(1);
    expect(lowerRank(100, 0.25)).toBe(17);
  });
});

describe('the interval of a time', () => {
  const SHARE = PROTOCOL.estimator.quantile;

  it.each([
    [60, 0.94],
    [25, 0.94],
    [13, 0.94],
    // Too few for a lower order statistic: it reaches as far down as up, which is no law of every
    // distribution.
    [7, 0.92],
  ])(
    'of %i samples covers the quantile in a share of %d, whatever the distribution',
    (n, least) => {
      for (const transform of [
        (u: number) => 1 + u,
        (u: number) => 1 / (1.0001 - u),
        (u: number) => 1 + u ** 8,
      ]) {
        const prng = createPrng(7);
        let covered = 0;
        for (let trial = 0; trial < 600; trial += 1) {
          const values = Array.from({ length: n }, () => transform(prng.unit()));
          const { ci95 } = summarise(series(...values));
          if (ci95.lowMs <= transform(SHARE) && transform(SHARE) <= ci95.highMs) covered += 1;
        }
        expect(covered / 600).toBeGreaterThanOrEqual(least);
      }
    },
  );
});

describe('summarise', () => {
  it('holds the centre that sampling was judged by', () => {
    const samples = series(...shuffled(Array.from({ length: 40 }, (_, i) => 10 + i ** 1.5)));
    expect(summarise(samples)).toMatchObject(centreOf(samples));
  });

  it('gives exact numbers for a known series', () => {
    const values = shuffled(
      Array.from({ length: 21 }, (_, i) => 10 + i),
      3,
    );
    const summary = summarise(series(...values));
    expect(summary.samples).toBe(21);
    expect(summary.iterations).toBe(21);
    expect(summary.timeMs).toBe(15);
    expect(summary.medianMs).toBe(20);
    expect(summary.meanMs).toBe(20);
    expect(summary.minMs).toBe(10);
    expect(summary.maxMs).toBe(30);
    expect(summary.p10Ms).toBe(12);
    expect(summary.p90Ms).toBe(28);
    expect(summary.madMs).toBe(5);
    // Of 21 samples the second and the eleventh: P(Binomial(21, 1/4) < 2) = 0.019, P(≥ 10) = 0.021.
    expect(summary.ci95.lowMs).toBeLessThanOrEqual(11);
    expect(summary.ci95.highMs).toBeGreaterThanOrEqual(19);
    expect(summary.intervalHolds).toBe(true);
  });

  it('counts per run, not per sample', () => {
    const summary = summarise(Array.from({ length: 12 }, () => ({ elapsedMs: 12, iterations: 4 })));
    expect(summary).toMatchObject({
      timeMs: 3,
      medianMs: 3,
      iterations: 48,
      madMs: 0,
      ci95: { lowMs: 3, highMs: 3 },
    });
    expect(summary.relativeHalfWidth).toBe(0);
    expect(summary.drift).toEqual({ change: 0, score: 0, detected: false });
  });

  it('says that five samples carry no 95 % interval', () => {
    const summary = summarise(series(1, 2, 3, 4, 5));
    expect(summary.intervalHolds).toBe(false);
    expect(summary.ci95).toEqual({ lowMs: 0.8, highMs: 5 });
  });

  it('finds a drift that is real and large', () => {
    const noise = createPrng(5);
    const throttled = Array.from({ length: 60 }, (_, i) => 10 + i * 0.02 + noise.unit() * 0.1);
    const { drift } = summarise(series(...throttled));
    expect(drift.detected).toBe(true);
    expect(drift.change).toBeGreaterThan(0.05);
    expect(drift.score).toBeGreaterThan(7);
    expect(summarise(series(...throttled.toReversed())).drift.change).toBeLessThan(-0.05);
  });

  it('finds no drift in noise', () => {
    let found = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const prng = createPrng(seed);
      const noise = Array.from({ length: 60 }, () => 10 + prng.unit());
      if (summarise(series(...noise)).drift.detected) found += 1;
    }
    expect(found).toBeLessThanOrEqual(2);
  });

  it('gives perfectly monotonic time the largest score, ties none', () => {
    expect(summarise(series(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).drift.score).toBeCloseTo(3, 12);
    expect(summarise(series(5, 5, 5, 5, 5, 5)).drift.score).toBe(0);
  });

  it('widens the interval of samples that depend on each other', () => {
    const prng = createPrng(11);
    const blocks = Array.from(
      { length: 200 },
      (_, i) => 10 + ((Math.floor(i / 10) * 3) % 5) + prng.unit() * 0.2,
    );
    const independent = shuffled(blocks);
    const { effectiveSamples } = summarise(series(...independent));
    expect(effectiveSamples).toBeGreaterThan(120);
    const dependent = summarise(series(...blocks));
    expect(dependent.effectiveSamples).toBeLessThan(effectiveSamples);
    expect(dependent.effectiveSamples).toBeLessThan(60);
    const width = ({ ci95: { lowMs, highMs } }: Summary): number => highMs - lowMs;
    expect(width(dependent)).toBeGreaterThan(1.5 * width(summarise(series(...independent))));
  });

  it('refuses times that no clock can give', () => {
    expect(() => summarise([])).toThrow(RangeError);
    expect(() => summarise(series(1, 0))).toThrow(RangeError);
    expect(() => summarise(series(1, Number.NaN))).toThrow(RangeError);
    expect(() => summarise(series(Number.POSITIVE_INFINITY))).toThrow(RangeError);
  });

  it('keeps its order relations for any series, and scales with the unit', () => {
    const times = fc.array(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(times, (values) => {
        const s = summarise(series(...values));
        expect(s.minMs).toBeLessThanOrEqual(s.timeMs);
        expect(s.ci95.lowMs).toBeLessThanOrEqual(s.timeMs);
        expect(s.timeMs).toBeLessThanOrEqual(s.ci95.highMs);
        expect(s.timeMs).toBeLessThanOrEqual(s.medianMs);
        expect(s.ci95.highMs).toBeLessThanOrEqual(s.maxMs);
        expect(s.p10Ms).toBeLessThanOrEqual(s.medianMs);
        expect(s.p90Ms).toBeGreaterThanOrEqual(s.medianMs);
        expect(s.effectiveSamples).toBeLessThanOrEqual(values.length);
        expect(s.effectiveSamples).toBeGreaterThanOrEqual(1);
        const doubled = summarise(values.map((value) => ({ elapsedMs: value * 4, iterations: 2 })));
        expect(doubled.timeMs).toBe(s.timeMs * 2);
        expect(doubled.ci95.highMs).toBe(s.ci95.highMs * 2);
        expect(doubled.drift.score).toBeCloseTo(s.drift.score, 9);
      }),
    );
  });
});
