// The button of a chapter at work: one configuration after another in the engine's own worker, each
// row filled as its time is known, then the sentence. A second press cancels. What this browser
// cannot run says so in its row.
import { PROTOCOL } from '@/lib/bench/protocol';
import { summarise } from '@/lib/bench/stats';
import { MAX_THREADS } from '@/lib/core/backend';
import { duration, quantity, spread } from '@/lib/core/format';
import { writeModel } from '@/lib/onnx/write';
import { measureInWorker } from '@/lib/runner/measure-in-worker';
import { hasSharedMemory } from '@/lib/runner/shared-memory';
import { rateOf } from '@/lib/views/lead';
import type { MeasureRequest } from '@/workers/bench-messages';
import { type Claim, type Configuration, claimOf, type Timed, type Times } from './claims';
import { GRAPHS, inputsOf } from './graphs';

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

/** A time, or in words why there is none. */
async function timeOf(
  configuration: Configuration,
  capMs: number,
  signal: AbortSignal,
): Promise<Timed | string> {
  if (configuration.backend === 'webgpu' && !('gpu' in navigator)) return 'no WebGPU';
  const most = hasSharedMemory() ? Math.min(navigator.hardwareConcurrency, MAX_THREADS) : 1;
  const { outcome, fellBack } = await measureInWorker(requestOf(configuration, capMs, most), {
    signal,
    onPhase: () => undefined,
    onProgress: () => undefined,
  });
  if (outcome.outcome === 'measured') {
    if (fellBack) return 'ran on the CPU';
    const { timeMs, ci95 } = summarise(outcome.samples);
    const hasInterval = outcome.samples.length >= PROTOCOL.estimator.minSamples;
    return { ms: timeMs, halfWidthMs: hasInterval ? (ci95.highMs - ci95.lowMs) / 2 : null };
  }
  if (outcome.outcome === 'incorrect') return 'wrong result';
  return outcome.outcome === 'skipped' ? 'not run' : 'failed';
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

function conditionsWords(claim: Claim): string {
  const usesThreads = claim.configurations.some(({ threads }) => threads === 'all');
  if (usesThreads && !hasSharedMemory())
    return ' This page got one thread, so “all threads” is one here.';
  return '';
}

async function perform(
  claim: Claim,
  rows: readonly Row[],
  section: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const times = new Map<string, Timed>();
  for (const row of rows) {
    put(row.element, 'time', '—');
    put(row.element, 'rate', '—');
  }
  showBars(rows, times);
  for (const row of rows) {
    put(section, 'answer', `Measuring: ${row.configuration.label} …`);
    put(row.element, 'time', '…');
    const timed = await timeOf(row.configuration, claim.capMs, signal);
    if (signal.aborted) {
      put(row.element, 'time', '—');
      put(section, 'answer', 'Cancelled.');
      return;
    }
    if (typeof timed === 'string') {
      put(row.element, 'time', timed);
      continue;
    }
    times.set(row.configuration.key, timed);
    showTime(row, timed);
    showBars(rows, times);
  }
  const said = claim.answer(times) ?? 'Too little could be measured in this browser to say.';
  put(
    section,
    'answer',
    `${said}${conditionsWords(claim)} One short pass each, while other tabs may be at work: a full run measures twice and says more.`,
  );
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
  let running: AbortController | null = null;
  const press = async (): Promise<void> => {
    if (running !== null) {
      running.abort();
      return;
    }
    running = new AbortController();
    button.textContent = WORDS.cancel;
    try {
      await perform(claim, rows, section, running.signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      put(section, 'answer', `It could not be measured here: ${reason}`);
    } finally {
      running = null;
      button.textContent = WORDS.again;
    }
  };
  button.addEventListener('click', () => void press());
  void press();
}
