// Structured pruning: whole channels go, evenly in every layer, and the graph is built with what is
// left, so that its counts are those of a real, smaller net (Li et al. 2016, arXiv:1608.08710).
// Widths stay multiples of 8, as hardware likes them.

/** Percentages of channels removed that are workloads of their own. */
export const PRUNED_PERCENT = [30, 50, 70] as const;
export type PrunedPercent = (typeof PRUNED_PERCENT)[number];

const MULTIPLE = 8;

/** Channels left of `channels`, at least 8. */
export function keptChannels(channels: number, percent: PrunedPercent): number {
  const exact = (channels * (100 - percent)) / 100;
  return Math.max(MULTIPLE, Math.floor(exact / MULTIPLE + 0.5) * MULTIPLE);
}
