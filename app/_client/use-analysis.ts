// The page's side of the analyser: one worker per file, ended by the next file, by Cancel or by its
// silence.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '@/lib/core/thrown';
import type { CountOptions } from '@/lib/flops/report';
import { STAGES } from '@/lib/runner/stages';
import type {
  Analysis,
  Described,
  FromAnalyser,
  GivenFile,
  ToAnalyser,
} from '@/workers/analyse-messages';

export type AnalysisState =
  | { readonly stage: 'empty' }
  | { readonly stage: 'reading'; readonly name: string; readonly fraction: number | null }
  | { readonly stage: 'failed'; readonly name: string; readonly reason: string }
  /** `counting` while the same file is counted again. */
  | {
      readonly stage: 'done';
      readonly file: File;
      readonly analysis: Analysis;
      readonly counting: boolean;
      /** The node that was asked for last. */
      readonly described: Described | null;
    };

export interface AnalysisControl {
  readonly state: AnalysisState;
  /** @param files all that was given with the model */
  open(model: GivenFile, files: readonly GivenFile[], options?: CountOptions): void;
  count(options: CountOptions): void;
  /** Asks for the node that writes a value. */
  describe(output: string): void;
  /** Ends the work and clears the page. */
  reset(): void;
}

export function useAnalysis(): AnalysisControl {
  const [state, setState] = useState<AnalysisState>({ stage: 'empty' });
  const worker = useRef<Worker | null>(null);

  const silence = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const end = useCallback(() => {
    clearTimeout(silence.current);
    if (worker.current !== null) dismiss(worker.current);
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);

  const fail = useCallback(
    (name: string, reason: string) => {
      end();
      setState({ stage: 'failed', name, reason });
    },
    [end],
  );
  /** Until the next word; null when none is due. */
  const listen = useCallback(
    (name: string | null) => {
      clearTimeout(silence.current);
      const { limitMs, late, next } = STAGES.analysing;
      if (name !== null) silence.current = setTimeout(() => fail(name, `${late} ${next}`), limitMs);
    },
    [fail],
  );
  const open = useCallback(
    (model: GivenFile, files: readonly GivenFile[], options: CountOptions = {}) => {
      end();
      const { file } = model;
      const { name } = file;
      setState({ stage: 'reading', name, fraction: 0 });
      try {
        const started = new Worker(new URL('../../workers/analyse.worker.ts', import.meta.url), {
          type: 'module',
        });
        worker.current = started;
        started.onmessage = ({ data }: MessageEvent<FromAnalyser>) => {
          listen(data.type === 'reading' || data.type === 'counting' ? name : null);
          setState((before) => next(before, data, file));
        };
        started.onerror = ({ message }) =>
          fail(
            name,
            message || `The script that reads files was not loaded. ${STAGES.starting.next}`,
          );
        started.onmessageerror = () => fail(name, 'What the analyser said could not be read.');
        listen(name);
        started.postMessage({ type: 'open', model, files, options } satisfies ToAnalyser);
      } catch (error) {
        fail(
          name,
          `This browser does not start the worker that reads files (${messageOf(error)}).`,
        );
      }
    },
    [end, fail, listen],
  );
  const count = useCallback(
    (options: CountOptions) => {
      if (worker.current === null) return;
      listen('The file');
      worker.current.postMessage({ type: 'count', options } satisfies ToAnalyser);
    },
    [listen],
  );
  const describe = useCallback((output: string) => {
    worker.current?.postMessage({ type: 'describe', output } satisfies ToAnalyser);
  }, []);
  const reset = useCallback(() => {
    end();
    setState({ stage: 'empty' });
  }, [end]);
  return { state, open, count, describe, reset };
}

/**
 * Ends a worker: what it still says, and that its script was not loaded to the end, is nobody's
 * concern.
 */
function dismiss(worker: Worker): void {
  worker.onmessage = null;
  worker.onerror = null;
  worker.onmessageerror = null;
  worker.terminate();
}

function next(before: AnalysisState, message: FromAnalyser, file: File): AnalysisState {
  const { name } = file;
  switch (message.type) {
    case 'reading':
      return {
        stage: 'reading',
        name,
        fraction: message.sizeBytes === 0 ? 0 : message.bytesRead / message.sizeBytes,
      };
    case 'counting':
      return before.stage === 'done'
        ? { ...before, counting: true }
        : { stage: 'reading', name, fraction: null };
    case 'analysis':
      return {
        stage: 'done',
        file,
        analysis: message.analysis,
        counting: false,
        // The same file, counted again: its nodes are those that they were.
        described: before.stage === 'done' ? before.described : null,
      };
    case 'description':
      return before.stage === 'done' ? { ...before, described: message.described } : before;
    case 'failed':
      return { stage: 'failed', name, reason: message.reason };
  }
}
