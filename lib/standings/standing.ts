// From votes to a ranking. A vote is one network's value in a cell; a standing is the cell's
// aggregate. What is not ranked yet is provisional (./evidence) and comes after the others. Where
// the intervals of two medians overlap, nobody can say which is faster, so such cells share a range
// of ranks.
import { quantile, sortValues } from '../bench/samples';
import { medianRank } from '../bench/stats';
import { type Backing, evidenceOf } from './evidence';

export interface Standing {
  readonly networks: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** 95 % interval of the median over networks; the whole range where there are too few for one. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * Says what the votes of a cell come to, in their unit.
 * @throws RangeError for a cell without votes.
 */
export function standingOf(votes: readonly number[]): Standing {
  const sorted = sortValues(votes);
  const rank = Math.max(medianRank(sorted.length), 1);
  return {
    networks: sorted.length,
    p10: quantile(sorted, 0.1),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    interval: [sorted[rank - 1] ?? Number.NaN, sorted[sorted.length - rank] ?? Number.NaN],
  };
}

export interface RankRange {
  readonly first: number;
  readonly last: number;
}

export type Ranked<T> = T & {
  /** Null: provisional. */
  readonly rank: RankRange | null;
};

/** A cell as far as it decides on a rank. */
export type Rankable = Omit<Backing, 'networks'> & { readonly standing: Standing };

const isRanked = ({ standing, ...backing }: Rankable): boolean =>
  evidenceOf({ ...backing, networks: standing.networks }) !== 'provisional';

/**
 * Fastest first by the median, provisional cells after all ranked ones. Values are times: less is
 * better.
 */
export function rankByTime<T extends Rankable>(cells: readonly T[]): Ranked<T>[] {
  const byMedian = cells.toSorted((a, b) => a.standing.p50 - b.standing.p50);
  const full = byMedian.filter(isRanked);
  const provisional = byMedian.filter((cell) => !isRanked(cell));
  const lows = sortValues(full.map(({ standing }) => standing.interval[0]));
  const highs = sortValues(full.map(({ standing }) => standing.interval[1]));
  const ranked = full.map((cell) => {
    const [low, high] = cell.standing.interval;
    const surelyFaster = highs.findIndex((other) => other >= low);
    const surelySlower = lows.findIndex((other) => other > high);
    return {
      ...cell,
      rank: { first: surelyFaster + 1, last: surelySlower === -1 ? full.length : surelySlower },
    };
  });
  return [...ranked, ...provisional.map((cell) => ({ ...cell, rank: null }))];
}

/** "3", or "3–6" where intervals overlap. */
export const rankWords = ({ first, last }: RankRange): string =>
  first === last ? `${first}` : `${first}–${last}`;
