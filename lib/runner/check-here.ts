// A prediction held against a measurement, on this device and now: some kernels, from which the
// time of any file follows, and the visitor's own file, all on WASM with one thread. Nothing of it
// is sent anywhere or kept.
import { ONE_THREAD_KERNELS } from '@/lib/bench/prediction-kernels';
import { centreOf } from '@/lib/bench/stats';
import { SUITES } from '@/lib/bench/suites';
import { err, ok, type Result } from '@/lib/core/result';
import type { InputSpec } from '@/lib/models/workload';
import type { MeasureRequest } from '@/workers/bench-messages';
import { KeptWorker, measureInWorker } from './measure-in-worker';

const MODEL_CAP_MS = 3000;
const PLAIN = { backend: 'wasm', threads: 1, mode: 'run', sustainMs: null } as const;

export interface CheckTimes {
  /** Milliseconds by kernel: those that ran. */
  readonly kernels: Readonly<Record<string, number>>;
  readonly modelMs: number;
}

export interface CheckWatch {
  readonly signal: AbortSignal;
  /** Of all that is measured, and what comes now. */
  onStep(done: number, planned: number, what: 'kernels' | 'file'): void;
}

/** What is measured here; a reason in words where the file does not run. */
export async function measureForCheck(
  file: Blob,
  inputs: readonly InputSpec[],
  { signal, onStep }: CheckWatch,
): Promise<Result<CheckTimes, string>> {
  const planned = ONE_THREAD_KERNELS.length + 1;
  const watch = { signal, onPhase: ignore, onDownload: ignore, onProgress: ignore };
  const measured = async (request: MeasureRequest, among: KeptWorker | null) => {
    const sharing = among === null ? null : { among, configuration: 'check' };
    const { outcome } = await measureInWorker(request, watch, sharing);
    return outcome.outcome === 'measured' ? centreOf(outcome.samples).timeMs : outcome;
  };
  onStep(0, planned, 'file');
  const model = await measured({ ...PLAIN, file, inputs, capMs: MODEL_CAP_MS }, null);
  if (typeof model !== 'number')
    return err('reason' in model ? model.reason : 'The file gave no answer.');
  const kernels: Record<string, number> = {};
  const among = new KeptWorker();
  try {
    for (const [done, workload] of ONE_THREAD_KERNELS.entries()) {
      if (signal.aborted) break;
      onStep(done + 1, planned, 'kernels');
      const capMs = SUITES.predict.capMs.kernel;
      const request = { ...PLAIN, workload, goldenIndex: 0, privateSeed: null, capMs };
      const ms = await measured(request, among);
      if (typeof ms === 'number') kernels[workload] = ms;
    }
  } finally {
    among.close();
  }
  return ok({ kernels, modelMs: model });
}

const ignore = (): void => undefined;
