// A whole run: every pass of the plan in its own worker, with a rest between, canaries around, and
// events for whoever watches. A step that fails is a result and the next one goes on; cancelling
// records the rest as cancelled.

import type { Progress } from '@/lib/bench/measure';
import type { FrameGaps, MeasuredOutcome, PressureShares } from '@/lib/bench/outcome';
import { PROTOCOL } from '@/lib/bench/protocol';
import { summarise } from '@/lib/bench/stats';
import { MANIFEST } from '@/lib/models/manifest';
import type { DownloadProgress } from '@/lib/ort/download';
import type { Phase, Report } from '@/workers/bench-messages';
import { CANCELLED } from './cancelled';
import { emptyReport, KeptWorker, measureInWorker, type WorkerWatch } from './measure-in-worker';
import { configurationOf, type Pass, passesOf, type Step } from './plan';
import { RowWatch } from './row-watch';
import { fetchRuntime } from './runtime';
import { hasSharedMemory } from './shared-memory';
import { Spinners } from './spinners';
import { Stops } from './stops';

/** Times of the canary kernel around a step, milliseconds; null where it was not read. */
export interface Canary {
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

export interface StepResult {
  readonly step: Step;
  readonly report: Report;
  readonly canary: Canary;
}

/** The canary's time before the pass `at`; null where it gave none. */
export interface CanaryReading {
  readonly at: number;
  readonly ms: number | null;
}

export type RunEvent =
  /** Something begins: a step, or a reading of the canary, which has no result of its own. */
  | { readonly type: 'step'; readonly step: Step; readonly canary: boolean }
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'download'; readonly progress: DownloadProgress }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'reading'; readonly reading: CanaryReading }
  /** What a step has measured while a pass of it is still to come: enough for a first answer. */
  | { readonly type: 'partial'; readonly result: StepResult }
  | { readonly type: 'result'; readonly result: StepResult };

export interface RunOptions {
  readonly goldenIndex: number;
  readonly privateSeed: number | null;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** What an earlier visit finished of the same plan and golden index; it is not measured again. */
  readonly earlier: {
    readonly results: readonly StepResult[];
    readonly readings: readonly CanaryReading[];
  };
}

export const NOTHING_EARLIER: RunOptions['earlier'] = { results: [], readings: [] };

/**
 * Runs `plan` in the order of the protocol. Resolves with one result per step, cancelled or not.
 */
export async function performRun(
  plan: readonly Step[],
  options: RunOptions,
): Promise<StepResult[]> {
  const spinners = new Spinners();
  const kept = new KeptWorker();
  try {
    return await performPasses(plan, { ...options, spinners, kept, stops: new Stops() });
  } finally {
    spinners.close();
    kept.close();
  }
}

interface Performance extends RunOptions {
  readonly spinners: Spinners;
  /** Of the steps that share a worker. */
  readonly kept: KeptWorker;
  readonly stops: Stops;
}

async function performPasses(plan: readonly Step[], options: Performance): Promise<StepResult[]> {
  const { goldenIndex, signal, onEvent, earlier, stops } = options;
  const passes = passesOf(plan, goldenIndex);
  const reports = new Map(earlier.results.map(({ step, report }) => [step.key, report]));
  const readings = [...earlier.readings];
  const first = passes.find(({ step }) => step.skip === null)?.step;
  const watched =
    first !== undefined &&
    plan.filter(({ skip }) => skip === null).length >= PROTOCOL.canary.minSteps;
  const readCanary = async (at: number): Promise<void> => {
    if (!watched) return;
    const reading = { at, ms: await canaryMs(first, options) };
    readings.push(reading);
    onEvent({ type: 'reading', reading });
  };

  const todo = [...passes.entries()].filter(([, { step }]) => !reports.has(step.key));
  const middle = todo.find(([index]) => index >= Math.ceil(passes.length / 2))?.[0];
  const begin = todo[0]?.[0] ?? passes.length;
  await readCanary(begin);
  const open = new Map<string, Report>();
  for (const [index, { step, capMs, last }] of todo) {
    if (index === middle && index > begin) await readCanary(index);
    const before = open.get(step.key);
    const worthIt = before === undefined || before.outcome.outcome === 'measured';
    if (!signal.aborted && worthIt) onEvent({ type: 'step', step, canary: false });
    const now = worthIt ? await reportOf(step, capMs, options) : null;
    const report = before === undefined ? now : now === null ? before : joined(before, now);
    if (report === null) continue;
    open.set(step.key, report);
    if (last) reports.set(step.key, report);
    onEvent({ type: last ? 'result' : 'partial', result: { step, report, canary: NOT_READ } });
    const rests =
      step.skip === null && !step.brief && !signal.aborted && stops.of(step.backend) === null;
    if (rests) await rest(PROTOCOL.coolDownMs);
  }
  await readCanary(passes.length);
  return resultsOf(passes, reports, readings);
}

const NOT_READ: Canary = { beforeMs: null, afterMs: null };

/**
 * In the order in which the steps ended, each with the readings of the canary around its passes.
 */
function resultsOf(
  passes: readonly Pass[],
  reports: ReadonlyMap<string, Report>,
  readings: readonly CanaryReading[],
): StepResult[] {
  return [...passes.entries()].flatMap(([index, { step, last }]) => {
    const report = reports.get(step.key);
    if (!last || report === undefined) return [];
    const from = passes.findIndex((pass) => pass.step.key === step.key);
    const canary = {
      beforeMs: readings.findLast(({ at }) => at <= from)?.ms ?? null,
      afterMs: readings.find(({ at }) => at > index)?.ms ?? null,
    };
    return [{ step, report, canary }];
  });
}

