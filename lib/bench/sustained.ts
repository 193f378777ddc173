// What a sustained measurement says: the speed at first, the speed at last, and how much of the one
// the other keeps. Shares of the time, so that a shorter one in a test is read the same way; of the
// full ten minutes they are 10 s and 2 minutes.
import { PROTOCOL } from './protocol';
import { quantile, type Sample, sortValues } from './samples';

export interface Sustained {
  /** Median of the first share of the time, milliseconds per run. */
  readonly burstMs: number;
  /** Median of the last share. */
  readonly lastMs: number;
  /** Burst over last: 0.8 keeps 80 % of the speed. */
  readonly stability: number;
  readonly durationMs: number;
}

/**
 * What heat did to a long measurement: its burst, its last part, and the one over the other.
 * @throws RangeError without samples.
 */
export function sustainedOf(samples: readonly Sample[]): Sustained {
  const { burstShare, lastShare } = PROTOCOL.sustained;
  const durationMs = samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  const burst: number[] = [];
  const last: number[] = [];
  let startMs = 0;
  for (const [index, { elapsedMs, iterations }] of samples.entries()) {
    const endMs = startMs + elapsedMs;
    if (startMs < durationMs * burstShare) burst.push(elapsedMs / iterations);
    if (endMs > durationMs * (1 - lastShare) || index === samples.length - 1)
      last.push(elapsedMs / iterations);
    startMs = endMs;
  }
  const burstMs = quantile(sortValues(burst), 0.5);
  const lastMs = quantile(sortValues(last), 0.5);
  return { burstMs, lastMs, stability: burstMs / lastMs, durationMs };
}
