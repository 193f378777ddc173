// Robust statistics of a series of samples, the same code in the worker and on the server.
// Milliseconds per run throughout. The time of a series is a low quantile of its samples
// (PROTOCOL.estimator): other work on the machine only ever makes a sample longer. Its interval is
// distribution-free (binomial order statistics) and widened for autocorrelation; drift is
// Spearman's rank correlation with time. Sources stand at each formula; docs/measuring.md holds the
// comparison with other estimators.
import { PROTOCOL } from './protocol';
import { perIterationMs, quantile, type Sample, type SortedValues, sortValues } from './samples';

export interface Interval {
  readonly lowMs: number;
  readonly highMs: number;
}

export interface Drift {
  /**
   * Median of the last third over the median of the first third, minus 1: +0.05 is 5 % slower at
   * the end.
   */
  readonly change: number;
  /** Spearman's rank correlation with time as a standard normal score, ρ·√(n − 1). */
  readonly score: number;
  /** The trend is real (|score| > 3.29, p < 0.001) and matters (|change| > 3 %). */
  readonly detected: boolean;
}

/** The time of a series and how well it is known: what the stop rule looks at. */
export interface Centre {
  /** The quantile PROTOCOL.estimator of the samples. */
  readonly timeMs: number;
  /** 95 % interval of it, widened for autocorrelation. */
  readonly ci95: Interval;
  /** The farther bound's distance from the time, as a share of it. */
  readonly relativeHalfWidth: number;
  /**
   * False where so few independent samples cannot carry 95 %: the interval is then a lower bound.
   */
  readonly intervalHolds: boolean;
  /** Samples that independent measurements would have needed for the same certainty; ≤ samples. */
  readonly effectiveSamples: number;
}

export interface Summary extends Centre {
  readonly samples: number;
  readonly iterations: number;
  readonly meanMs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
  /** How far apart the fast samples lie: the time over their 5 % quantile, minus 1. */
  readonly fastSpread: number;
  /** Median absolute deviation from the median, unscaled. */
  readonly madMs: number;
  readonly drift: Drift;
}

const DRIFT_SCORE = 3.29;
const DRIFT_CHANGE = 0.03;

/**
 * Summary of `samples` in measured order. Throws on an empty series or a time that is not positive
 * and finite.
 */
export function summarise(samples: readonly Sample[]): Summary {
  return { ...describe(samples), drift: driftOf(samples) };
}

/**
 * A summary that does not look at the order of time but for autocorrelation. Throws as `summarise`
 * does.
 */
export function describe(samples: readonly Sample[]): Omit<Summary, 'drift'> {
  const values = perIterationMs(samples);
  const sorted = sortedTimes(values);
  const medianMs = quantile(sorted, 0.5);
  const centre = centreOfTimes(values, sorted);
  return {
    ...centre,
    medianMs,
    samples: samples.length,
    iterations: samples.reduce((sum, { iterations }) => sum + iterations, 0),
    meanMs: values.reduce((sum, value) => sum + value, 0) / values.length,
    minMs: quantile(sorted, 0),
    maxMs: quantile(sorted, 1),
    p10Ms: quantile(sorted, 0.1),
    p90Ms: quantile(sorted, 0.9),
    fastSpread: centre.timeMs / quantile(sorted, 0.05) - 1,
    madMs: quantile(sortValues(values.map((value) => Math.abs(value - medianMs))), 0.5),
  };
}

/**
 * The part of a summary that is judged while sampling, at a fraction of its cost. Throws as
 * `summarise` does.
 */
export function centreOf(samples: readonly Sample[]): Centre {
  const values = perIterationMs(samples);
  return centreOfTimes(values, sortedTimes(values));
}

function sortedTimes(values: readonly number[]): SortedValues {
  const bad = values.find((value) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined)
    throw new RangeError(`a sample's time must be positive and finite, got ${bad} ms`);
  return sortValues(values);
}

const SHARE = PROTOCOL.estimator.quantile;

function centreOfTimes(values: readonly number[], sorted: SortedValues): Centre {
  const timeMs = quantile(sorted, SHARE);
  const inflation = varianceInflation(values, timeMs);
  const { lowMs, highMs, holds } = quantileInterval(sorted, timeMs, inflation);
  return {
    timeMs,
    ci95: { lowMs, highMs },
    relativeHalfWidth: Math.max(highMs - timeMs, timeMs - lowMs) / timeMs,
    intervalHolds: holds,
    effectiveSamples: values.length / inflation,
  };
}

