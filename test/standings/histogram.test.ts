// Bins against the exact percentiles of the same votes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BIN_RATIO, binOf, middleOf, standingOfBins } from '@/lib/standings/histogram';
import { standingOf } from '@/lib/standings/standing';

/** Times from a microsecond to a quarter of an hour. */
const times = fc.array(
  fc
    .double({ min: Math.log(1e-3), max: Math.log(1e6), noNaN: true })
    .map((exponent) => Math.exp(exponent)),
  { minLength: 1, maxLength: 400 },
);

function binsOf(votes: readonly number[]) {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(binOf(vote), (counts.get(binOf(vote)) ?? 0) + 1);
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
}

describe('a bin', () => {
  it('is at most 1 % wide and holds its middle', () => {
    expect(BIN_RATIO).toBeLessThanOrEqual(1.01);
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (bin) => binOf(middleOf(bin)) === bin),
    );
  });
});

describe('percentiles from bins', () => {
  it('are within 0.5 % of the exact ones, the interval too', () => {
    fc.assert(
      fc.property(times, (votes) => {
        const exact = standingOf(votes);
        const binned = standingOfBins(binsOf(votes));
        expect(binned.networks).toBe(exact.networks);
        const pairs = [
          [binned.p10, exact.p10],
          [binned.p50, exact.p50],
          [binned.p90, exact.p90],
          [binned.interval[0], exact.interval[0]],
          [binned.interval[1], exact.interval[1]],
        ];
        for (const [found, expected] of pairs)
          expect(Math.abs(found / expected - 1)).toBeLessThanOrEqual(0.005);
      }),
    );
  });

  it('do not depend on the order in which votes came and went', () => {
    fc.assert(
      fc.property(times, times, (kept, withdrawn) => {
        const counts = new Map(
          binsOf([...kept, ...withdrawn]).map(({ bin, count }) => [bin, count]),
        );
        for (const vote of withdrawn) counts.set(binOf(vote), (counts.get(binOf(vote)) ?? 0) - 1);
        const left = [...counts]
          .map(([bin, count]) => ({ bin, count }))
          .filter(({ count }) => count > 0);
        expect(standingOfBins(left)).toEqual(standingOfBins(binsOf(kept)));
      }),
    );
  });

  it('of nobody do not exist', () => {
    expect(() => standingOfBins([])).toThrow(RangeError);
  });
});
