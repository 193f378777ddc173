// Whether times can have been taken by the clock that the browser reported, within the time that
// the server saw pass.
import { clockRatio } from '../../bench/clock';
import { PROTOCOL } from '../../bench/protocol';
import { perIterationMs, quantile, type Sample, sortValues } from '../../bench/samples';
import type { Facts, Measured } from './facts';

/**
 * Client and database clocks drift apart by parts per million; a percent and a tenth of a second
 * are generous.
 */
const CLOCK_DRIFT = 0.01;
const SLACK_MS = 100;

const sumMs = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);

/** All the time that the client says it spent running workloads, one after another. */
export function clientMs({ submission }: Pick<Facts, 'submission'>): number {
  return submission.measurements.reduce((sum, measurement) => {
    if (
      measurement.outcome === 'failed' ||
      measurement.outcome === 'crashed' ||
      measurement.outcome === 'skipped'
    )
      return sum;
    const opening = measurement.sessionMs + measurement.firstRunMs;
    if (measurement.outcome === 'incorrect') return sum + opening;
    return sum + opening + sumMs(measurement.warmup) + sumMs(measurement.samples);
  }, 0);
}

/** Says where the times add up to more than the server's own clock saw go by. */
export function longerThanSeen(facts: Facts): string | null {
  const claimedMs = clientMs(facts);
  const { elapsedMs } = facts.evidence;
  if (claimedMs <= elapsedMs * (1 + CLOCK_DRIFT) + SLACK_MS) return null;
  return `${claimedMs.toFixed(0)} ms of work were reported, ${elapsedMs.toFixed(0)} ms passed since the challenge`;
}

/**
 * Below a microsecond a step says more about the cost of reading the clock than about the clock.
 */
const FINEST_STEP_US = 1;
/**
 * performance.now() is a double that went through a subtraction of origins: 10⁻⁷ ms off the grid
 * were seen.
 */
const GRID_TOLERANCE = 0.01;
const ON_GRID_SHARE = 0.9;

/**
 * Every time between two readings of a clock is a multiple of its step. Times that were scaled or
 * made up are not, unless somebody took the trouble.
 */
export function finerThanClock({ wire }: Measured, { submission }: Facts): string | null {
  // 4.999998956918716 µs were reported for 5: an error that a long sample would multiply.
  const stepMs = Math.round(submission.environment.timerStepUs * 100) / 100_000;
  if (stepMs * 1000 < FINEST_STEP_US) return null;
  const offGrid = wire.samples.filter(({ elapsedMs }) => {
    const steps = elapsedMs / stepMs;
    return steps < 1 - GRID_TOLERANCE || Math.abs(steps - Math.round(steps)) > GRID_TOLERANCE;
  }).length;
  return offGrid <= wire.samples.length * (1 - ON_GRID_SHARE)
    ? null
    : `${offGrid} of ${wire.samples.length} samples are no multiple of the clock's ${stepMs * 1000} µs`;
}

/** As many samples as PROTOCOL.stop.minSamples asks for; fewer may be alike by chance. */
const ENOUGH = 12;
/** A sample this many steps of the clock long shows noise of 0.1 %; no machine is steadier. */
const STEPS_THAT_SHOW_NOISE = 1000;

/** Says where samples do not spread although the clock is fine enough to show it. */
export function constantTimes(
  { wire: { samples } }: Measured,
  { submission }: Facts,
): string | null {
  const stepMs = submission.environment.timerStepUs / 1000;
  if (
    samples.length < ENOUGH ||
    samples.some(({ elapsedMs }) => elapsedMs < STEPS_THAT_SHOW_NOISE * stepMs)
  )
    return null;
  return new Set(perIterationMs(samples)).size > 1
    ? null
    : `all ${samples.length} samples are alike`;
}

/**
 * Preempted, throttled and busy machines were seen to spread tenfold; the interval of the median
 * says so by itself.
 */
const WIDEST_SPREAD = 100;

