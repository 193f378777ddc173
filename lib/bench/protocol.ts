// The measuring protocol as one frozen object: whatever can move a number is a field here, the
// methodology page is rendered from it, and a change of any value is a new id. Reasons stand beside
// the values.

export const PROTOCOL = deepFreeze({
  id: 'flopmark/2',
  /**
   * A sample lasts long enough that one step of the timer is at most 1 % of it, aimed at with
   * `headroom`.
   */
  sample: { minMs: 10, minTimerSteps: 100, headroom: 1.2, maxIterations: 1_000_000 },
  /**
   * Warm until the median of the last `window` samples is within `stableWithin` of the `window`
   * before; at most `maxShare` of the time cap, and never fewer than `minSamples`.
   */
  warmup: { minSamples: 2, window: 3, stableWithin: 0.05, maxShare: 0.3 },
  /**
   * The time of a pass is this quantile of its samples: of the estimators compared it is moved
   * least by other work on the machine (docs/measuring.md). Its interval needs so many samples in
   * all.
   */
  estimator: { quantile: 0.25, minSamples: 6 },
  /** Stop when the 95 % interval of the time lies within `intervalWithin` of it, or at a cap. */
  stop: { confidence: 0.95, intervalWithin: 0.02, minSamples: 12, maxSamples: 1000 },
  /**
   * Whose fast samples still lie this far apart at the cap is disturbed, and has some more time.
   */
  prolong: { fastSpread: 0.05, factor: 1.5 },
  /**
   * A worker that says nothing for this long is frozen: longer than any single run that is worth
   * waiting for.
   */
  watchdog: { silenceMs: 60_000 },
  /**
   * How far apart two passes of one configuration are beyond what their samples explain. Assumed
   * before a run says more: this share of the time, as if seen in `pairs` pairs. A pair beyond
   * `outlier` times what is typical counts as that much for the others; for its own measurement it
   * counts whole, beside `typical` pairs of the run's spread.
   */
  betweenPasses: { deviation: 0.02, pairs: 2, outlier: 3, typical: 3 },
  /**
   * Before and after each pass, as many threads as it has spin for `spinMs`; where one did not run
   * for `gapMs`, other work had its core. A row is busy if that was more than `present` of the time
   * and its fast samples lie more than `fastSpread` apart, or if it was more than `always` in every
   * reading, or more than `mostly` of all readings together. Quiet machines and loaded ones were
   * compared to set these: docs/measuring.md.
   */
  contention: {
    spinMs: 75,
    settleMs: 50,
    gapMs: 0.5,
    present: 0.06,
    fastSpread: 0.15,
    always: 0.15,
    mostly: 0.3,
  },
  /** Rest between two measurements, so that one does not heat the next. */
  coolDownMs: 250,
  /**
   * This kernel runs at start, middle and end of a run of `minSteps` steps or more (shorter ones
   * are over before a device throttles); a loss beyond `maxLoss` flags what was measured between
   * the two readings.
   */
  canary: { workload: 'gemm-512-fp32', capMs: 500, minSteps: 3, maxLoss: 0.05 },
  /**
   * The sustained mode: no early stop; so long that a device which throttles does. Samples are a
   * `samples`th of the time, the burst is the median of the first `burstShare` of it, what lasts
   * the median of the last `lastShare`.
   */
  sustained: { durationMs: 600_000, samples: 600, burstShare: 1 / 60, lastShare: 1 / 5 },
  /**
   * Every configuration has two passes in workers of their own, each with half of the time: all of
   * a block of so many workloads once, then all of it again, so that a slow phase of the machine is
   * not in both. The configurations of a workload come the other way round the second time, A B and
   * B A, so that a linear drift cancels in what is compared. What two passes differ by is part of
   * the interval.
   */
  pairing: 'ABBA',
  block: 8,
  /**
   * Kernels first, then models; inside each, shuffled by this generator from the challenge's golden
   * index.
   */
  order: 'sfc32',
  /**
   * The monotonic and the wall clock may disagree by this much over a measurement (a wall clock may
   * be adjusted).
   */
  clock: { maxDisagreement: 0.05, minObservedMs: 500 },
} as const);

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
