// Where every rate comes from: a count and a time (docs/data.md, "Where a rate comes from").
import { type Gflops, gflops } from './units';

/**
 * Achieved rate of `flops` operations done in `elapsedMs` milliseconds. @throws RangeError for no
 * time.
 */
export function gflopsOf(flops: number, elapsedMs: number): Gflops {
  if (!(elapsedMs > 0)) throw new RangeError(`elapsed time must be positive, got ${elapsedMs} ms`);
  return gflops(flops / (elapsedMs * 1e6));
}

/** Milliseconds that `flops` operations take at a rate of `gflops`. */
export const msAtRate = (flops: number, gflops: number): number => flops / (gflops * 1e6);