/**
 * Largest k for which the k-th smallest of n samples lies at or below the quantile `share` with a
 * probability of ≥ 97.5 %, whatever the distribution: P(Binomial(n, share) < k) ≤ 2.5 % (David and
 * Nagaraja, Order Statistics, section 7.1). 0 where no sample does.
 */
export function lowerRank(n: number, share: number): number {
  let logTerm = n * Math.log(1 - share);
  let below = 0;
  for (let k = 0; k < n; k += 1) {
    below += Math.exp(logTerm);
    if (below > 0.025) return k;
    logTerm += Math.log(((n - k) / (k + 1)) * (share / (1 - share)));
  }
  return 0;
}

/** That of the median: [x(k), x(n+1−k)] covers it with probability ≥ 95 %. 0 where n < 6. */
export const medianRank = (n: number): number => lowerRank(n, 0.5);

interface QuantileInterval extends Interval {
  readonly holds: boolean;
}

/**
 * Between two order statistics, as far apart as the inflated variance asks for. Where too few
 * samples lie below the quantile for a lower one, the interval reaches as far down as up, as a
 * ratio.
 */
function quantileInterval(
  sorted: SortedValues,
  timeMs: number,
  inflation: number,
): QuantileInterval {
  const n = sorted.length;
  const at = (rank: number): number => sorted[Math.min(Math.max(rank, 1), n) - 1] ?? Number.NaN;
  const position = 1 + (n - 1) * SHARE;
  const away = (rank: number): number => (rank - position) * Math.sqrt(inflation);
  const [low, high] = [lowerRank(n, SHARE), n + 1 - lowerRank(n, 1 - SHARE)];
  const lowest = Math.floor(position + away(low));
  const highest = Math.ceil(position + away(high));
  const highMs = at(highest);
  return {
    lowMs: low >= 1 && lowest >= 1 ? at(lowest) : Math.min(at(1), timeMs ** 2 / highMs),
    highMs,
    holds: n >= PROTOCOL.estimator.minSamples && highest <= n,
  };
}

/**
 * By how much autocorrelation inflates the variance of a quantile: 1 + 2·Σρₖ of the indicators of
 * samples beyond it (the asymptotic variance of a quantile under dependence is that of these
 * indicators, Sen 1968), summed over the initial positive pairs (Geyer 1992). At least 1:
 * anticorrelation is not taken as a gift.
 */
function varianceInflation(values: readonly number[], quantileMs: number): number {
  const beyond = values.map((value) => Math.sign(value - quantileMs));
  const n = beyond.length;
  const mean = beyond.reduce((sum, value) => sum + value, 0) / n;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i += 1)
      sum += ((beyond[i] ?? 0) - mean) * ((beyond[i - lag] ?? 0) - mean);
    return sum / n;
  };
  const variance = covariance(0);
  if (variance === 0) return 1;
  let sum = -1;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = (covariance(lag) + covariance(lag + 1)) / variance;
    if (pair <= 0) break;
    sum += 2 * pair;
  }
  return Math.min(Math.max(sum, 1), n);
}

/** Whether `samples` became slower or faster as they were taken. */
function driftOf(samples: readonly Sample[]): Drift {
  const values = perIterationMs(samples);
  const third = Math.floor(values.length / 3);
  if (third === 0) return { change: 0, score: 0, detected: false };
  const medianOf = (part: readonly number[]): number => quantile(sortValues(part), 0.5);
  const change = medianOf(values.slice(-third)) / medianOf(values.slice(0, third)) - 1;
  const score = timeCorrelation(values) * Math.sqrt(values.length - 1);
  return {
    change,
    score,
    detected: Math.abs(score) > DRIFT_SCORE && Math.abs(change) > DRIFT_CHANGE,
  };
}

/**
 * Spearman's ρ between the order of the samples and their values, ties at their mean rank. 0 for a
 * constant series.
 */
function timeCorrelation(values: readonly number[]): number {
  const n = values.length;
  const order = values
    .map((value, time) => ({ value, time }))
    .toSorted((a, b) => a.value - b.value);
  const middle = (n - 1) / 2;
  let product = 0;
  let spread = 0;
  for (let start = 0; start < n; ) {
    let end = start;
    while (end + 1 < n && order[end + 1]?.value === order[start]?.value) end += 1;
    const rank = (start + end) / 2 - middle;
    for (let i = start; i <= end; i += 1) {
      product += rank * ((order[i]?.time ?? middle) - middle);
      spread += rank * rank;
    }
    start = end + 1;
  }
  const times = (n * (n * n - 1)) / 12;
  return spread === 0 ? 0 : product / Math.sqrt(spread * times);
}
