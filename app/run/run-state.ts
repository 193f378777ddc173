// What the page of a run knows at each moment: a union, so that a button which makes no sense
// cannot be drawn, and how events and answers lead from one stage to the next.
import type { Progress } from '@/lib/bench/measure';
import { perIterationMs } from '@/lib/bench/samples';
import type { Centre } from '@/lib/bench/stats';
import type { Result } from '@/lib/core/result';
import type { DownloadProgress } from '@/lib/ort/download';
import type { Checkpoint } from '@/lib/runner/checkpoint';
import type { Obstacle } from '@/lib/runner/obstacle';
import type { Capabilities, Step } from '@/lib/runner/plan';
import type { PageProbe } from '@/lib/runner/probe';
import type { ProofAttempt, ProofProgress } from '@/lib/runner/prove';
import type { Refusal } from '@/lib/runner/refusal';
import type { RunEvent, StepResult } from '@/lib/runner/run';
import type { Published } from '@/lib/runner/submit';
import type { Stop } from '@/lib/runner/visit-stop';
import type { ChallengeResponse, Environment, RunSubmission } from '@/lib/submission/schema';
import type { Phase } from '@/workers/bench-messages';

export interface Seen {
  readonly page: PageProbe;
  readonly capabilities: Capabilities;
  /** Why no run can begin; null where it can. */
  readonly obstacle: Obstacle | null;
  /** Whether this browser keeps anything for the site until the next visit. */
  readonly remembers: boolean;
}

export interface Live {
  readonly step: Step;
  /** The reference kernel, not a step of the plan. */
  readonly canary: boolean;
  readonly phase: Phase;
  /** While the runtime is fetched; null before and after. */
  readonly download: DownloadProgress | null;
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

/** What a visitor is told of a published run. */
export interface PublishedRun extends Published {
  /** The key that takes it back, where this browser does not keep it; null where it does. */
  readonly keyToCopy: string | null;
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
  /** Ended by something that nobody foresaw: `seen` where the browser was looked at before. */
  | { readonly stage: 'stopped'; readonly seen: Seen | null; readonly stop: Stop }
  | { readonly stage: 'finished'; readonly seen: Seen; readonly run: Finished }
  | { readonly stage: 'publishing'; readonly seen: Seen; readonly run: Finished }
  | {
      readonly stage: 'refused';
      readonly seen: Seen;
      readonly run: Finished;
      readonly why: Refusal;
    }
  | {
      readonly stage: 'published';
      readonly seen: Seen;
      readonly run: Finished;
      readonly published: PublishedRun;
    };

export type Action =
  | { readonly type: 'seen'; readonly seen: Seen; readonly left: Checkpoint | null }
  | { readonly type: 'stopped'; readonly stop: Stop }
  | { readonly type: 'discarded' }
  | {
      readonly type: 'started';
      readonly plan: readonly Step[];
      readonly results: readonly StepResult[];
    }
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'proving'; readonly progress: ProofProgress }
  | { readonly type: 'finished'; readonly run: Finished }
  | { readonly type: 'publishing' }
  | { readonly type: 'answered'; readonly answer: Result<PublishedRun, Refusal> };

/** Samples shown live; the whole series is in the result. */
const SHOWN_SAMPLES = 400;

function withProgress(live: Live | null, { samples, phase, centre }: Progress): Live | null {
  if (live === null) return null;
  const before = phase === live.phase ? live.samplesMs : [];
  return {
    ...live,
    phase,
    samplesMs: [...before, ...perIterationMs(samples)].slice(-SHOWN_SAMPLES),
    centre,
  };
}

function applyEvent(live: Live | null, event: RunEvent): Live | null {
  switch (event.type) {
    case 'step': {
      const { step, canary } = event;
      return { step, canary, phase: 'building', download: null, samplesMs: [], centre: null };
    }
    case 'download':
      return live && { ...live, download: event.progress };
    case 'phase':
      return (
        live && {
          ...live,
          phase: event.phase,
          download: null,
          samplesMs: event.phase === 'sampling' ? [] : live.samplesMs,
        }
      );
    case 'progress':
      return withProgress(live, event.progress);
    case 'result':
    case 'partial':
    case 'reading':
      return null;
  }
}

export function reduce(state: RunState, action: Action): RunState {
  if (action.type === 'seen') return { stage: 'ready', seen: action.seen, left: action.left };
  if (action.type === 'stopped') {
    const seen = state.stage === 'looking' ? null : state.seen;
    return { stage: 'stopped', seen, stop: action.stop };
  }
  if (state.stage === 'looking' || state.seen === null) return state;
  const { seen } = state;
  switch (action.type) {
    case 'discarded':
      return { stage: 'ready', seen, left: null };
    case 'started': {
      const { plan, results } = action;
      return { stage: 'running', seen, plan, results, partial: [], live: null, proving: null };
    }
    case 'events': {
      if (state.stage !== 'running') return state;
      const live = action.events.reduce(applyEvent, state.live);
      const of = (type: 'result' | 'partial'): StepResult[] =>
        action.events.flatMap((event) => (event.type === type ? [event.result] : []));
      const [finished, begun] = [of('result'), of('partial')];
      // The same arrays while nothing is added: what is drawn from them need not be drawn again.
      if (finished.length + begun.length === 0) return { ...state, live };
      const results = [...state.results, ...finished];
      const open = [...state.partial, ...begun].filter(({ step }) =>
        results.every((one) => one.step.key !== step.key),
      );
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
