'use client';
// The life of a run on the page: look at the machine, get a challenge, run the plan, show the payload, publish. State is a
// union, so that a button which makes no sense cannot be drawn. Nothing measured leaves before `publish`.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Progress } from '@/lib/bench/measure';
import { perIterationMs } from '@/lib/bench/samples';
import type { Centre } from '@/lib/bench/stats';
import { SUITES } from '@/lib/bench/suites';
import { ok, type Result } from '@/lib/core/result';
import type { Declared } from '@/lib/device/declared';
import { MANIFEST } from '@/lib/models/manifest';
import { type Checkpoint, CheckpointWriter, clearCheckpoint, readCheckpoint } from '@/lib/runner/checkpoint';
import { rememberRun } from '@/lib/runner/my-runs';
import { AS_SUITE, type Capabilities, type PlanOptions, planRun, type Step } from '@/lib/runner/plan';
import { capabilitiesOf, type PageProbe, probeAdapter, probePage } from '@/lib/runner/probe';
import { type ProofAttempt, type ProofProgress, proveRun } from '@/lib/runner/prove';
import type { Refusal } from '@/lib/runner/refusal';
import { NOTHING_EARLIER, performRun, type RunEvent, type StepResult } from '@/lib/runner/run';
import {
  environmentOf,
  type Published,
  payloadOf,
  publish as publishRun,
  requestChallenge,
  stillValid,
} from '@/lib/runner/submit';
import { submitterKey } from '@/lib/runner/submitter';
import type { ChallengeResponse, Environment, RunSubmission } from '@/lib/submission/schema';
import type { Phase } from '@/workers/bench-messages';
import { provedAgain, runWith, withRepeated } from './disturbed';
import { historyOf } from './history';
import type { RunChoice } from './options';

export interface Seen {
  readonly page: PageProbe;
  readonly capabilities: Capabilities;
}

export interface Live {
  readonly step: Step;
  /** The reference kernel, not a step of the plan. */
  readonly canary: boolean;
  readonly phase: Phase;
  readonly samplesMs: readonly number[];
  readonly centre: Centre | null;
}

export interface Finished {
  readonly plan: readonly Step[];
  readonly results: readonly StepResult[];
  readonly environment: Environment;
  /** Proofs of work, one for each backend that could be attested. */
  readonly proofs: readonly ProofAttempt[];
  /** What its outputs were checked against. */
  readonly inputs: Pick<ChallengeResponse, 'goldenIndex' | 'privateSeed'>;
  /** Why there is nothing to publish, or what would be sent. */
  readonly payload: Result<RunSubmission, Refusal>;
}

export type RunState =
  | { readonly stage: 'looking' }
  | { readonly stage: 'ready'; readonly seen: Seen; readonly left: Checkpoint | null }
  | {
      readonly stage: 'running';
      readonly seen: Seen;
      readonly plan: readonly Step[];
      readonly results: readonly StepResult[];
      /** Of steps that have passes left. */
      readonly partial: readonly StepResult[];
      readonly live: Live | null;
      /** How the proof of a backend goes; null while workloads are measured. */
      readonly proving: ProofProgress | null;
    }
  | { readonly stage: 'finished'; readonly seen: Seen; readonly run: Finished }
  | { readonly stage: 'publishing'; readonly seen: Seen; readonly run: Finished }
  | { readonly stage: 'refused'; readonly seen: Seen; readonly run: Finished; readonly why: Refusal }
  | { readonly stage: 'published'; readonly seen: Seen; readonly run: Finished; readonly published: Published };

type Action =
  | { readonly type: 'seen'; readonly seen: Seen; readonly left: Checkpoint | null }
  | { readonly type: 'discarded' }
  | { readonly type: 'started'; readonly plan: readonly Step[]; readonly results: readonly StepResult[] }
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'proving'; readonly progress: ProofProgress }
  | { readonly type: 'finished'; readonly run: Finished }
  | { readonly type: 'publishing' }
  | { readonly type: 'answered'; readonly answer: Result<Published, Refusal> };

/** Samples shown live; the whole series is in the result. */
const SHOWN_SAMPLES = 400;

function withProgress(live: Live | null, { samples, phase, centre }: Progress): Live | null {
  if (live === null) return null;
  const before = phase === live.phase ? live.samplesMs : [];
  return { ...live, phase, samplesMs: [...before, ...perIterationMs(samples)].slice(-SHOWN_SAMPLES), centre };
}

function applyEvent(live: Live | null, event: RunEvent): Live | null {
  switch (event.type) {
    case 'step':
      return { step: event.step, canary: event.canary, phase: 'building', samplesMs: [], centre: null };
    case 'phase':
      return live && { ...live, phase: event.phase, samplesMs: event.phase === 'sampling' ? [] : live.samplesMs };
    case 'progress':
      return withProgress(live, event.progress);
    case 'result':
    case 'partial':
    case 'reading':
      return null;
  }
}

