import { describe, expect, it } from 'vitest';
import { type Summary, summarise } from '@/lib/bench/stats';
import { MANIFEST } from '@/lib/models/manifest';
import type { Measurement } from '@/lib/submission/schema';
import { shownTimesOf } from '@/lib/submission/shown-times';
import { honestMeasurement } from '@/scripts/client/submission';

type Measured = Extract<Measurement, { outcome: 'measured' }>;

const steady = (ms: number) =>
  Array.from({ length: 12 }, (_, i) => ({ elapsedMs: ms + (i % 3) * 0.01, iterations: 1 }));

/** Two passes of 12 samples. */
function passes(first: number, second: number, backend: Measured['backend'] = 'wasm'): Measured {
  const entry = MANIFEST.get('gemm-512-fp32');
  if (entry === undefined) throw new Error('the workload is not pinned');
  const measured = { ...honestMeasurement(entry, 0), backend } as Measured;
  return {
    ...measured,
    samples: [...steady(first), ...steady(second)],
    options: { firstPass: 12 },
  };
}

const summaryOf = (one: Measured, ...others: readonly Measured[]): Summary =>
  shownTimesOf([one, ...others])(one);

describe('the figures of a run', () => {
  it('know a measurement the less, the more passes of the others differ', () => {
    const calm = passes(20, 20.1);
    const width = (others: readonly Measured[]): number => {
      const { lowMs, highMs } = summaryOf(calm, ...others).ci95;
      return highMs - lowMs;
    };
    const among = (first: number, second: number) =>
      width(Array.from({ length: 6 }, () => passes(first, second)));
    expect(among(20, 24)).toBeGreaterThan(2 * among(20, 20.1));
    const onGpu = Array.from({ length: 6 }, () => passes(20, 24, 'webgpu'));
    expect(width(onGpu)).toBe(width([]));
  });

  it('take the time from both passes and the rest from all samples', () => {
    const measured = { ...passes(10, 40), samples: [...steady(10), ...steady(40), ...steady(40)] };
    const figures = summaryOf(measured);
    expect(figures.timeMs).toBeCloseTo(20, 1);
    expect(figures).toMatchObject({ maxMs: 40.02, p90Ms: summarise(measured.samples).p90Ms });
  });

  it('call no drift what two passes differ by', () => {
    const apart = passes(20, 24);
    expect(summarise(apart.samples).drift.detected).toBe(true);
    expect(summaryOf(apart).drift.detected).toBe(false);
    const slower = Array.from({ length: 30 }, (_, i) => ({
      elapsedMs: 20 + i * 0.1,
      iterations: 1,
    }));
    const drifting = { ...apart, samples: [...steady(20), ...slower] };
    expect(summaryOf(drifting).drift.detected).toBe(true);
  });

  it('take a measurement that names no passes, or impossible ones, for one', () => {
    const whole = passes(20, 30);
    const { timeMs } = summarise(whole.samples);
    for (const firstPass of [undefined, 0, 24, 1000, -1, 2.5])
      expect(
        summaryOf({ ...whole, options: firstPass === undefined ? {} : { firstPass } }).timeMs,
      ).toBeCloseTo(timeMs, 10);
  });

  it('do not hold an interval for one sample a pass', () => {
    const two = [
      { elapsedMs: 767, iterations: 1 },
      { elapsedMs: 767, iterations: 1 },
    ];
    const figures = summaryOf({ ...passes(20, 20), samples: two, options: { firstPass: 1 } });
    expect(figures.intervalHolds).toBe(false);
  });

  it('know how far apart the fast samples lie: in the worse pass, and between passes', () => {
    expect(summaryOf(passes(20, 20)).fastSpread).toBeLessThan(0.001);
    expect(summaryOf(passes(20, 24)).fastSpread).toBeCloseTo(0.2, 3);
    const slower = Array.from({ length: 12 }, (_, i) => ({ elapsedMs: 20 + i, iterations: 1 }));
    const { fastSpread } = summaryOf({
      ...passes(20, 20),
      samples: [...slower, ...steady(20)],
      options: { firstPass: 12 },
    });
    // The lower quartile of 20 to 31 is 22.75, the 5 % quantile 20.55.
    expect(fastSpread).toBeCloseTo(22.75 / 20.005 - 1, 2);
  });
});
