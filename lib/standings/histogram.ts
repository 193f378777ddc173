// A cell's votes as counts in logarithmic bins, so that a percentile costs the number of bins and
// not of votes (docs/data.md, "Histograms"). A bin is 1 % wide and stands for its geometric middle:
// every percentile is within 0.5 % of the exact one.
import { medianRank } from '../bench/stats';
import type { Standing } from './standing';

/** Upper edge of a bin over its lower one. */
export const BIN_RATIO = 1.01;

/** Cells with more networks are read from their bins; up to here percentiles are exact. */
export const EXACT_NETWORKS = 50;

export interface Bin {
  readonly bin: number;
  readonly count: number;
}

/** The bin of a positive time; also computed in SQL, see lib/db/counted. */
export const binOf = (valueMs: number): number =>
  Math.floor(Math.log(valueMs) / Math.log(BIN_RATIO));

/** The time that a bin stands for: its geometric middle. */
export const middleOf = (bin: number): number => BIN_RATIO ** (bin + 0.5);

/**
 * What the database computes by itself (lib/db/functions/standings), and is held to by the tests: a
 * standing from bins in ascending order; quantiles as in lib/bench/samples (type 7). Throws on an
 * empty histogram.
 */
export function standingOfBins(bins: readonly Bin[]): Standing {
  const networks = bins.reduce((sum, { count }) => sum + count, 0);
  if (networks === 0) throw new RangeError('a standing needs at least one vote');
  const rank = Math.max(medianRank(networks), 1);
  return {
    networks,
    p10: quantileOfBins(bins, networks, 0.1),
    p50: quantileOfBins(bins, networks, 0.5),
    p90: quantileOfBins(bins, networks, 0.9),
    interval: [orderStatistic(bins, rank - 1), orderStatistic(bins, networks - rank)],
  };
}

/** Type 7, of bins in ascending order that hold `votes` votes. */
export function quantileOfBins(bins: readonly Bin[], votes: number, p: number): number {
  const position = (votes - 1) * p;
  const below = Math.floor(position);
  const low = orderStatistic(bins, below);
  const high = orderStatistic(bins, Math.min(below + 1, votes - 1));
  return low + (high - low) * (position - below);
}

/** The value of the vote at `index` in ascending order. */
function orderStatistic(bins: readonly Bin[], index: number): number {
  let before = 0;
  for (const { bin, count } of bins) {
    before += count;
    if (index < before) return middleOf(bin);
  }
  throw new RangeError(`no vote ${index} among ${before}`);
}
