'use client';
// The title of the tab says how far the run is: whoever looks at another tab sees there that it
// waits for them.
import { useEffect, useRef } from 'react';
import type { RunState } from './run-state';

function wordsOf(state: RunState): string | null {
  if (state.stage === 'stopped') return 'Stopped';
  if (state.stage !== 'running') return 'run' in state ? 'Done' : null;
  return state.proving === null
    ? `${state.results.length} of ${state.plan.length}`
    : 'Proof of work';
}

/** Nothing is put back: this page is left by loading another. */
export function useTitle(state: RunState): void {
  const plain = useRef<string | null>(null);
  const words = wordsOf(state);
  const running = state.stage === 'running';
  useEffect(() => {
    if (words === null) return;
    plain.current ??= document.title;
    const show = (): void => {
      document.title = `${running && document.hidden ? 'Paused' : words} · ${plain.current}`;
    };
    show();
    document.addEventListener('visibilitychange', show);
    return () => document.removeEventListener('visibilitychange', show);
  }, [words, running]);
}
