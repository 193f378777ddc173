// Two things timed in turn, A B B A, so that a linear drift of the machine cancels within a round:
// how far apart they are, and how sure that is.
import { quantile, sortValues } from '@/lib/bench/samples';
import { medianRank } from '@/lib/bench/stats';
import { createPrng } from '@/lib/core/prng';

export interface PairedDifference {
  /** What the subject takes longer than the base. */
  readonly differencePercent: number;
  /** 95 % interval of it; null where the rounds are too few to carry one. */
  readonly ci95Percent: readonly [low: number, high: number] | null;
}

/**
 * The order of a round; every other one begins with the other, so that nothing favours who comes
 * first.
 */
export function orderOfRound<T>(round: number, a: T, b: T): readonly [T, T, T, T] {
  return round % 2 === 0 ? [a, b, b, a] : [b, a, a, b];
}

/** Of the median of `ratios`: subject over base, one for each round. */
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

/** Milliseconds of the passes of one round. */
export interface TimedRound {
  readonly subject: readonly number[];
  readonly base: readonly number[];
}

const FEWEST_ROUNDS = 6;
const RESAMPLES = 500;

/**
 * Between the lower quartiles of all passes of the subject and of the base. Where a pass comes to
 * lie in memory makes it up to a fifth slower, by chance and for each pass anew: rounds share none
 * of it, so that their ratios say less than the quartiles, which it moves least. The interval is a
 * percentile bootstrap over the rounds (Efron and Tibshirani, An Introduction to the Bootstrap,
 * chapter 13).
 */
export function quartileDifference(rounds: readonly TimedRound[]): PairedDifference {
  const differenceOf = (some: readonly TimedRound[]): number => {
    const quartile = (of: keyof TimedRound): number =>
      quantile(sortValues(some.flatMap((round) => round[of])), 0.25);
    return 100 * (quartile('subject') / quartile('base') - 1);
  };
  const differencePercent = differenceOf(rounds);
  if (rounds.length < FEWEST_ROUNDS) return { differencePercent, ci95Percent: null };
  const prng = createPrng(1);
  const resampled = sortValues(
    Array.from({ length: RESAMPLES }, () =>
      differenceOf(rounds.map(() => rounds[prng.below(rounds.length)] as TimedRound)),
    ),
  );
  return {
    differencePercent,
    ci95Percent: [quantile(resampled, 0.025), quantile(resampled, 0.975)],
  };
}