function reduce(state: RunState, action: Action): RunState {
  if (action.type === 'seen') return { stage: 'ready', seen: action.seen, left: action.left };
  if (state.stage === 'looking') return state;
  const { seen } = state;
  switch (action.type) {
    case 'discarded':
      return { stage: 'ready', seen, left: null };
    case 'started':
      return {
        stage: 'running',
        seen,
        plan: action.plan,
        results: action.results,
        partial: [],
        live: null,
        proving: null,
      };
    case 'events': {
      if (state.stage !== 'running') return state;
      const live = action.events.reduce(applyEvent, state.live);
      const of = (type: 'result' | 'partial'): StepResult[] =>
        action.events.flatMap((event) => (event.type === type ? [event.result] : []));
      const [finished, begun] = [of('result'), of('partial')];
      // The same arrays while nothing is added: what is drawn from them need not be drawn again.
      if (finished.length + begun.length === 0) return { ...state, live };
      const results = [...state.results, ...finished];
      const open = [...state.partial, ...begun].filter(({ step }) => results.every((one) => one.step.key !== step.key));
      return { ...state, live, results, partial: open };
    }
    case 'proving':
      return state.stage === 'running' ? { ...state, live: null, proving: action.progress } : state;
    case 'finished':
      return { stage: 'finished', seen, run: action.run };
    case 'publishing':
      return 'run' in state ? { stage: 'publishing', seen, run: state.run } : state;
    case 'answered': {
      if (!('run' in state)) return state;
      const { answer } = action;
      return answer.ok
        ? { stage: 'published', seen, run: state.run, published: answer.value }
        : { stage: 'refused', seen, run: state.run, why: answer.error };
    }
  }
}

export interface RunControls {
  readonly state: RunState;
  start(choice: RunChoice): void;
  /** Goes on with a run that a reload cut short. */
  resume(left: Checkpoint): void;
  /** Forgets it. */
  discard(): void;
  /** Measures some steps of a finished run again, before it is published. */
  repeat(steps: readonly Step[]): void;
  cancel(): void;
  publish(payload: RunSubmission): void;
}

export function useRun(): RunControls {
  const [state, dispatch] = useReducer(reduce, { stage: 'looking' });
  const abort = useRef<AbortController | null>(null);

  useEffect(() => {
    let gone = false;
    look().then((seen) => {
      const left = readCheckpoint(sessionStorage, (choice) => planFor(choice, seen.capabilities));
      if (!gone) dispatch({ type: 'seen', seen, left });
    });
    return () => {
      gone = true;
      abort.current?.abort();
    };
  }, []);

  const seen = state.stage === 'looking' ? null : state.seen;
  const begin = useCallback(
    (choice: RunChoice, left: Checkpoint | null) => {
      if (seen === null) return;
      const controller = new AbortController();
      abort.current = controller;
      const plan = planFor(choice, seen.capabilities);
      dispatch({ type: 'started', plan, results: left?.results ?? [] });
      const show: Watcher = {
        events: (events) => dispatch({ type: 'events', events }),
        proving: (progress) => dispatch({ type: 'proving', progress }),
      };
      void perform({ choice, plan, seen, left }, controller.signal, show).then((run) =>
        dispatch({ type: 'finished', run }),
      );
    },
    [seen],
  );
  const start = useCallback((choice: RunChoice) => begin(choice, null), [begin]);
  const resume = useCallback((left: Checkpoint) => begin(left.choice, left), [begin]);
  const finished = state.stage === 'finished' || state.stage === 'refused' ? state.run : null;
  const repeat = useCallback(
    (steps: readonly Step[]) => {
      if (seen === null || finished === null) return;
      const controller = new AbortController();
      abort.current = controller;
      dispatch({ type: 'started', plan: steps, results: [] });
      const show: Watcher = {
        events: (events) => dispatch({ type: 'events', events }),
        proving: (progress) => dispatch({ type: 'proving', progress }),
      };
      void repeated(finished, steps, controller.signal, show).then((run) => dispatch({ type: 'finished', run }));
    },
    [seen, finished],
  );
  const discard = useCallback(() => {
    clearCheckpoint(sessionStorage);
    dispatch({ type: 'discarded' });
  }, []);
  const cancel = useCallback(() => abort.current?.abort(), []);
  const publish = useCallback((payload: RunSubmission) => {
    dispatch({ type: 'publishing' });
    void publishRun(payload).then((answer) => {
      if (answer.ok)
        rememberRun(localStorage, {
          id: answer.value.id,
          publishedAt: new Date().toISOString(),
          ...historyOf(payload),
        });
      dispatch({ type: 'answered', answer });
    });
  }, []);
  return { state, start, resume, discard, repeat, cancel, publish };
}

