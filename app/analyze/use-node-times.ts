// Times of nodes, taken on this device: WASM with one thread, a few runs, in a worker that ends
// with them.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '@/lib/core/thrown';
import { type NodeTimes, parseProfile } from '@/lib/flops/profile';
import type { InputSpec } from '@/lib/models/workload';
import type { DownloadProgress } from '@/lib/ort/download';
import { stopOf } from '@/lib/runner/visit-stop';
import type { FromProfiler, ToProfiler } from '@/workers/profile-messages';

/** The first prepares memory and is left out. */
export const PROFILED_RUNS = 8;

export type TimesState =
  | { readonly stage: 'idle' }
  | { readonly stage: 'fetching'; readonly download: DownloadProgress | null }
  | { readonly stage: 'running'; readonly done: number }
  | { readonly stage: 'failed'; readonly reason: string };

/** Fetches the runtime. @throws Error in words for the visitor where it does not come. */
async function fetchFor(
  signal: AbortSignal,
  onDownload: (download: DownloadProgress) => void,
): Promise<void> {
  const { fetchRuntime } = await import('@/lib/runner/runtime');
  const without = await fetchRuntime('wasm', { signal, onDownload });
  const stop = without === null ? null : stopOf(without);
  if (stop !== null) throw new Error(`${stop.why} ${stop.next}`);
}

/** What the profiler printed. @throws Error where the worker or the runtime fails. */
function profileIn(
  worker: Worker,
  request: ToProfiler,
  onRun: (done: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromProfiler>) => {
      if (data.type === 'run') onRun(data.done);
      else if (data.type === 'failed') reject(new Error(data.reason));
      else resolve(data.text);
    };
    worker.onerror = ({ message }) =>
      reject(new Error(message || 'The worker ended without a message.'));
    worker.postMessage(request);
  });
}

export function useNodeTimes(onTimes: (times: NodeTimes) => void) {
  const [state, setState] = useState<TimesState>({ stage: 'idle' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const start = useCallback(
    async (file: Blob, inputs: readonly InputSpec[]) => {
      abort.current?.abort();
      const control = new AbortController();
      abort.current = control;
      const { signal } = control;
      const show = (next: TimesState): void => {
        if (!signal.aborted) setState(next);
      };
      let worker: Worker | null = null;
      signal.addEventListener('abort', () => worker?.terminate());
      show({ stage: 'fetching', download: null });
      try {
        await fetchFor(signal, (download) => show({ stage: 'fetching', download }));
        if (signal.aborted) return;
        show({ stage: 'running', done: 0 });
        worker = new Worker(new URL('../../workers/profile.worker.ts', import.meta.url), {
          type: 'module',
        });
        const request = { file, inputs, threads: 1, runs: PROFILED_RUNS };
        const text = await profileIn(worker, request, (done) => show({ stage: 'running', done }));
        const times = parseProfile(text);
        if (times === null) throw new Error('The runtime gave no times of nodes.');
        show({ stage: 'idle' });
        onTimes(times);
      } catch (error) {
        show({ stage: 'failed', reason: messageOf(error) });
      } finally {
        worker?.terminate();
      }
    },
    [onTimes],
  );
  const cancel = useCallback(() => {
    abort.current?.abort();
    setState({ stage: 'idle' });
  }, []);
  return { state, start, cancel };
}
