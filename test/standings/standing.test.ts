// Votes become standings and standings become ranks: exact percentiles, shared ranges, provisional
// cells.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Backing, evidenceOf, lackWords } from '@/lib/standings/evidence';
import { type Rankable, rankByTime, rankWords, standingOf } from '@/lib/standings/standing';

const PROVABLE: Omit<Rankable, 'standing'> = { provable: true, blocks: 9, near: 0, agreeing: 0 };
const cell = (name: string, votes: readonly number[], backing = PROVABLE) => ({
  name,
  standing: standingOf(votes),
  ...backing,
});
const around = (ms: number, networks = 9) =>
  Array.from({ length: networks }, (_, index) => ms + 0.01 * (index - 4));

describe('standingOf', () => {
  it('is exact on a small cell', () => {
    expect(standingOf([5, 1, 3])).toEqual({
      networks: 3,
      p10: 1.4,
      p50: 3,
      p90: 4.6,
      interval: [1, 5],
    });
    expect(standingOf([7])).toEqual({ networks: 1, p10: 7, p50: 7, p90: 7, interval: [7, 7] });
  });

  it('narrows the interval as networks come, always around the median', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (votes) => {
          const { p10, p50, p90, interval } = standingOf(votes);
          expect(interval[0]).toBeLessThanOrEqual(p50);
          expect(interval[1]).toBeGreaterThanOrEqual(p50);
          expect(p10 <= p50 && p50 <= p90).toBe(true);
        },
      ),
    );
    expect(standingOf([1, 2, 3, 4, 5, 6, 7, 8, 9]).interval).toEqual([2, 8]);
  });
});

describe('rankByTime', () => {
  it('ranks by the median where intervals are apart', () => {
    const ranked = rankByTime([
      cell('slow', around(30)),
      cell('fast', around(10)),
      cell('middle', around(20)),
    ]);
    expect(ranked.map(({ name, rank }) => [name, rank && rankWords(rank)])).toEqual([
      ['fast', '1'],
      ['middle', '2'],
      ['slow', '3'],
    ]);
  });

  it('gives overlapping cells one range', () => {
    const ranked = rankByTime([
      cell('a', around(10)),
      cell('b', around(10.02)),
      cell('c', around(20)),
    ]);
    expect(ranked.map(({ rank }) => rank && rankWords(rank))).toEqual(['1–2', '1–2', '3']);
  });

  it('puts fewer than three networks after all others, without a rank', () => {
    const ranked = rankByTime([cell('lonely', [1, 1]), cell('ranked', around(50))]);
    expect(ranked.map(({ name, rank }) => [name, rank])).toEqual([
      ['ranked', { first: 1, last: 1 }],
      ['lonely', null],
    ]);
  });

  it('ranks what cannot be proved once enough networks agree', () => {
    const ranked = rankByTime([
      cell('invented', around(1), { provable: false, blocks: 1, near: 1, agreeing: 0 }),
      cell('agreed', around(50), { provable: false, blocks: 3, near: 3, agreeing: 3 }),
      cell('proved', around(60)),
    ]);
    expect(ranked.map(({ name, rank }) => [name, rank?.first])).toEqual([
      ['agreed', 1],
      ['proved', 2],
      ['invented', undefined],
    ]);
  });

  it('never gives a range that excludes the place in the list', () => {
    const cells = fc.array(
      fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(cells, (lists) => {
        rankByTime(lists.map((votes, index) => cell(String(index), votes))).forEach(
          ({ rank }, index) => {
            expect(rank?.first).toBeLessThanOrEqual(index + 1);
            expect(rank?.last).toBeGreaterThanOrEqual(index + 1);
          },
        );
      }),
    );
  });
});

describe('what stands behind a row', () => {
  const backing = (networks: number, given: Partial<Backing> = {}): Backing => ({
    networks,
    provable: false,
    blocks: networks,
    near: networks,
    agreeing: 0,
    ...given,
  });

  it.each([
    [backing(3, { provable: true }), 'attested'],
    [backing(2, { provable: true }), 'provisional'],
    [backing(3, { provable: true, blocks: 1 }), 'provisional'],
    [backing(3, { agreeing: 3 }), 'agreed'],
    [backing(30), 'provisional'],
    [backing(9, { provable: true, agreeing: 9 }), 'attested'],
  ])('%j: %s', (given, expected) => expect(evidenceOf(given)).toBe(expected));

  it.each([
    [backing(1), '1 of 3 networks; share it to confirm'],
    [backing(2, { provable: true, near: 0 }), '2 of 3 networks; share it to confirm'],
    [backing(9, { provable: true, blocks: 2 }), '2 of 3 networks apart; share it to confirm'],
    [backing(30, { near: 2 }), '2 of 3 networks agree; share it to confirm'],
    [backing(3), '3 networks, but on fewer than 2 days'],
  ])('%j lacks: %s', (given, expected) => expect(lackWords(given)).toBe(expected));

  it('is told of keys on a private board', () =>
    expect(lackWords(backing(1), 'keys')).toContain('1 of 3 keys'));
});
