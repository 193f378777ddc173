// How much faster, and how sure: ratios of medians with intervals. The interval of a ratio comes from the two intervals
// by recovering variances on the log scale (Zou and Donner 2008, Statistics in Medicine 27:1693), side by side, so that it
// may be lopsided. Workloads of one device are measured by the same people, so their errors are taken to err together:
// the interval of a geometric mean is the geometric mean of the intervals, never narrower than the truth.
import { PEOPLE_FOR_A_RANK, type Standing, standingOf } from './standing';

export interface Ratio {
  /** Above 1: faster than what it is compared with. */
  readonly value: number;
  /** Null where fewer than three people stand on either side. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** What a ratio is taken of: people, their median and its interval. */
export type Measured = Pick<Standing, 'people' | 'p50' | 'interval'>;

/** How many times as fast `subject` is as `base`; both are times. */
export function speedRatio(subject: Measured, base: Measured): Ratio {
  const value = base.p50 / subject.p50;
  if (Math.min(subject.people, base.people) < PEOPLE_FOR_A_RANK) return { value, interval: null };
  const below = Math.hypot(Math.log(base.p50 / base.interval[0]), Math.log(subject.interval[1] / subject.p50));
  const above = Math.hypot(Math.log(base.interval[1] / base.p50), Math.log(subject.p50 / subject.interval[0]));
  return { value, interval: [value * Math.exp(-below), value * Math.exp(above)] };
}

/** The same ratio seen from the other side. */
export function inverse({ value, interval }: Ratio): Ratio {
  return { value: 1 / value, interval: interval && [1 / interval[1], 1 / interval[0]] };
}

/** Null for an empty list; no interval where one of the ratios has none. */
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

/** The median of ratios that were taken person by person. Throws on an empty list. */
export function ratioOverPeople(ratios: readonly number[]): Ratio {
  const { people, p50, interval } = standingOf(ratios);
  return { value: p50, interval: people < PEOPLE_FOR_A_RANK ? null : interval };
}
