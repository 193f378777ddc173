'use client';
// The life of a run on the page: look at the machine, measure, show what would be sent, publish.
// The one place where whatever is thrown or rejected on the way becomes a named end, with what to
// do.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import { localStore, tabStore } from '@/lib/runner/browser-store';
import { type Checkpoint, clearCheckpoint, readCheckpoint } from '@/lib/runner/checkpoint';
import { rememberRun } from '@/lib/runner/my-runs';
import type { Step } from '@/lib/runner/plan';
import type { Refusal } from '@/lib/runner/refusal';
import { within } from '@/lib/runner/stages';
import { type Published, publish as publishRun } from '@/lib/runner/submit';
import type { Stop } from '@/lib/runner/visit-stop';
import type { RunSubmission } from '@/lib/submission/schema';
import { historyOf } from './history';
import type { RunChoice } from './options';
import { look, perform, planFor, repeated, type Watcher } from './perform-run';
import { type Finished, type PublishedRun, type RunState, reduce } from './run-state';

export interface RunControls {
  readonly state: RunState;
  start(choice: RunChoice): void;
  /** Goes on with a run that a reload or a crash cut short. */
  resume(left: Checkpoint): void;
  /** Forgets it. */
  discard(): void;
  /** Measures some steps of a finished run again, before it is published. */
  repeat(steps: readonly Step[]): void;
  cancel(): void;
  publish(payload: RunSubmission): void;
}

const unforeseen = (error: unknown): Stop => ({
  why: `The run stopped: ${messageOf(error)}.`,
  next: 'Reload the page: what was finished is offered again. If it stays so, please report it.',
});

export function useRun(): RunControls {
  const [state, dispatch] = useReducer(reduce, { stage: 'looking' });
  const abort = useRef<AbortController | null>(null);

  useEffect(() => {
    let gone = false;
    void within('looking', look).then((looked) => {
      if (gone) return;
      if (!looked.ok) return dispatch({ type: 'stopped', stop: looked.error });
      const seen = looked.value;
      const left = readCheckpoint(tabStore, (choice) => planFor(choice, seen.capabilities));
      dispatch({ type: 'seen', seen, left });
    });
    return () => {
      gone = true;
      abort.current?.abort();
    };
  }, []);

  /** Whatever happens in `work`, the page leaves the stage of running. */
  const go = useCallback((work: (watcher: Watcher) => Promise<Finished>): void => {
    const begun = async (): Promise<Finished> => {
      const controller = new AbortController();
      abort.current = controller;
      return work({
        signal: controller.signal,
        events: (events) => dispatch({ type: 'events', events }),
        proving: (progress) => dispatch({ type: 'proving', progress }),
      });
    };
    begun().then(
      (run) => dispatch({ type: 'finished', run }),
      (error: unknown) => dispatch({ type: 'stopped', stop: unforeseen(error) }),
    );
  }, []);

  const seen = state.stage === 'looking' ? null : state.seen;
  const begin = useCallback(
    (choice: RunChoice, left: Checkpoint | null) => {
      if (seen === null) return;
      const plan = planFor(choice, seen.capabilities);
      dispatch({ type: 'started', plan, results: left?.results ?? [] });
      go((watcher) => perform({ choice, plan, seen, left }, watcher));
    },
    [seen, go],
  );
  const start = useCallback((choice: RunChoice) => begin(choice, null), [begin]);
  const resume = useCallback((left: Checkpoint) => begin(left.choice, left), [begin]);
  const finished = state.stage === 'finished' || state.stage === 'refused' ? state.run : null;
  const repeat = useCallback(
    (steps: readonly Step[]) => {
      if (finished === null) return;
      dispatch({ type: 'started', plan: steps, results: [] });
      go((watcher) => repeated(finished, steps, watcher));
    },
    [finished, go],
  );
  const discard = useCallback(() => {
    clearCheckpoint(tabStore);
    dispatch({ type: 'discarded' });
  }, []);
  const cancel = useCallback(() => abort.current?.abort(), []);
  const publish = useCallback((payload: RunSubmission) => {
    dispatch({ type: 'publishing' });
    void publishRun(payload).then((answer) =>
      dispatch({ type: 'answered', answer: kept(answer, payload) }),
    );
  }, []);
  return { state, start, resume, discard, repeat, cancel, publish };
}

/**
 * The run stands in the list of this browser; where it cannot be kept there, the visitor is given
 * the key.
 */
function kept(
  answer: Result<Published, Refusal>,
  payload: RunSubmission,
): Result<PublishedRun, Refusal> {
  if (!answer.ok) return answer;
  return ok({
    ...answer.value,
    keyToCopy: isListed(answer.value.id, payload) ? null : payload.submitterKey,
  });
}

function isListed(id: string, payload: RunSubmission): boolean {
  try {
    return rememberRun(localStore, {
      id,
      publishedAt: new Date().toISOString(),
      ...historyOf(payload),
    });
  } catch {
    return false;
  }
}
