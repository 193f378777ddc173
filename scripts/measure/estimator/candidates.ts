// The estimators that were compared for the time of a pass (docs/measuring.md). The engine's own is
// lib/bench/stats; the others stand here, so that the comparison can be made again on any machine.
import { sortValues } from '@/lib/bench/samples';
import { centreOf } from '@/lib/bench/stats';
import { median } from '../median';

/** Milliseconds per run, in the order in which they were measured, to one time. */
export type Estimator = (values: readonly number[]) => number;

/** Bickel, 2002: halves the sorted samples again and again, keeping the denser half. */
const halfSampleMode: Estimator = (values) => {
  let kept: readonly number[] = sortValues(values);
  while (kept.length > 2) {
    const half = Math.ceil(kept.length / 2);
    const at = (index: number): number => kept[index] ?? Number.NaN;
    let densest = 0;
    for (let start = 1; start + half <= kept.length; start += 1) {
      if (at(start + half - 1) - at(start) < at(densest + half - 1) - at(densest)) densest = start;
    }
    // Of three, two are kept: a half as long as the whole would go on for ever.
    kept = kept.slice(densest, densest + Math.min(half, kept.length - 1));
  }
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
};

/** The quietest of several stretches in a row, each told by its median. */
const minimumOfBlockMedians: Estimator = (values) => {
  const BLOCK = 5;
  const blocks = Array.from({ length: Math.floor(values.length / BLOCK) }, (_, index) =>
    median(values.slice(index * BLOCK, (index + 1) * BLOCK)),
  );
  return blocks.length === 0 ? median(values) : Math.min(...blocks);
};

export const ESTIMATORS = {
  median,
  'half-sample mode': halfSampleMode,
  'lower quartile (the engine’s)': (values) =>
    centreOf(values.map((elapsedMs) => ({ elapsedMs, iterations: 1 }))).timeMs,
  'minimum of block medians': minimumOfBlockMedians,
  minimum: (values) => Math.min(...values),
} as const satisfies Record<string, Estimator>;

export type EstimatorName = keyof typeof ESTIMATORS;

export const ESTIMATOR_NAMES = Object.keys(ESTIMATORS) as readonly EstimatorName[];
