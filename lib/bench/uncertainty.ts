// How well a number is known, as an uncertainty budget (ISO GUM 1995, section 5). The samples of
// one pass share a worker: where its memory came to lie and in which phase it met the machine. How
// much they spread says nothing of the next pass, so a second component is estimated from what the
// two passes of a measurement differ by, beside those of the other measurements of the run, because
// one pair alone tells little. All on the logarithm of time, where a spread is a share.
import { PROTOCOL } from './protocol';
import type { Sample } from './samples';
import type { Centre, Interval } from './stats';

/** The samples of a measurement, and of which passes they come. */
export interface PassedSeries {
  readonly samples: readonly Sample[];
  /** The first so many are those of the first of two passes; null where there was one. */
  readonly firstPass: number | null;
}

/**
 * By how much two passes of one configuration differ, in this run on this backend, beyond what
 * their samples explain: the standard deviation of the logarithm of one pass's time, about its
 * share of the time.
 */
export type PassSpread = number;

/** What is said of a measurement: its time and how well that is known. */
export interface Estimate {
  /**
   * That of its pass; of two, the geometric mean of theirs, so that each counts alike and a drift
   * cancels.
   */
  readonly timeMs: number;
  /**
   * 95 % interval of it: what the samples leave open and what other passes might have shown, in
   * quadrature; never narrower than its own passes are apart.
   */
  readonly ci95: Interval;
}

/** What the samples of one pass say by themselves. */
export type Pass = Pick<Centre, 'timeMs' | 'ci95'>;

/**
 * What one pair tells of the spread between passes, as variances of the logarithm of one pass's
 * time.
 */
interface PairVariance {
  /**
   * Half the square of their difference, less what their samples explain: negative where they agree
   * by chance.
   */
  readonly excess: number;
  readonly explained: number;
}

/** Of the standard normal distribution, 97.5 %. */
const Z = 1.959963984540054;
/** The median of the square of a standard normal. */
const MEDIAN_SQUARE = 0.4549364;

/** Parts the samples of a row by the passes that they were taken in, one part for each. */
export function passesIn({ samples, firstPass }: PassedSeries): (readonly Sample[])[] {
  const whole = firstPass === null || firstPass <= 0 || firstPass >= samples.length;
  return whole ? [samples] : [samples.slice(0, firstPass), samples.slice(firstPass)];
}

/** Half of the 95 % interval inside the pass, as a logarithm. */
const halfOf = ({ ci95 }: Pass): number => Math.log(ci95.highMs / ci95.lowMs) / 2;

function pairVariance([first, second]: readonly Pass[]): PairVariance | null {
  if (first === undefined || second === undefined) return null;
  const explained = (halfOf(first) ** 2 + halfOf(second) ** 2) / (2 * Z ** 2);
  return { excess: Math.log(first.timeMs / second.timeMs) ** 2 / 2 - explained, explained };
}

/**
 * The spread between passes, from those of each measurement of one backend in one run. The pairs'
 * excess (random effects, DerSimonian and Laird 1986), each weighed by how well it tells and cut at
 * PROTOCOL.betweenPasses.outlier times what is typical, so that one workload whose passes differ
 * most does not stand for all. Where pairs are few, the protocol's own spread counts as some more
 * of them (a moderated variance, Smyth 2004); it never makes the spread smaller than what was seen.
 */
export function passSpread(measured: readonly (readonly Pass[])[]): PassSpread {
  const { deviation, pairs: assumed, outlier } = PROTOCOL.betweenPasses;
  const pairs = measured.flatMap((passes) => {
    const pair = pairVariance(passes);
    // The variance of a squared normal is twice the square of its own.
    return pair === null ? [] : [{ ...pair, weight: (deviation ** 2 + pair.explained) ** -2 }];
  });
  if (pairs.length === 0) return deviation;
  const weights = pairs.reduce((sum, { weight }) => sum + weight, 0);
  const effective = weights ** 2 / pairs.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const limit = outlier ** 2 * Math.max(weightedMedian(pairs) / MEDIAN_SQUARE, deviation ** 2);
  const sum = pairs.reduce(
    (total, { excess, weight }) => total + weight * Math.min(excess, limit),
    0,
  );
  const seen = Math.max(0, sum / weights);
  return Math.sqrt(
    Math.max((assumed * deviation ** 2 + effective * seen) / (assumed + effective), seen),
  );
}

function weightedMedian(
  pairs: readonly { readonly excess: number; readonly weight: number }[],
): number {
  const half = pairs.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const { excess, weight } of pairs.toSorted((a, b) => a.excess - b.excess)) {
    below += weight;
    if (below >= half) return excess;
  }
  return 0;
}

/**
 * The time of a measurement of one or two passes among others of its run, whose passes differ by
 * `spread`. Its own pair counts beside PROTOCOL.betweenPasses.typical pairs of that spread.
 */
export function estimateOf(passes: readonly Pass[], spread: PassSpread): Estimate {
  const { typical } = PROTOCOL.betweenPasses;
  const mean = (value: (pass: Pass) => number): number =>
    passes.reduce((sum, pass) => sum + value(pass), 0) / passes.length;
  const timeMs = Math.exp(mean((pass) => Math.log(pass.timeMs)));
  const own = pairVariance(passes);
  const degreesOfFreedom = typical + (own === null ? 0 : 1);
  const variance = (typical * spread ** 2 + Math.max(0, own?.excess ?? 0)) / degreesOfFreedom;
  const within = mean((pass) => halfOf(pass) ** 2);
  const between = studentQuantile(degreesOfFreedom) ** 2 * variance;
  const factor = Math.exp(Math.sqrt((within + between) / passes.length));
  const times = passes.map((pass) => pass.timeMs);
  return {
    timeMs,
    ci95: {
      lowMs: Math.min(timeMs / factor, ...times),
      highMs: Math.max(timeMs * factor, ...times),
    },
  };
}

/**
 * The quantile 97.5 % of Student's t: Abramowitz and Stegun 26.7.5, within 1 % from three degrees
 * of freedom on.
 */
export function studentQuantile(degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  return (
    Z +
    (Z ** 3 + Z) / (4 * n) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * n ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * n ** 3)
  );
}
