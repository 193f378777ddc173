// One configuration in one worker, from the page's side. The page keeps the watch: a hidden tab
// pauses the worker, silence beyond the limit ends it, a crash is a recorded outcome, and a worker
// that never came to say a word is the page's fault and not the device's. Abort is terminate():
// nothing survives it.
import type { Progress } from '@/lib/bench/measure';
import type { CrashedOutcome, FailedOutcome, Outcome, SkippedOutcome } from '@/lib/bench/outcome';
import { messageOf } from '@/lib/core/thrown';
import type {
  FromWorker,
  HiddenCount,
  MeasureRequest,
  Phase,
  Report,
  ToWorker,
} from '@/workers/bench-messages';
import { CANCELLED } from './cancelled';
import { fetchRuntime, type RuntimeWatch } from './runtime';
import { hasSharedMemory } from './shared-memory';
import { STAGES } from './stages';

export interface WorkerWatch extends RuntimeWatch {
  onPhase(phase: Phase): void;
  onProgress(progress: Progress): void;
}

/**
 * The worker of the steps that share one, as long as they are of one configuration and nothing
 * fails.
 */
export class KeptWorker {
  #kept: { readonly worker: Worker; readonly configuration: string } | null = null;

  /** The kept worker if it is of `configuration`; any other one ends. */
  take(configuration: string): Worker | null {
    const kept = this.#kept;
    this.#kept = null;
    if (kept?.configuration === configuration) return kept.worker;
    kept?.worker.terminate();
    return null;
  }

  keep(worker: Worker, configuration: string): void {
    worker.onmessage = null;
    this.#kept = { worker, configuration };
  }

  close(): void {
    this.#kept?.worker.terminate();
    this.#kept = null;
  }
}

/** Where a step's worker comes from and goes to. */
interface Sharing {
  readonly among: KeptWorker;
  readonly configuration: string;
}

/**
 * Measures `request` in a fresh worker, or in the one that steps of its configuration share. Always
 * resolves: what went wrong is the report's outcome, and ends the worker.
 */
export async function measureInWorker(
  request: MeasureRequest,
  watch: WorkerWatch,
  sharing: Sharing | null = null,
): Promise<Report> {
  try {
    const without = await fetchRuntime(request.backend, watch);
    return without === null ? await converse(request, watch, sharing) : emptyReport(without);
  } catch (error) {
    return emptyReport(pageFailed(error));
  }
}

function converse(
  request: MeasureRequest,
  { signal, onPhase, onProgress }: WorkerWatch,
  sharing: Sharing | null,
): Promise<Report> {
  const worker = sharing?.among.take(sharing.configuration) ?? startedWorker();
  if ('outcome' in worker) return Promise.resolve(emptyReport(worker));
  return new Promise((resolve, reject) => {
    const hiddenCount: HiddenCount = hasSharedMemory()
      ? new Int32Array(new SharedArrayBuffer(4))
      : null;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let hasSpoken = false;

    const leave = (): void => {
      clearTimeout(silence);
      document.removeEventListener('visibilitychange', onVisibility);
      signal.removeEventListener('abort', onAbort);
    };
    const finish = (report: Report): void => {
      leave();
      if (sharing !== null && report.outcome.outcome === 'measured')
        sharing.among.keep(worker, sharing.configuration);
      else worker.terminate();
      resolve(report);
    };
    const fail = (outcome: Outcome): void => finish(emptyReport(outcome));
    /** What the page's own code throws while it listens. */
    const guarded = (listen: () => void): void => {
      try {
        listen();
      } catch (error) {
        leave();
        worker.terminate();
        reject(error);
      }
    };
    const tell = (message: ToWorker): void => worker.postMessage(message);

    const listen = (): void => {
      clearTimeout(silence);
      if (document.hidden) return;
      const { limitMs, late } = STAGES[hasSpoken ? 'measuring' : 'starting'];
      silence = setTimeout(() => fail(hasSpoken ? timedOut(late) : noWorker(late)), limitMs);
    };
    const onVisibility = (): void => {
      tell({ type: document.hidden ? 'pause' : 'resume' });
      // After the message, so that whoever sees the count finds the message on its way.
      if (document.hidden && hiddenCount !== null) Atomics.add(hiddenCount, 0, 1);
      listen();
    };
    const onAbort = (): void => fail(CANCELLED);

    worker.onmessage = ({ data }: MessageEvent<FromWorker>) =>
      guarded(() => {
        hasSpoken = true;
        listen();
        if (data.type === 'phase') onPhase(data.phase);
        else if (data.type === 'progress') onProgress(data.progress);
        else finish(data.report);
      });
    worker.onerror = ({ message }) => {
      if (hasSpoken) fail(crashed(message || 'The worker ended without a message.'));
      else
        fail(
          noWorker(
            `The script that measures could not be loaded${message ? ` (${message})` : ''}.`,
          ),
        );
    };
    worker.onmessageerror = () => fail(crashed('A message could not be read.'));
    document.addEventListener('visibilitychange', onVisibility);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    guarded(() => {
      tell({ type: 'measure', request, hiddenCount });
      if (document.hidden) onVisibility();
      listen();
    });
  });
}

function startedWorker(): Worker | SkippedOutcome {
  try {
    return new Worker(new URL('../../workers/bench.worker.ts', import.meta.url), {
      type: 'module',
    });
  } catch (error) {
    return noWorker(`This browser does not start the worker that measures (${messageOf(error)}).`);
  }
}

const noWorker = (reason: string): SkippedOutcome => ({
  outcome: 'skipped',
  cause: 'no-worker',
  reason,
});

const pageFailed = (error: unknown): SkippedOutcome => ({
  outcome: 'skipped',
  cause: 'page-failed',
  reason: `Something in this page failed: ${messageOf(error)}.`,
});

const timedOut = (reason: string): FailedOutcome => ({
  outcome: 'failed',
  cause: 'timeout',
  reason,
});

const crashed = (reason: string): CrashedOutcome => ({
  outcome: 'crashed',
  cause: 'worker',
  reason,
});

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
