// The page's side of the analyser: one worker per file, ended by the next file or by Cancel.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CountOptions } from '@/lib/flops/report';
import type { Analysis, FromAnalyser, GivenFile, ToAnalyser } from '@/workers/analyse-messages';

export type AnalysisState =
  | { readonly stage: 'empty' }
  | { readonly stage: 'reading'; readonly name: string; readonly fraction: number | null }
  | { readonly stage: 'failed'; readonly name: string; readonly reason: string }
  /** `counting` while the same file is counted again. */
  | { readonly stage: 'done'; readonly file: File; readonly analysis: Analysis; readonly counting: boolean };

export interface AnalysisControl {
  readonly state: AnalysisState;
  /** @param files all that was given with the model */
  open(model: GivenFile, files: readonly GivenFile[], options?: CountOptions): void;
  count(options: CountOptions): void;
  /** Ends the work and clears the page. */
  reset(): void;
}

export function useAnalysis(): AnalysisControl {
  const [state, setState] = useState<AnalysisState>({ stage: 'empty' });
  const worker = useRef<Worker | null>(null);

  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);

  const open = useCallback(
    (model: GivenFile, files: readonly GivenFile[], options: CountOptions = {}) => {
      end();
      const { file } = model;
      const started = new Worker(new URL('../../workers/analyse.worker.ts', import.meta.url), { type: 'module' });
      worker.current = started;
      setState({ stage: 'reading', name: file.name, fraction: 0 });
      started.onmessage = ({ data }: MessageEvent<FromAnalyser>) => setState((before) => next(before, data, file));
      started.onerror = ({ message }) => {
        end();
        setState({ stage: 'failed', name: file.name, reason: message || 'the analyser ended without a message' });
      };
      started.postMessage({ type: 'open', model, files, options } satisfies ToAnalyser);
    },
    [end],
  );
  const count = useCallback((options: CountOptions) => {
    worker.current?.postMessage({ type: 'count', options } satisfies ToAnalyser);
  }, []);
  const reset = useCallback(() => {
    end();
    setState({ stage: 'empty' });
  }, [end]);
  return { state, open, count, reset };
}

function next(before: AnalysisState, message: FromAnalyser, file: File): AnalysisState {
  const { name } = file;
  switch (message.type) {
    case 'reading':
      return { stage: 'reading', name, fraction: message.sizeBytes === 0 ? 0 : message.bytesRead / message.sizeBytes };
    case 'counting':
      return before.stage === 'done' ? { ...before, counting: true } : { stage: 'reading', name, fraction: null };
    case 'analysis':
      return { stage: 'done', file, analysis: message.analysis, counting: false };
    case 'failed':
      return { stage: 'failed', name, reason: message.reason };
  }
}
