// Two things timed in turn, A B B A, so that a linear drift of the machine cancels within a round:
// how far apart they are, and how sure that is.
import { quantile, sortValues } from '@/lib/bench/samples';
import { medianRank } from '@/lib/bench/stats';

export interface PairedDifference {
  /** Median of the rounds' ratios, minus one. */
  readonly differencePercent: number;
  /** 95 % interval of that median; null where the rounds are too few to carry it. */
  readonly ci95Percent: readonly [low: number, high: number] | null;
}

/**
 * The order of a round; every other one begins with the other, so that nothing favours who comes
 * first.
 */
export function orderOfRound<T>(round: number, a: T, b: T): readonly [T, T, T, T] {
  return round % 2 === 0 ? [a, b, b, a] : [b, a, a, b];
}

/** `ratios`: subject over base, one for each round. */
export function pairedDifference(ratios: readonly number[]): PairedDifference {
  const sorted = sortValues(ratios);
  const rank = medianRank(sorted.length);
  const percent = (ratio: number | undefined): number => 100 * ((ratio ?? Number.NaN) - 1);
  return {
    differencePercent: percent(quantile(sorted, 0.5)),
    ci95Percent:
      rank === 0 ? null : [percent(sorted[rank - 1]), percent(sorted[sorted.length - rank])],
  };
}
