// One configuration in one worker, from the page's side. The page keeps the watch: a hidden tab pauses the worker, silence
// beyond the protocol's limit ends it, a crash is a recorded outcome. Abort is terminate(): nothing can survive it.
import type { Progress } from '@/lib/bench/measure';
import type { Outcome } from '@/lib/bench/outcome';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { FromWorker, HiddenCount, MeasureRequest, Phase, Report, ToWorker } from '@/workers/bench-messages';
import { hasSharedMemory } from './shared-memory';

export interface WorkerWatch {
  readonly signal: AbortSignal;
  onPhase(phase: Phase): void;
  onProgress(progress: Progress): void;
}

/** Measures `request` in a fresh worker. Always resolves: what went wrong is the report's outcome. */
export function measureInWorker(
  request: MeasureRequest,
  { signal, onPhase, onProgress }: WorkerWatch,
): Promise<Report> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('../../workers/bench.worker.ts', import.meta.url), { type: 'module' });
    const hiddenCount: HiddenCount = hasSharedMemory() ? new Int32Array(new SharedArrayBuffer(4)) : null;
    let silence: ReturnType<typeof setTimeout> | undefined;

    const finish = (report: Report): void => {
      clearTimeout(silence);
      document.removeEventListener('visibilitychange', onVisibility);
      signal.removeEventListener('abort', onAbort);
      worker.terminate();
      resolve(report);
    };
    const fail = (outcome: Outcome): void => finish(emptyReport(outcome));
    const tell = (message: ToWorker): void => worker.postMessage(message);

    const listen = (): void => {
      clearTimeout(silence);
      if (document.hidden) return;
      silence = setTimeout(() => {
        const seconds = PROTOCOL.watchdog.silenceMs / 1000;
        fail({ outcome: 'failed', cause: 'timeout', reason: `The backend gave no sign of life for ${seconds} s.` });
      }, PROTOCOL.watchdog.silenceMs);
    };
    const onVisibility = (): void => {
      tell({ type: document.hidden ? 'pause' : 'resume' });
      // After the message, so that whoever sees the count finds the message on its way.
      if (document.hidden && hiddenCount !== null) Atomics.add(hiddenCount, 0, 1);
      listen();
    };
    const onAbort = (): void => fail({ outcome: 'skipped', cause: 'cancelled', reason: 'Cancelled by the visitor.' });

    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      listen();
      if (data.type === 'phase') onPhase(data.phase);
      else if (data.type === 'progress') onProgress(data.progress);
      else finish(data.report);
    };
    worker.onerror = ({ message }) => {
      fail({ outcome: 'crashed', cause: 'worker', reason: message || 'The worker ended without a message.' });
    };
    worker.onmessageerror = () => fail({ outcome: 'crashed', cause: 'worker', reason: 'A message could not be read.' });
    document.addEventListener('visibilitychange', onVisibility);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    tell({ type: 'measure', request, hiddenCount });
    if (document.hidden) onVisibility();
    listen();
  });
}

/** A report of something that never came to run. */
export function emptyReport(outcome: Outcome): Report {
  return {
    outcome,
    threadsGot: null,
    fellBack: false,
    timerStepUs: 0,
    bundle: null,
    validationMode: null,
    webgpu: null,
    buildMs: 0,
  };
}
