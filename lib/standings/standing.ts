// From votes to a ranking (DESIGN section 2). A vote is one person's value in a cell; a standing is the cell's aggregate.
// Cells with fewer than three people, and those of arithmetic that cannot be proved while nobody confirms it, are
// provisional: shown after the others, without a rank. Where the intervals of two
// medians overlap, nobody can say which is faster, so such cells share a range of ranks.
import { quantile, sortValues } from '../bench/samples';
import { medianRank } from '../bench/stats';

export const PEOPLE_FOR_A_RANK = 3;

export interface Standing {
  readonly people: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** 95 % interval of the median over people; the whole range where there are too few for one. */
  readonly interval: readonly [low: number, high: number];
}

/** Throws on an empty cell. */
export function standingOf(votes: readonly number[]): Standing {
  const sorted = sortValues(votes);
  const rank = Math.max(medianRank(sorted.length), 1);
  return {
    people: sorted.length,
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

/** What decides whether a cell is ranked. */
export interface Backing {
  /** Whether a proof of work stands behind its rates (lib/submission/proof). */
  readonly provable: boolean;
  /** Networks whose people agree on its median (./agreement). */
  readonly agreeing: number;
}

/** Also decided in SQL, see lib/db/board. Where nothing can be proved, three keys of one person would make a rank. */
const isRanked = ({ standing, provable, agreeing }: Backing & { readonly standing: Standing }): boolean =>
  standing.people >= PEOPLE_FOR_A_RANK && (provable || agreeing > 0);

/** Fastest first by the median, provisional cells after all ranked ones. Values are times: less is better. */
export function rankByTime<T extends Backing & { readonly standing: Standing }>(cells: readonly T[]): Ranked<T>[] {
  const byMedian = cells.toSorted((a, b) => a.standing.p50 - b.standing.p50);
  const full = byMedian.filter(isRanked);
  const provisional = byMedian.filter((cell) => !isRanked(cell));
  const lows = sortValues(full.map(({ standing }) => standing.interval[0]));
  const highs = sortValues(full.map(({ standing }) => standing.interval[1]));
  const ranked = full.map((cell) => {
    const [low, high] = cell.standing.interval;
    const surelyFaster = highs.findIndex((other) => other >= low);
    const surelySlower = lows.findIndex((other) => other > high);
    return { ...cell, rank: { first: surelyFaster + 1, last: surelySlower === -1 ? full.length : surelySlower } };
  });
  return [...ranked, ...provisional.map((cell) => ({ ...cell, rank: null }))];
}

/** "3", or "3–6" where intervals overlap. */
export const rankWords = ({ first, last }: RankRange): string => (first === last ? `${first}` : `${first}–${last}`);
