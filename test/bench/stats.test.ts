import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from '@/lib/bench/samples';
import { centreOf, medianRank, summarise } from '@/lib/bench/stats';
import { createPrng } from '@/lib/core/prng';

const series = (...times: number[]): Sample[] => times.map((elapsedMs) => ({ elapsedMs, iterations: 1 }));
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
  // Published table of the 95 % sign-test interval: Conover, Practical Nonparametric Statistics, table A3.
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

  it('covers the median at least 95 times in 100, whatever the distribution', () => {
    for (const transform of [(u: number) => 1 + u, (u: number) => 1 / (1.0001 - u), (u: number) => 1 + u ** 8]) {
      const prng = createPrng(7);
      let covered = 0;
      for (let trial = 0; trial < 600; trial += 1) {
        const values = Array.from({ length: 25 }, () => transform(prng.unit()));
        const { ci95 } = summarise(series(...values));
        if (ci95.lowMs <= transform(0.5) && transform(0.5) <= ci95.highMs) covered += 1;
      }
      expect(covered / 600).toBeGreaterThanOrEqual(0.94);
    }
  });
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
    expect(summary.medianMs).toBe(20);
    expect(summary.meanMs).toBe(20);
    expect(summary.minMs).toBe(10);
    expect(summary.maxMs).toBe(30);
    expect(summary.p10Ms).toBe(12);
    expect(summary.p90Ms).toBe(28);
    expect(summary.madMs).toBe(5);
    expect(summary.ci95.lowMs).toBeLessThanOrEqual(15);
    expect(summary.ci95.highMs).toBeGreaterThanOrEqual(25);
    expect(summary.intervalHolds).toBe(true);
  });

  it('counts per run, not per sample', () => {
    const summary = summarise(Array.from({ length: 12 }, () => ({ elapsedMs: 12, iterations: 4 })));
    expect(summary).toMatchObject({ medianMs: 3, iterations: 48, madMs: 0, ci95: { lowMs: 3, highMs: 3 } });
    expect(summary.relativeHalfWidth).toBe(0);
    expect(summary.drift).toEqual({ change: 0, score: 0, detected: false });
  });

  it('says that five samples carry no 95 % interval', () => {
    const summary = summarise(series(1, 2, 3, 4, 5));
    expect(summary.intervalHolds).toBe(false);
    expect(summary.ci95).toEqual({ lowMs: 1, highMs: 5 });
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
    const independent = Array.from({ length: 200 }, () => 10 + prng.unit());
    const blocks = Array.from({ length: 200 }, (_, i) => 10 + (Math.floor(i / 10) % 2) + prng.unit() * 0.2);
    expect(summarise(series(...independent)).effectiveSamples).toBeGreaterThan(120);
    const dependent = summarise(series(...blocks));
    expect(dependent.effectiveSamples).toBeLessThan(60);
    expect(dependent.ci95.highMs - dependent.ci95.lowMs).toBeGreaterThan(0.9);
  });

  it('refuses times that no clock can give', () => {
    expect(() => summarise([])).toThrow(RangeError);
    expect(() => summarise(series(1, 0))).toThrow(RangeError);
    expect(() => summarise(series(1, Number.NaN))).toThrow(RangeError);
    expect(() => summarise(series(Number.POSITIVE_INFINITY))).toThrow(RangeError);
  });

  it('keeps its order relations for any series, and scales with the unit', () => {
    const times = fc.array(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, (values) => {
        const s = summarise(series(...values));
        expect(s.minMs).toBeLessThanOrEqual(s.ci95.lowMs);
        expect(s.ci95.lowMs).toBeLessThanOrEqual(s.medianMs);
        expect(s.medianMs).toBeLessThanOrEqual(s.ci95.highMs);
        expect(s.ci95.highMs).toBeLessThanOrEqual(s.maxMs);
        expect(s.p10Ms).toBeLessThanOrEqual(s.medianMs);
        expect(s.p90Ms).toBeGreaterThanOrEqual(s.medianMs);
        expect(s.effectiveSamples).toBeLessThanOrEqual(values.length);
        expect(s.effectiveSamples).toBeGreaterThanOrEqual(1);
        const doubled = summarise(values.map((value) => ({ elapsedMs: value * 4, iterations: 2 })));
        expect(doubled.medianMs).toBe(s.medianMs * 2);
        expect(doubled.ci95.lowMs).toBe(s.ci95.lowMs * 2);
        expect(doubled.drift.score).toBeCloseTo(s.drift.score, 9);
      }),
    );
  });
});
