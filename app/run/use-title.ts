'use client';
// The title of the tab says how far the run is: whoever looks at another tab sees there that it waits for them.
import { useEffect } from 'react';
import type { RunState } from './use-run';

function wordsOf(state: RunState): string | null {
  if (state.stage !== 'running') return 'run' in state ? 'Done' : null;
  return state.proving === null ? `${state.results.length} of ${state.plan.length}` : 'Proof of work';
}

export function useTitle(state: RunState): void {
  const words = wordsOf(state);
  const running = state.stage === 'running';
  useEffect(() => {
    if (words === null) return;
    const plain = document.title;
    const show = (): void => {
      document.title = `${running && document.hidden ? 'Paused' : words} · ${plain}`;
    };
    show();
    document.addEventListener('visibilitychange', show);
    return () => {
      document.removeEventListener('visibilitychange', show);
      document.title = plain;
    };
  }, [words, running]);
}
