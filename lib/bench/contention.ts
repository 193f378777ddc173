// Other work on the machine, seen from inside a page. As many threads as a row uses read the clock
// in a tight loop for a moment; where one of them was put aside for another program, two readings
// lie apart. The share of their time lost that way is known without any reference: no speed of a
// processor is in it.
import type { Clock } from './clock';
import { PROTOCOL } from './protocol';

/** One moment of spinning, over all of its threads. */
export interface SpinReading {
  readonly spunMs: number;
  /** Of that, the time in which a thread did not run. */
  readonly lostMs: number;
}

/** A clock that steps by a millisecond or more shows no gap in one step or two. */
const STEPS_OF_A_GAP = 2.5;
/** A clock that stands still would never end it. */
const READS_MAX = 50_000_000;

/** Spins for `PROTOCOL.contention.spinMs` on this thread. */
export function spin(clock: Clock): SpinReading {
  const { spinMs, gapMs } = PROTOCOL.contention;
  const start = clock.monotonicMs();
  const gapsMs: number[] = [];
  let last = start;
  let stepMs = Number.POSITIVE_INFINITY;
  for (let reads = 0; last - start < spinMs && reads < READS_MAX; reads += 1) {
    const now = clock.monotonicMs();
    if (now === last) continue;
    stepMs = Math.min(stepMs, now - last);
    if (now - last > gapMs) gapsMs.push(now - last);
    last = now;
  }
  const lostMs = gapsMs.reduce((sum, ms) => (ms > STEPS_OF_A_GAP * stepMs ? sum + ms : sum), 0);
  return { spunMs: last - start, lostMs };
}

/** What the readings around the passes of one row say. */
export interface Contention {
  /** Share of the processors' time that other work took, over all readings. */
  readonly mean: number;
  /** In the reading in which it was least: above 0 it never stopped. */
  readonly least: number;
}

/**
 * Says from readings of the spinning loop how much else ran on the machine; null without a reading.
 */
export function contentionOf(readings: readonly SpinReading[]): (Contention & SpinReading) | null {
  const spunMs = readings.reduce((sum, reading) => sum + reading.spunMs, 0);
  if (spunMs === 0) return null;
  const lostMs = readings.reduce((sum, reading) => sum + reading.lostMs, 0);
  return {
    spunMs,
    lostMs,
    mean: lostMs / spunMs,
    least: Math.min(...readings.map((one) => one.lostMs / one.spunMs)),
  };
}

/**
 * Whether a row was disturbed: other work came and went while its fast samples, or its two passes,
 * lay `fastSpread` apart (a share of the time); or it never stopped; or it took much of the whole.
 * Set by comparison: docs/measuring.md.
 */
export function isDisturbed({ mean, least }: Contention, fastSpread: number): boolean {
  const { always, mostly, present, fastSpread: apart } = PROTOCOL.contention;
  return least > always || mean > mostly || (mean > present && fastSpread > apart);
}