async function reportOf(step: Step, capMs: number, options: Performance): Promise<Report> {
  const { signal, stops } = options;
  if (signal.aborted) return emptyReport(CANCELLED);
  const known = step.skip ?? stops.of(step.backend);
  if (known !== null) return emptyReport(known);
  const report = await measuredReport(step, capMs, options);
  stops.note(step.backend, report.outcome);
  return report;
}

async function measuredReport(step: Step, capMs: number, options: Performance): Promise<Report> {
  const { goldenIndex, privateSeed, signal, onEvent, spinners, kept } = options;
  const { entry, backend, threads, mode, sustainMs } = step;
  const sustained = mode === 'sustained' ? sustainMs : null;
  const asked = { workload: entry.id, backend, threads, mode, goldenIndex, privateSeed };
  const request = { ...asked, capMs, sustainMs: sustained };
  const onDownload = (progress: DownloadProgress): void => onEvent({ type: 'download', progress });
  // Before anybody looks for other work: unpacking it would be some.
  const without = await fetchRuntime(backend, { signal, onDownload });
  if (without !== null) return emptyReport(without);
  // The accelerated backends compute elsewhere; what feeds them is one thread, and WASM has no more
  // without shared memory.
  const before = step.brief
    ? null
    : await spinners.read(backend === 'wasm' && hasSharedMemory() ? threads : 1);
  const watch = new RowWatch();
  const worker: WorkerWatch = {
    signal,
    onPhase: (phase) => {
      if (phase === 'warm-up') watch.begin();
      onEvent({ type: 'phase', phase });
    },
    onProgress: (progress) => onEvent({ type: 'progress', progress }),
  };
  const sharing = step.brief ? { among: kept, configuration: configurationOf(step) } : null;
  const report = await measureInWorker(request, worker, sharing);
  const watched = watch.end();
  const { outcome } = report;
  if (outcome.outcome !== 'measured') return report;
  // Readings would take as long as the step itself.
  if (step.brief) return { ...report, outcome: { ...outcome, ...watched, spins: [] } };
  // What is left of the worker ends first.
  await rest(PROTOCOL.contention.settleMs);
  const after = await spinners.read(report.threadsGot ?? 1);
  const spins = [before, after].filter((reading) => reading !== null);
  return { ...report, outcome: { ...outcome, ...watched, spins } };
}

/** The canary on the backend of the first step: its time, or null where it gave none. */
async function canaryMs(first: Step, options: Performance): Promise<number | null> {
  const { workload, capMs } = PROTOCOL.canary;
  const entry = MANIFEST.get(workload);
  if (options.signal.aborted || entry === undefined) return null;
  const step: Step = { ...first, key: 'canary', entry, mode: 'run', brief: false };
  options.onEvent({ type: 'step', step, canary: true });
  const { outcome } = await reportOf(step, capMs, options);
  return outcome.outcome === 'measured' ? summarise(outcome.samples).timeMs : null;
}

/**
 * Two passes as one measurement: samples one after another, opening times of the first. What went
 * wrong last, counts; a second pass that was cancelled leaves the first as it is.
 */
export function joined(first: Report, second: Report): Report {
  const [a, b] = [first.outcome, second.outcome];
  if (b.outcome === 'skipped') return first;
  if (a.outcome !== 'measured' || b.outcome !== 'measured')
    return { ...second, fellBack: first.fellBack || second.fellBack };
  const outcome: MeasuredOutcome = {
    ...b,
    sessionMs: a.sessionMs,
    firstRunMs: a.firstRunMs,
    warmup: [...a.warmup, ...b.warmup],
    samples: [...a.samples, ...b.samples],
    firstPass: a.samples.length,
    hiddenMs: a.hiddenMs + b.hiddenMs,
    clocks: {
      monotonicMs: a.clocks.monotonicMs + b.clocks.monotonicMs,
      wallMs: a.clocks.wallMs + b.clocks.wallMs,
    },
    betweenMs: a.betweenMs + b.betweenMs,
    spins: [...a.spins, ...b.spins],
    frameGaps: worseGaps(a.frameGaps, b.frameGaps),
    pressure: meanPressure(a, b),
  };
  return { ...second, outcome, fellBack: first.fellBack || second.fellBack };
}

/**
 * Those of the pass in which the page stuttered more, percentile by percentile; null where one was
 * not watched.
 */
function worseGaps(a: FrameGaps | null, b: FrameGaps | null): FrameGaps | null {
  if (a === null || b === null) return null;
  return { longestMs: Math.max(a.longestMs, b.longestMs), p95Ms: Math.max(a.p95Ms, b.p95Ms) };
}

/** Over the time of both passes; null where one says nothing. */
function meanPressure(a: MeasuredOutcome, b: MeasuredOutcome): PressureShares | null {
  if (a.pressure === null || b.pressure === null) return null;
  const [first, second] = [a.pressure, b.pressure];
  const part = a.clocks.monotonicMs / (a.clocks.monotonicMs + b.clocks.monotonicMs);
  const mean = (state: keyof PressureShares): number =>
    part * first[state] + (1 - part) * second[state];
  return {
    nominal: mean('nominal'),
    fair: mean('fair'),
    serious: mean('serious'),
    critical: mean('critical'),
  };
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