/** Says where the slowest sample and the fastest are further apart than any machine's. */
export function impossibleSpread({ wire }: Measured): string | null {
  const times = sortValues(perIterationMs(wire.samples));
  const ratio = quantile(times, 1) / quantile(times, 0);
  return ratio <= WIDEST_SPREAD
    ? null
    : `the slowest sample took ${ratio.toFixed(0)} times the fastest`;
}

/** No call from a page into the runtime and back was seen to take less than some microseconds. */
const SHORTEST_CALL_MS = 0.001;

/** Says where a run took less than calling it does. */
export const shorterThanCall = ({ medianMs }: Measured): string | null =>
  medianMs >= SHORTEST_CALL_MS
    ? null
    : `${(medianMs * 1e6).toFixed(0)} ns are less than a call takes`;

/** To read a clock takes some tens of nanoseconds: no step between two readings is shorter. */
const SHORTEST_STEP_US = 0.01;

/** Says of a clock that its steps are shorter than any browser's; null where they are not. */
export const clockWithoutSteps = (
  _one: Measured,
  { submission: { environment } }: Facts,
): string | null =>
  environment.timerStepUs >= SHORTEST_STEP_US ? null : `a step of ${environment.timerStepUs} µs`;

/**
 * A processor that woke up while a sample's length was chosen, and the clock's last step: samples
 * turn out shorter.
 */
const WOKEN = 5;

/**
 * Says of samples that they are shorter than the page takes them: as many calls make one as last
 * for PROTOCOL.sample.minMs, unless that were more than it allows.
 */
export function shorterThanSample({ wire: { samples } }: Measured): string | null {
  const { minMs, maxIterations } = PROTOCOL.sample;
  if (samples.some(({ iterations }) => iterations >= maxIterations)) return null;
  const middleMs = quantile(sortValues(samples.map(({ elapsedMs }) => elapsedMs)), 0.5);
  return middleMs >= minMs / WOKEN
    ? null
    : `samples of ${middleMs.toPrecision(3)} ms, the page takes ${minMs} and more`;
}

/** A first run does what all others do, and what only it does besides. */
export function firstRunTooFast(
  { wire: { samples, firstRunMs } }: Measured,
  { submission }: Facts,
): string | null {
  const fastestMs = quantile(sortValues(perIterationMs(samples)), 0);
  const stepMs = submission.environment.timerStepUs / 1000;
  return WOKEN * (firstRunMs + 2 * stepMs) >= fastestMs
    ? null
    : `the first run took ${firstRunMs.toPrecision(3)} ms, the fastest after it ${fastestMs.toPrecision(3)}`;
}

/**
 * Above the 5 % at which a measurement is shown as poor (PROTOCOL.clock): a wall clock is rarely
 * set by this much.
 */
const CLOCKS_DISAGREE = 1.1;

const apart = (a: number, b: number): number => Math.exp(Math.abs(Math.log(a / b)));

/** Says where the wall clock and the monotonic clock went at different speeds. */
export function clocksDisagree({ wire }: Measured): string | null {
  const ratio = clockRatio(wire.clocks);
  if (ratio === null || apart(ratio, 1) <= CLOCKS_DISAGREE) return null;
  return `the wall clock went ${ratio.toFixed(2)} times as fast as the monotonic one`;
}

/**
 * `clocks` is read over the very same samples (lib/bench/measure), up to a step of the clock for
 * each of them.
 */
export function clocksOfOtherTimes({ wire }: Measured, { submission }: Facts): string | null {
  const stepMs = submission.environment.timerStepUs / 1000;
  const { warmup, samples, clocks } = wire;
  const sampledMs = sumMs(warmup) + sumMs(samples);
  const slackMs = stepMs * (warmup.length + samples.length) + 0.01 * sampledMs;
  if (Math.abs(sampledMs - clocks.monotonicMs) <= slackMs) return null;
  return `samples of ${sampledMs.toFixed(0)} ms beside a clock that saw ${clocks.monotonicMs.toFixed(0)} ms`;
}
