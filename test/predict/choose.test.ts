// The share within a budget, on boards whose truth is known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng, type Prng } from '@/lib/core/prng';
import { type MixTime, shareWithin, upperQuartile } from '@/lib/predict/choose';

function normal(prng: Prng): number {
  return Math.sqrt(-2 * Math.log(1 - prng.unit())) * Math.cos(2 * Math.PI * prng.unit());
}

interface Board {
  readonly mix: readonly MixTime[];
  readonly truthMs: readonly number[];
}

/**
 * Devices over two orders of magnitude; a quarter of them measured. What errs in common errs on
 * all.
 */
function boardOf(seed: number): Board {
  const prng = createPrng(seed);
  const common = normal(prng);
  const mix: MixTime[] = [];
  const truthMs: number[] = [];
  for (let i = 0; i < 10 + prng.below(60); i += 1) {
    const ms = 5 * 100 ** prng.unit();
    const measured = prng.unit() < 0.25;
    const deviation = measured ? 0.03 : 0.05 + 0.15 * prng.unit();
    const error = measured ? normal(prng) : Math.SQRT1_2 * (common + normal(prng));
    mix.push({ share: prng.unit() ** 3, ms, deviation, measured });
    truthMs.push(ms * Math.exp(deviation * error));
  }
  return { mix, truthMs };
}

describe('shareWithin', () => {
  it('has the true share in its interval in at least 90 of 100 mixes', () => {
    let held = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const { mix, truthMs } = boardOf(seed);
      const budget = 5 * 100 ** createPrng(1000 + seed).unit();
      const total = mix.reduce((sum, { share }) => sum + share, 0);
      const truth =
        mix.reduce((sum, { share }, i) => sum + ((truthMs[i] ?? 0) <= budget ? share : 0), 0) /
        total;
      const { low, high } = shareWithin(mix, budget);
      if (low - 1e-9 <= truth && truth <= high + 1e-9) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(90);
  });

  it('counts what is unknown as neither, and widens the interval by it', () => {
    const known: MixTime = { share: 0.6, ms: 10, deviation: 0.01, measured: true };
    const unknown: MixTime = { share: 0.4, ms: null, deviation: 0, measured: false };
    expect(shareWithin([known, unknown], 100)).toMatchObject({
      share: 1,
      low: 0.6,
      high: 1,
      measured: 0.6,
    });
    expect(shareWithin([known, unknown], 1)).toMatchObject({ share: 0, low: 0, high: 0.4 });
    expect(shareWithin([unknown], 1)).toMatchObject({ share: 0, low: 0, high: 1, unknown: 1 });
  });

  it('grows with the budget, and does not depend on what the shares sum to', () => {
    const device = fc.record({
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      ms: fc.double({ min: 0.1, max: 1000, noNaN: true }),
      deviation: fc.double({ min: 0, max: 0.5, noNaN: true }),
      measured: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(device, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (mix, budget) => {
          const now = shareWithin(mix, budget);
          const more = shareWithin(mix, 2 * budget);
          expect(more.share).toBeGreaterThanOrEqual(now.share - 1e-9);
          const doubled = shareWithin(
            mix.map((each) => ({ ...each, share: 2 * each.share })),
            budget,
          );
          expect(doubled.share).toBeCloseTo(now.share, 9);
          expect(now.low).toBeLessThanOrEqual(now.high);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses a budget that is none', () => {
    expect(() => shareWithin([], 0)).toThrow(RangeError);
  });
});

describe('upperQuartile', () => {
  it('lies between the median and the 90 % quantile', () => {
    expect(upperQuartile(10, 10)).toBe(10);
    expect(upperQuartile(10, 20)).toBeCloseTo(10 * 2 ** (0.6745 / 1.2816), 6);
  });
});
