// The measuring loop: warm up until stable, then sample until the median is known well enough or
// the cap is reached (PROTOCOL). It owns no clock, no backend and no timer: they are arguments, so
// that a test asserts exact numbers and WASM, WebGPU and WebNN run through the same lines.
import type { Clock } from './clock';
import { PROTOCOL } from './protocol';
import { perIterationMs, quantile, type Sample, sortValues } from './samples';
import { type Centre, centreOf, describe } from './stats';

/** What is measured. */
export interface Subject {
  /** Starts one run; it may resolve when the work is submitted. */
  run(): Promise<unknown>;
  /**
   * Resolves when all submitted work is done: the queue of a GPU. The clock stops only after it.
   */
  settle(): Promise<void>;
}

export type GateVerdict = 'clean' | 'interrupted';

export interface MeasureOptions {
  readonly clock: Clock;
  readonly timerStepUs: number;
  /**
   * Time for warm-up and sampling together; a pause does not count, and PROTOCOL.prolong may add to
   * it.
   */
  readonly capMs: number;
  /**
   * Samples for the whole of this time, however precise the median is (the sustained mode). Left
   * out or null it stops when it is.
   */
  readonly sustainMs?: number | null;
  /**
   * Called outside of the clock, every `TURN_MS` and where a phase ends: reports, and waits here
   * while paused. `interrupted` where a pause fell among the samples of `progress`: they tell
   * nothing.
   */
  readonly gate: (progress: Progress) => Promise<GateVerdict>;
}

export interface Progress {
  readonly phase: 'warm-up' | 'sampling';
  /** Those since the last progress, at least one. */
  readonly samples: readonly Sample[];
  /** Of the samples so far, once there are enough to judge. */
  readonly centre: Centre | null;
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
  /**
   * What the engine itself took between clean samples: judging, reporting, looking whether it is to
   * pause.
   */
  readonly betweenMs: number;
}

/**
 * Gates are so far apart that their cost is lost in the time between them: where one hands over to
 * the event loop, that is 0.1 ms on an idle machine and several where others wait for its cores.
 * The page draws no oftener.
 */
const TURN_MS = 250;

/** Numbers of samples at which the median is judged: ever farther apart, for the same reason. */
const JUDGED_AT: ReadonlySet<number> = (() => {
  const counts = new Set<number>();
  for (
    let n: number = PROTOCOL.stop.minSamples;
    n <= PROTOCOL.stop.maxSamples;
    n = Math.ceil(n * 1.1)
  )
    counts.add(n);
  return counts;
})();

