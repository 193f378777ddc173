// The button of a chapter at work: one configuration after another in the engine's own worker, each
// row filled as its time is known, then the sentence. A second press cancels. What this browser
// cannot run says so in its row.
import { PROTOCOL } from '@/lib/bench/protocol';
import { summarise } from '@/lib/bench/stats';
import { MAX_THREADS } from '@/lib/core/backend';
import { duration, quantity, spread } from '@/lib/core/format';
import { messageOf } from '@/lib/core/thrown';
import { writeModel } from '@/lib/onnx/write';
import type { DownloadProgress } from '@/lib/ort/download';
import { downloadWords } from '@/lib/runner/download-words';
import { KeptWorker, measureInWorker } from '@/lib/runner/measure-in-worker';
import { obstacleHere } from '@/lib/runner/obstacle';
import { missingWasm } from '@/lib/runner/plan';
import { hasSharedMemory } from '@/lib/runner/shared-memory';
import { Stops } from '@/lib/runner/stops';
import { stopOf } from '@/lib/runner/visit-stop';
import { wasmSupport } from '@/lib/runner/wasm-support';
import { rateOf } from '@/lib/views/lead';
import type { MeasureRequest } from '@/workers/bench-messages';
import { type Claim, type Configuration, claimOf, type Timed, type Times } from './claims';
import { GRAPHS, inputsOf } from './graphs';

const ONE_PASS =
  'One short pass each, while other tabs may be at work: a full run measures twice and says more.';

/** Starting the runtime takes a second: it is kept this long for whoever measures again. */
const KEPT_MS = 60_000;

const WORDS = { again: 'Measure again', cancel: 'Cancel' } as const;

interface Row {
  readonly configuration: Configuration;
  readonly flops: number;
  readonly element: HTMLElement;
}

const slot = (element: HTMLElement, name: string): HTMLElement | null =>
  element.querySelector<HTMLElement>(`[data-${name}]`);

function put(element: HTMLElement, name: string, text: string): void {
  const place = slot(element, name);
  if (place !== null) place.textContent = text;
}

function requestOf(
  { subject, backend, threads }: Configuration,
  capMs: number,
  most: number,
): MeasureRequest {
  const common = {
    backend,
    threads: threads === 'all' ? most : 1,
    mode: 'run',
    capMs,
    sustainMs: null,
  } as const;
  if ('workload' in subject)
    return { ...common, workload: subject.workload, goldenIndex: 0, privateSeed: null };
  const model = GRAPHS[subject.graph]();
  return { ...common, file: new Blob([writeModel(model)]), inputs: inputsOf(model) };
}

/** Why there is no time: in a word or two for the row, and in sentences for the answer. */
interface Untimed {
  readonly short: string;
  readonly why: string;
}

const untimed = (short: string, why = ''): Untimed => ({ short, why });

interface Watch {
  readonly signal: AbortSignal;
  readonly stops: Stops;
  /** Of the configurations with one backend and thread count, also of the press before. */
  readonly kept: KeptWorker;
  readonly onPhase: () => void;
  readonly onDownload: (progress: DownloadProgress) => void;
}

/** A time, or why there is none. */
async function timeOf(
  configuration: Configuration,
  capMs: number,
  { signal, stops, kept, onPhase, onDownload }: Watch,
): Promise<Timed | Untimed> {
  const { backend, label } = configuration;
  if (backend === 'webgpu' && !('gpu' in navigator)) return untimed('no WebGPU');
  if (stops.of(backend) !== null) return untimed('not run');
  const most = hasSharedMemory() ? Math.min(navigator.hardwareConcurrency, MAX_THREADS) : 1;
  const { outcome, fellBack } = await measureInWorker(
    requestOf(configuration, capMs, most),
    { signal, onPhase, onDownload, onProgress: () => undefined },
    { among: kept, configuration: `${backend}/${configuration.threads}` },
  );
  stops.note(backend, outcome);
  if (outcome.outcome === 'measured') {
    if (fellBack) return untimed('ran on the CPU');
    const { timeMs, ci95 } = summarise(outcome.samples);
    const hasInterval = outcome.samples.length >= PROTOCOL.estimator.minSamples;
    return { ms: timeMs, halfWidthMs: hasInterval ? (ci95.highMs - ci95.lowMs) / 2 : null };
  }
  if (outcome.outcome === 'incorrect') return untimed('wrong result');
  const stop = stopOf(outcome);
  if (stop !== null) return untimed('not run', `${stop.why} ${stop.next}`);
  const short = outcome.outcome === 'skipped' ? 'not run' : 'failed';
  return untimed(short, `${label}: ${outcome.reason}`);
}

