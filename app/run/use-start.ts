'use client';
// One press: whoever pressed Run on the page before (?start) does not press it again here. It
// starts as soon as the page has looked around, once, and not where something is left to decide.
import { useEffect, useRef } from 'react';
import type { RunChoice } from './options';
import { planFor } from './perform-run';
import type { RunControls } from './use-run';

export function useStart(isAsked: boolean, choice: RunChoice, { state, start }: RunControls): void {
  const isDone = useRef(!isAsked);
  useEffect(() => {
    if (isDone.current || state.stage !== 'ready') return;
    isDone.current = true;
    forgetTheAsking();
    const { seen, left } = state;
    const runs = planFor(choice, seen.capabilities).some(({ skip }) => skip === null);
    if (runs && left === null && seen.obstacle === null && seen.page.crossOriginIsolated)
      start(choice);
  }, [state, choice, start]);
}

/** A reload must not begin anew: it offers what is left. */
function forgetTheAsking(): void {
  try {
    const address = new URL(location.href);
    address.searchParams.delete('start');
    history.replaceState(history.state, '', address);
  } catch {
    // Then a reload does begin anew.
  }
}
