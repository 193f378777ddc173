import { describe, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { orderOfRound, quartileDifference, type TimedRound } from '@/scripts/measure/paired';

/** Passes of 10 ms that noise of 1 % moves, a third of them up to a fifth slower. */
function roundsOf(seed: number, apartPercent: number, rounds = 9): TimedRound[] {
  const prng = createPrng(seed);
  const pass = (ms: number): number =>
    ms * (1 + 0.01 * prng.unit()) * (prng.unit() < 1 / 3 ? 1 + 0.2 * prng.unit() : 1);
  return Array.from({ length: rounds }, () => ({
    subject: [pass(10 + apartPercent / 10), pass(10 + apartPercent / 10)],
    base: [pass(10), pass(10)],
  }));
}

describe('quartileDifference', () => {
  it.each([0, 3, -5])(
    'finds what is %d percent apart, though a third of the passes are slow',
    (apart) => {
      const off = Array.from({ length: 100 }, (_, seed) =>
        Math.abs(quartileDifference(roundsOf(seed, apart)).differencePercent - apart),
      );
      expect(off.filter((percent) => percent < 1).length).toBeGreaterThanOrEqual(95);
    },
  );

  it('has an interval that holds what is true', () => {
    const holding = Array.from({ length: 100 }, (_, seed) => {
      const [low, high] = quartileDifference(roundsOf(seed, 3)).ci95Percent ?? [1, 0];
      return low <= 3 && 3 <= high;
    });
    expect(holding.filter(Boolean).length).toBeGreaterThanOrEqual(90);
  });

  it('has none of few rounds', () => {
    expect(quartileDifference(roundsOf(1, 0, 5)).ci95Percent).toBeNull();
  });
});

it('who begins takes turns', () => {
  expect([orderOfRound(0, 'a', 'b'), orderOfRound(1, 'a', 'b')]).toEqual([
    ['a', 'b', 'b', 'a'],
    ['b', 'a', 'a', 'b'],
  ]);
});