function showTime({ element, flops }: Row, { ms, halfWidthMs }: Timed): void {
  const interval = halfWidthMs === null ? '' : ` ${spread(ms / 1000, halfWidthMs / 1000, 's')}`;
  put(element, 'time', `${duration(ms)}${interval}`);
  put(element, 'rate', quantity(rateOf(flops, ms), 'GFLOPS'));
}

/** Bars share one scale: the longest time is the whole width. */
function showBars(rows: readonly Row[], times: Times): void {
  const longest = Math.max(...[...times.values()].map(({ ms }) => ms));
  for (const { configuration, element } of rows) {
    const bar = slot(element, 'bar');
    const ms = times.get(configuration.key)?.ms;
    if (bar !== null) bar.style.width = ms === undefined ? '0' : `${(100 * ms) / longest}%`;
  }
}

/** Why nothing can be measured in this browser; null where it can be tried. */
function obstacleWords(): string | null {
  const obstacle = obstacleHere();
  if (obstacle !== null) return `${obstacle.why} ${obstacle.next}`;
  return missingWasm(wasmSupport())?.reason ?? null;
}

function conditionsWords(claim: Claim): string {
  const usesThreads = claim.configurations.some(({ threads }) => threads === 'all');
  if (usesThreads && !hasSharedMemory())
    return ' This page got one thread, so “all threads” is one here.';
  return '';
}

/** What the times say and what they are worth, after why some are missing. */
function answerWords(claim: Claim, times: Times, reasons: readonly string[]): string {
  const said = claim.answer(times);
  const missing = reasons.join(' ');
  if (said !== null)
    return `${said}${conditionsWords(claim)} ${missing === '' ? ONE_PASS : missing}`;
  return missing === '' ? 'Too little could be measured in this browser to say.' : missing;
}

async function perform(
  claim: Claim,
  rows: readonly Row[],
  section: HTMLElement,
  shared: Pick<Watch, 'signal' | 'kept'>,
): Promise<void> {
  const obstacle = obstacleWords();
  if (obstacle !== null) return put(section, 'answer', obstacle);
  await measureRows(claim, rows, section, { ...shared, stops: new Stops() });
}

async function measureRows(
  claim: Claim,
  rows: readonly Row[],
  section: HTMLElement,
  shared: Pick<Watch, 'signal' | 'kept' | 'stops'>,
): Promise<void> {
  const times = new Map<string, Timed>();
  const reasons: string[] = [];
  for (const row of rows) {
    put(row.element, 'time', '—');
    put(row.element, 'rate', '—');
  }
  showBars(rows, times);
  for (const row of rows) {
    const onPhase = (): void => put(section, 'answer', `Measuring: ${row.configuration.label} …`);
    const onDownload = (progress: DownloadProgress): void =>
      put(section, 'answer', downloadWords(progress));
    onPhase();
    put(row.element, 'time', '…');
    const watch = { ...shared, onPhase, onDownload };
    const timed = await timeOf(row.configuration, claim.capMs, watch);
    if (shared.signal.aborted) {
      put(row.element, 'time', '—');
      put(section, 'answer', 'Cancelled.');
      return;
    }
    if ('short' in timed) {
      put(row.element, 'time', timed.short);
      if (timed.why !== '') reasons.push(timed.why);
      continue;
    }
    times.set(row.configuration.key, timed);
    showTime(row, timed);
    showBars(rows, times);
  }
  put(section, 'answer', answerWords(claim, times, reasons));
}

/** Measures at once, and from then on with every press of the section's button. */
export function measureIn(section: HTMLElement): void {
  const claim = claimOf(section.dataset.measure ?? '');
  const button = section.querySelector<HTMLButtonElement>('[data-measure-button]');
  if (claim === undefined || button === null) return;
  const rows = claim.configurations.flatMap((configuration): Row[] => {
    const element = section.querySelector<HTMLElement>(
      `[data-configuration="${configuration.key}"]`,
    );
    return element === null
      ? []
      : [{ configuration, element, flops: Number(element.dataset.flops) }];
  });
  const kept = new KeptWorker();
  let forgotten: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;
  const press = async (): Promise<void> => {
    if (running !== null) {
      running.abort();
      return;
    }
    running = new AbortController();
    clearTimeout(forgotten);
    button.textContent = WORDS.cancel;
    try {
      await perform(claim, rows, section, { signal: running.signal, kept });
    } catch (error) {
      const reason = messageOf(error);
      put(section, 'answer', `It could not be measured here: ${reason}`);
    } finally {
      running = null;
      forgotten = setTimeout(() => kept.close(), KEPT_MS);
      button.textContent = WORDS.again;
    }
  };
  button.addEventListener('click', () => void press());
  void press();
}
