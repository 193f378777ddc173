// Times of nodes, taken on this device: WASM with one thread, a few runs, in a worker that ends
// with them.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type NodeTimes, parseProfile } from '@/lib/flops/profile';
import type { InputSpec } from '@/lib/models/workload';
import type { FromProfiler, ToProfiler } from '@/workers/profile-messages';

/** The first prepares memory and is left out. */
export const PROFILED_RUNS = 8;

export type TimesState =
  | { readonly stage: 'idle' }
  | { readonly stage: 'running'; readonly done: number }
  | { readonly stage: 'failed'; readonly reason: string };

export function useNodeTimes(onTimes: (times: NodeTimes) => void) {
  const [state, setState] = useState<TimesState>({ stage: 'idle' });
  const worker = useRef<Worker | null>(null);
  const end = useCallback((next: TimesState) => {
    worker.current?.terminate();
    worker.current = null;
    setState(next);
  }, []);
  useEffect(() => () => worker.current?.terminate(), []);
  const start = useCallback(
    (file: Blob, inputs: readonly InputSpec[]) => {
      end({ stage: 'running', done: 0 });
      const started = new Worker(new URL('../../workers/profile.worker.ts', import.meta.url), {
        type: 'module',
      });
      worker.current = started;
      started.onmessage = ({ data }: MessageEvent<FromProfiler>) => {
        if (data.type === 'run') return setState({ stage: 'running', done: data.done });
        if (data.type === 'failed') return end({ stage: 'failed', reason: data.reason });
        const times = parseProfile(data.text);
        if (times === null)
          return end({ stage: 'failed', reason: 'the runtime gave no times of nodes' });
        end({ stage: 'idle' });
        onTimes(times);
      };
      started.onerror = ({ message }) =>
        end({ stage: 'failed', reason: message || 'the worker ended without a message' });
      started.postMessage({ file, inputs, threads: 1, runs: PROFILED_RUNS } satisfies ToProfiler);
    },
    [end, onTimes],
  );
  const cancel = useCallback(() => end({ stage: 'idle' }), [end]);
  return { state, start, cancel };
}