export function planFor(choice: RunChoice, capabilities: Capabilities): Step[] {
  return planRun(SUITES[choice.suite], MANIFEST, capabilities, choice);
}

export function withDeclared(payload: RunSubmission, declared: Declared): RunSubmission {
  if (declared.gpu === null && declared.cpu === null) return payload;
  return { ...payload, environment: { ...payload.environment, declared } };
}

async function look(): Promise<Seen> {
  const [page, webgpu] = await Promise.all([probePage(), probeAdapter()]);
  return { page, capabilities: capabilitiesOf(page, webgpu) };
}

interface Performance {
  readonly choice: RunChoice;
  readonly plan: readonly Step[];
  readonly seen: Seen;
  readonly left: Checkpoint | null;
}

interface Watcher {
  events(events: readonly RunEvent[]): void;
  proving(progress: ProofProgress): void;
}

async function perform(
  { choice, plan, seen: { page, capabilities }, left }: Performance,
  signal: AbortSignal,
  show: Watcher,
): Promise<Finished> {
  const asSuite = Object.keys(AS_SUITE).every((key) => choice[key as keyof PlanOptions] === null);
  const suite = asSuite ? choice.suite : 'custom';
  const key = submitterKey(localStorage);
  const begun = left ?? { choice, startedAt: new Date(), challenge: await requestChallenge(suite, key) };
  const { startedAt, challenge } = begun;
  const writer =
    left === null ? CheckpointWriter.start(sessionStorage, begun) : CheckpointWriter.resume(sessionStorage);
  const releaseScreen = await keepScreenOn();
  const batch = batched(show.events);
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'result') writer.result(event.result);
    if (event.type === 'reading') writer.reading(event.reading);
    batch.push(event);
  };
  const { goldenIndex, privateSeed } = challenge.ok ? challenge.value : { goldenIndex: 0, privateSeed: null };
  const inputs = { goldenIndex, privateSeed };
  const earlier = left ?? NOTHING_EARLIER;
  const results = await performRun(plan, { ...inputs, signal, onEvent, earlier });
  batch.flush();
  clearCheckpoint(sessionStorage);
  const { proofMs: targetMs, version: suiteVersion } = SUITES[choice.suite];
  const valid = stillValid(challenge, new Date());
  const proofs = valid.ok
    ? await proveRun(results, {
        ticket: valid.value.ticket,
        submitterKey: key,
        targetMs,
        signal,
        onProgress: show.proving,
      })
    : [];
  releaseScreen();
  const environment = environmentOf(page, capabilities.webgpu, results);
  const parts = (value: ChallengeResponse) =>
    payloadOf({ suite, suiteVersion, challenge: value, key, startedAt, environment, results });
  const payload = valid.ok ? ok(parts(valid.value)) : valid;
  return { plan, results, environment, proofs, inputs, payload };
}

/** `run` with `steps` measured anew. */
async function repeated(run: Finished, steps: readonly Step[], signal: AbortSignal, show: Watcher): Promise<Finished> {
  const releaseScreen = await keepScreenOn();
  const batch = batched(show.events);
  const onEvent = (event: RunEvent): void => batch.push(event);
  const again = await performRun(steps, { ...run.inputs, signal, onEvent, earlier: NOTHING_EARLIER });
  batch.flush();
  const results = withRepeated(run.results, again);
  const proofs = await provedAgain(run, results, { signal, onProgress: show.proving });
  releaseScreen();
  return runWith(run, results, proofs);
}

/**
 * Events come in bursts; the page draws once a second, so that it hardly competes with what it measures: two threads of one
 * core slow each other.
 */
function batched(show: (events: readonly RunEvent[]) => void): { push(event: RunEvent): void; flush(): void } {
  const INTERVAL_MS = 1000;
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length > 0) show(waiting);
    waiting = [];
  };
  return {
    flush,
    push: (event) => {
      waiting.push(event);
      timer ??= setTimeout(flush, INTERVAL_MS);
    },
  };
}

/** A dimmed screen slows phones down. A hidden page loses the lock and asks again; refused or unknown, the run goes on without. */
async function keepScreenOn(): Promise<() => void> {
  let lock: WakeLockSentinel | null = null;
  const hold = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      lock = null;
    }
  };
  await hold();
  document.addEventListener('visibilitychange', hold);
  return () => {
    document.removeEventListener('visibilitychange', hold);
    void lock?.release();
  };
}