/** Measures `subject`. At least one sample is always taken, however long it lasts. */
export async function measure(subject: Subject, options: MeasureOptions): Promise<Series> {
  const { clock, gate, capMs, sustainMs = null } = options;
  const stepMs = options.timerStepUs / 1000;
  let iterations = 1;
  let centre: Centre | null = null;
  let spent = { usedMs: 0, monotonicMs: 0, wallMs: 0, betweenMs: 0 };
  /** When the sample before ended; null where there was none or it was cut. */
  let ended: number | null = null;

  async function take(): Promise<Sample> {
    const wallStart = clock.wallMs();
    const start = clock.monotonicMs();
    for (let i = 0; i < iterations; i += 1) await subject.run();
    await subject.settle();
    const end = clock.monotonicMs();
    // Below one timer step the only honest statement is "at most one step".
    const sample = { elapsedMs: Math.max(end - start, stepMs), iterations };
    spent = {
      usedMs: spent.usedMs + sample.elapsedMs,
      monotonicMs: spent.monotonicMs + end - start,
      wallMs: spent.wallMs + clock.wallMs() - wallStart,
      betweenMs: spent.betweenMs + (ended === null ? 0 : start - ended),
    };
    ended = end;
    return sample;
  }

  /**
   * Fills `samples` until `judge` says how the phase ends. A turn that was interrupted is as if it
   * had not been.
   */
  async function collect<End>(
    phase: Progress['phase'],
    samples: Sample[],
    judge: (latest: Sample) => End | null,
  ): Promise<End> {
    for (;;) {
      const kept = samples.length;
      const spentBefore = spent;
      const turnEnd = clock.monotonicMs() + TURN_MS;
      let end: End | null = null;
      do {
        const latest = await take();
        samples.push(latest);
        end = judge(latest);
      } while (end === null && clock.monotonicMs() < turnEnd);
      if ((await gate({ phase, samples: samples.slice(kept), centre })) === 'interrupted') {
        samples.length = kept;
        spent = spentBefore;
        ended = null;
      } else if (end !== null) return end;
    }
  }

  let targetMs = sampleTargetMs(options.timerStepUs);
  const warmup: Sample[] = [];
  const warmupCapMs = capMs * PROTOCOL.warmup.maxShare;
  const settled = await collect('warm-up', warmup, (latest) => {
    iterations = Math.max(iterations, iterationsFor(latest, targetMs));
    if (isStable(warmup, targetMs)) return 'stable';
    if (spent.usedMs >= warmupCapMs && warmup.length >= PROTOCOL.warmup.minSamples)
      return 'share-used';
    return spent.usedMs >= capMs ? 'share-used' : null;
  });

  const endMs = sustainMs === null ? capMs : spent.usedMs + sustainMs;
  if (sustainMs !== null) targetMs = Math.max(targetMs, sustainMs / PROTOCOL.sustained.samples);
  const samples: Sample[] = [];
  const stopped = await collect('sampling', samples, (latest): Series['stopped'] | null => {
    // Faster than the warm-up was: kept as it is, and the next ones last longer.
    if (latest.elapsedMs < targetMs)
      iterations = Math.max(iterations, iterationsFor(latest, targetMs));
    if (JUDGED_AT.has(samples.length)) {
      centre = centreOf(samples);
      if (
        sustainMs === null &&
        centre.intervalHolds &&
        centre.relativeHalfWidth <= PROTOCOL.stop.intervalWithin
      )
        return 'precise';
    }
    if (samples.length >= PROTOCOL.stop.maxSamples) return 'sample-cap';
    if (spent.usedMs < endMs) return null;
    if (sustainMs !== null || spent.usedMs >= capMs * PROTOCOL.prolong.factor) return 'time-cap';
    return describe(samples).fastSpread > PROTOCOL.prolong.fastSpread ? null : 'time-cap';
  });
  const { monotonicMs, wallMs, betweenMs } = spent;
  return { warmup, samples, stable: settled === 'stable', stopped, monotonicMs, wallMs, betweenMs };
}

/** How long one sample must last: ≥ 10 ms and ≥ 100 steps of the timer. */
export function sampleTargetMs(timerStepUs: number): number {
  return Math.max(PROTOCOL.sample.minMs, (timerStepUs / 1000) * PROTOCOL.sample.minTimerSteps);
}

/**
 * Iterations that make the next sample last the target with a fifth to spare, so that a faster one
 * is long enough too; a sample too short to judge by may at most quadruple.
 */
function iterationsFor({ elapsedMs, iterations }: Sample, targetMs: number): number {
  const wanted = Math.ceil((targetMs * PROTOCOL.sample.headroom) / (elapsedMs / iterations));
  const bounded = elapsedMs >= targetMs / 4 ? wanted : Math.min(wanted, iterations * 4);
  return Math.min(bounded, PROTOCOL.sample.maxIterations);
}

/**
 * The last two windows of full-length samples agree. Short samples, still growing to length, do not
 * count.
 */
function isStable(warmup: readonly Sample[], targetMs: number): boolean {
  const { window, stableWithin } = PROTOCOL.warmup;
  const full = warmup.filter(({ elapsedMs }) => elapsedMs >= targetMs * 0.9);
  if (full.length < 2 * window) return false;
  const values = perIterationMs(full.slice(-2 * window));
  const before = quantile(sortValues(values.slice(0, window)), 0.5);
  const after = quantile(sortValues(values.slice(window)), 0.5);
  return Math.abs(after / before - 1) <= stableWithin;
}
