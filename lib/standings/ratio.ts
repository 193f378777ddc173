// How much faster, and how sure: ratios of medians with intervals. The interval of a ratio comes
// from the two intervals by recovering variances on the log scale (Zou and Donner 2008, Statistics
// in Medicine 27:1693), side by side, so that it may be lopsided. Workloads of one device are
// measured by the same networks, so their errors are taken to err together: the interval of a
// geometric mean is the geometric mean of the intervals, never narrower than the truth.
import { NETWORKS_FOR_A_RANK } from './evidence';
import { type Standing, standingOf } from './standing';

export interface Ratio {
  /** Above 1: faster than what it is compared with. */
  readonly value: number;
  /** Null where one of the two has none. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** A median time and its interval, null where it has none. */
export interface Median {
  readonly p50: number;
  readonly interval: readonly [low: number, high: number] | null;
}

/** The median of a cell; fewer than three networks make no interval. */
export function medianOf({
  networks,
  p50,
  interval,
}: Pick<Standing, 'networks' | 'p50' | 'interval'>): Median {
  return { p50, interval: networks < NETWORKS_FOR_A_RANK ? null : interval };
}

/** How many times as fast `subject` is as `base`; both are times. */
export function speedRatio(subject: Median, base: Median): Ratio {
  const value = base.p50 / subject.p50;
  if (subject.interval === null || base.interval === null) return { value, interval: null };
  const below = Math.hypot(
    Math.log(base.p50 / base.interval[0]),
    Math.log(subject.interval[1] / subject.p50),
  );
  const above = Math.hypot(
    Math.log(base.interval[1] / base.p50),
    Math.log(subject.p50 / subject.interval[0]),
  );
  return { value, interval: [value * Math.exp(-below), value * Math.exp(above)] };
}

/** The same ratio seen from the other side. */
export function inverse({ value, interval }: Ratio): Ratio {
  return { value: 1 / value, interval: interval && [1 / interval[1], 1 / interval[0]] };
}

/**
 * Averages ratios with their intervals geometrically; null for an empty list, and without an
 * interval where one of the ratios has none.
 */
export function geometricMean(ratios: readonly Ratio[]): Ratio | null {
  if (ratios.length === 0) return null;
  const mean = (values: readonly number[]): number =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  const intervals = ratios.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  return {
    value: mean(ratios.map(({ value }) => value)),
    interval:
      intervals.length < ratios.length
        ? null
        : [mean(intervals.map(([low]) => low)), mean(intervals.map(([, high]) => high))],
  };
}

/** The median of ratios, one of each network or device. Throws on an empty list. */
export function ratioOverVotes(ratios: readonly number[]): Ratio {
  const { p50, interval } = medianOf(standingOf(ratios));
  return { value: p50, interval };
}
