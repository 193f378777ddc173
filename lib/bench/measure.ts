// The measuring loop: warm up until stable, then sample until the median is known well enough or the cap is reached
// (PROTOCOL). It owns no clock, no backend and no timer: they are arguments, so that a test asserts exact numbers and
// WASM, WebGPU and WebNN run through the same lines.
import type { Clock } from './clock';
import { PROTOCOL } from './protocol';
import { perIterationMs, quantile, type Sample, sortValues } from './samples';
import { type Summary, summarise } from './stats';

/** What is measured. */
export interface Subject {
  /** Starts one run; it may resolve when the work is submitted. */
  run(): Promise<unknown>;
  /** Resolves when all submitted work is done: the queue of a GPU. The clock stops only after it. */
  settle(): Promise<void>;
}

export type GateVerdict = 'clean' | 'interrupted';

export interface MeasureOptions {
  readonly clock: Clock;
  readonly timerStepUs: number;
  /** Time for warm-up and sampling together; a pause does not count. */
  readonly capMs: number;
  /** Samples for the whole of this time, however precise the median is (the sustained mode). Left out or null it stops when it is. */
  readonly sustainMs?: number | null;
  /** Called after every sample, outside of the clock: hands over to the event loop, and waits here while paused. */
  readonly gate: (progress: Progress) => Promise<GateVerdict>;
}

export interface Progress {
  readonly phase: 'warm-up' | 'sampling';
  readonly sample: Sample;
  /** Of the samples so far, once there are enough to judge. */
  readonly summary: Summary | null;
}

export interface Series {
  readonly warmup: readonly Sample[];
  readonly samples: readonly Sample[];
  /** The warm-up ended because times were stable, not because its share of the time was used up. */
  readonly stable: boolean;
  readonly stopped: 'precise' | 'time-cap' | 'sample-cap';
  /** Both clocks over the clean samples. */
  readonly monotonicMs: number;
  readonly wallMs: number;
  /** What the engine itself took between clean samples: judging, reporting, handing over to the event loop. */
  readonly betweenMs: number;
}

/** Measures `subject`. At least one sample is always taken, however long it lasts. */
export async function measure(subject: Subject, options: MeasureOptions): Promise<Series> {
  const { clock, gate, sustainMs = null } = options;
  let targetMs = sampleTargetMs(options.timerStepUs);
  let usedMs = 0;
  let monotonicMs = 0;
  let wallMs = 0;
  let betweenMs = 0;
  /** When the sample before ended; null where there was none or it was cut. */
  let ended: number | null = null;

  /** One sample; null where it was interrupted and tells nothing. */
  async function take(iterations: number, report: (sample: Sample) => Progress): Promise<Sample | null> {
    const wallStart = clock.wallMs();
    const start = clock.monotonicMs();
    if (ended !== null) betweenMs += start - ended;
    for (let i = 0; i < iterations; i += 1) await subject.run();
    await subject.settle();
    const end = clock.monotonicMs();
    const elapsedMs = end - start;
    const wallElapsedMs = clock.wallMs() - wallStart;
    // Below one timer step the only honest statement is "at most one step".
    const sample = { elapsedMs: Math.max(elapsedMs, options.timerStepUs / 1000), iterations };
    ended = null;
    if ((await gate(report(sample))) === 'interrupted') return null;
    ended = end;
    monotonicMs += elapsedMs;
    wallMs += wallElapsedMs;
    usedMs += sample.elapsedMs;
    return sample;
  }

  const warmup: Sample[] = [];
  const warmupCapMs = options.capMs * PROTOCOL.warmup.maxShare;
  let iterations = 1;
  let stable = false;
  while (!stable) {
    const sample = await take(iterations, (latest) => ({ phase: 'warm-up', sample: latest, summary: null }));
    if (sample === null) continue;
    warmup.push(sample);
    iterations = Math.max(iterations, iterationsFor(sample, targetMs));
    stable = isStable(warmup, targetMs);
    if (usedMs >= warmupCapMs && warmup.length >= PROTOCOL.warmup.minSamples) break;
    if (usedMs >= options.capMs) break;
  }

  const endMs = sustainMs === null ? options.capMs : usedMs + sustainMs;
  if (sustainMs !== null) targetMs = Math.max(targetMs, sustainMs / PROTOCOL.sustained.samples);
  const samples: Sample[] = [];
  let stopped: Series['stopped'] | null = null;
  let nextJudgement: number = PROTOCOL.stop.minSamples;
  let summary: Summary | null = null;
  while (stopped === null) {
    const sample = await take(iterations, (latest) => ({ phase: 'sampling', sample: latest, summary }));
    if (sample === null) continue;
    samples.push(sample);
    // Faster than the warm-up was: kept as it is, and the next ones last longer.
    if (sample.elapsedMs < targetMs) iterations = Math.max(iterations, iterationsFor(sample, targetMs));
    if (samples.length >= nextJudgement) {
      summary = summarise(samples);
      // Judged ever more rarely, so that the judging stays far below 1 % of the time.
      nextJudgement = Math.ceil(samples.length * 1.1);
      if (sustainMs === null && summary.intervalHolds && summary.relativeHalfWidth <= PROTOCOL.stop.intervalWithin)
        stopped = 'precise';
    }
    if (stopped === null && samples.length >= PROTOCOL.stop.maxSamples) stopped = 'sample-cap';
    if (stopped === null && usedMs >= endMs) stopped = 'time-cap';
  }
  return { warmup, samples, stable, stopped, monotonicMs, wallMs, betweenMs };
}

/** How long one sample must last: ≥ 10 ms and ≥ 100 steps of the timer. */
export function sampleTargetMs(timerStepUs: number): number {
  return Math.max(PROTOCOL.sample.minMs, (timerStepUs / 1000) * PROTOCOL.sample.minTimerSteps);
}

/**
 * Iterations that make the next sample last the target with a fifth to spare, so that a faster one is long enough too; a
 * sample too short to judge by may at most quadruple.
 */
function iterationsFor({ elapsedMs, iterations }: Sample, targetMs: number): number {
  const wanted = Math.ceil((targetMs * PROTOCOL.sample.headroom) / (elapsedMs / iterations));
  const bounded = elapsedMs >= targetMs / 4 ? wanted : Math.min(wanted, iterations * 4);
  return Math.min(bounded, PROTOCOL.sample.maxIterations);
}

/** The last two windows of full-length samples agree. Short samples, still growing to length, do not count. */
function isStable(warmup: readonly Sample[], targetMs: number): boolean {
  const { window, stableWithin } = PROTOCOL.warmup;
  const full = warmup.filter(({ elapsedMs }) => elapsedMs >= targetMs * 0.9);
  if (full.length < 2 * window) return false;
  const values = perIterationMs(full.slice(-2 * window));
  const before = quantile(sortValues(values.slice(0, window)), 0.5);
  const after = quantile(sortValues(values.slice(window)), 0.5);
  return Math.abs(after / before - 1) <= stableWithin;
}
