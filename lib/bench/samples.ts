// What a measurement is made of: batches of back-to-back runs. `Sample` has the shape of the wire
// format, so that the worker, the page and the server speak of the same numbers. Sorted values are
// branded: a percentile of unsorted data does not compile (after tinybench).

/** `iterations` runs of the workload back to back took `elapsedMs` milliseconds together. */
export interface Sample {
  readonly elapsedMs: number;
  readonly iterations: number;
}

declare const sorted: unique symbol;
/** Ascending finite numbers. */
export type SortedValues = readonly number[] & { readonly [sorted]: true };

/** Milliseconds per run of each sample, in the order in which they were taken. */
export function perIterationMs(samples: readonly Sample[]): number[] {
  return samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations);
}

/**
 * Sorted copies are a type of their own, so that a quantile of unsorted values does not compile.
 */
export function sortValues(values: readonly number[]): SortedValues {
  return values.toSorted((a, b) => a - b) as readonly number[] as SortedValues;
}

/**
 * Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). `p` in
 * [0, 1].
 */
export function quantile(values: SortedValues, p: number): number {
  if (values.length === 0) throw new RangeError('a quantile needs at least one value');
  const position = (values.length - 1) * p;
  const below = Math.floor(position);
  const low = values[below] ?? Number.NaN;
  const high = values[Math.min(below + 1, values.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}
