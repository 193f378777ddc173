// Time comes in as an argument: tests give a clock of their own and assert exact numbers. Two
// sources are read, because a page can be fed a slowed or coarsened one, and their disagreement is
// the only witness a browser has.
import { PROTOCOL } from './protocol';

export interface Clock {
  /** Monotonic milliseconds with fractions: performance.now(). */
  monotonicMs(): number;
  /** Wall-clock milliseconds: Date.now(). Never a measure, only the witness. */
  wallMs(): number;
}

/**
 * Smallest non-zero step of the monotonic clock, in microseconds: the least of `changes` observed
 * increments. 5 in an isolated Chromium, 20 in an isolated Firefox, 100 without isolation. A clock
 * that stands still gives Infinity.
 */
export function timerStepUs(clock: Clock, changes = 20): number {
  const READS_MAX = 5_000_000;
  let step = Number.POSITIVE_INFINITY;
  let seen = 0;
  let last = clock.monotonicMs();
  for (let reads = 0; seen < changes && reads < READS_MAX; reads += 1) {
    const now = clock.monotonicMs();
    if (now === last) continue;
    step = Math.min(step, now - last);
    last = now;
    seen += 1;
  }
  return step * 1000;
}

/** The same stretch of time by both clocks. */
export interface ClockReading {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/**
 * Wall over monotonic time; null where too little was seen for the wall clock's whole milliseconds
 * to say anything.
 */
export function clockRatio({ monotonicMs, wallMs }: ClockReading): number | null {
  if (Math.max(monotonicMs, wallMs) < PROTOCOL.clock.minObservedMs) return null;
  return wallMs / monotonicMs;
}
