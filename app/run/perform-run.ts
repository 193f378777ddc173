// A run from its challenge to what would be sent: the plan is measured, written down as it goes,
// proved, and put together. Nothing measured leaves before the visitor publishes.
import { SUITES } from '@/lib/bench/suites';
import { err, ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import type { Declared } from '@/lib/device/declared';
import { MANIFEST } from '@/lib/models/manifest';
import { localStore, remembers, tabStore } from '@/lib/runner/browser-store';
import { CANCELLED } from '@/lib/runner/cancelled';
import { type Checkpoint, CheckpointWriter, clearCheckpoint } from '@/lib/runner/checkpoint';
import { markCrashes } from '@/lib/runner/crash-mark';
import { obstacleHere } from '@/lib/runner/obstacle';
import {
  AS_SUITE,
  type Capabilities,
  type PlanOptions,
  planRun,
  type Step,
} from '@/lib/runner/plan';
import { capabilitiesOf, probeAdapter, probePage } from '@/lib/runner/probe';
import { type ProofProgress, proveRun } from '@/lib/runner/prove';
import type { Refusal } from '@/lib/runner/refusal';
import { NOTHING_EARLIER, performRun, type RunEvent } from '@/lib/runner/run';
import { environmentOf, payloadOf, requestChallenge, stillValid } from '@/lib/runner/submit';
import { submitterKey } from '@/lib/runner/submitter';
import type { ChallengeResponse, RunSubmission } from '@/lib/submission/schema';
import { provedAgain, runWith, withRepeated } from './disturbed';
import type { RunChoice } from './options';
import type { Finished, Seen } from './run-state';
import { keepScreenOn } from './wake-lock';

export async function look(): Promise<Seen> {
  const [page, webgpu] = await Promise.all([probePage(), probeAdapter()]);
  return {
    page,
    capabilities: capabilitiesOf(page, webgpu),
    obstacle: obstacleHere(),
    remembers: remembers(),
  };
}

export function planFor(choice: RunChoice, capabilities: Capabilities): Step[] {
  return planRun(SUITES[choice.suite], MANIFEST, capabilities, choice);
}

export function withDeclared(payload: RunSubmission, declared: Declared): RunSubmission {
  if (declared.gpu === null && declared.cpu === null) return payload;
  return { ...payload, environment: { ...payload.environment, declared } };
}

export interface Performance {
  readonly choice: RunChoice;
  readonly plan: readonly Step[];
  readonly seen: Seen;
  readonly left: Checkpoint | null;
}

export interface Watcher {
  readonly signal: AbortSignal;
  events(events: readonly RunEvent[]): void;
  proving(progress: ProofProgress): void;
}

export async function perform(
  { choice, plan, seen, left }: Performance,
  watcher: Watcher,
): Promise<Finished> {
  const { page, capabilities } = seen;
  const asSuite = Object.keys(AS_SUITE).every((key) => choice[key as keyof PlanOptions] === null);
  const suite = asSuite ? choice.suite : 'custom';
  const key = keyOfBrowser();
  const begun = left ?? {
    choice,
    startedAt: new Date(),
    challenge: key.ok
      ? await Promise.race([requestChallenge(suite, key.value), whenCancelled(watcher.signal)])
      : key,
  };
  const { startedAt, challenge } = begun;
  const writer =
    left === null
      ? CheckpointWriter.start(tabStore, begun)
      : CheckpointWriter.resume(tabStore, left.crashed);
  const { goldenIndex, privateSeed } = challenge.ok
    ? challenge.value
    : { goldenIndex: 0, privateSeed: null };
  const inputs = { goldenIndex, privateSeed };
  return whileWatched(watcher, async (onEvent) => {
    const mark = markCrashes(writer);
    const written = (event: RunEvent): void => {
      if (event.type === 'result') writer.result(event.result);
      if (event.type === 'reading') writer.reading(event.reading);
      mark.follow(event);
      onEvent(event);
    };
    const options = {
      ...inputs,
      signal: watcher.signal,
      onEvent: written,
      earlier: left ?? NOTHING_EARLIER,
    };
    const results = await performRun(plan, options).finally(() => mark.end());
    clearCheckpoint(tabStore);
    const { proofMs: targetMs, version: suiteVersion } = SUITES[choice.suite];
    const valid = stillValid(challenge, new Date());
    const publishable = publishableWith(key, valid);
    const proofs = publishable.ok
      ? await proveRun(results, {
          ticket: publishable.value.challenge.ticket,
          submitterKey: publishable.value.key,
          targetMs,
          signal: watcher.signal,
          onProgress: watcher.proving,
        })
      : [];
    const environment = environmentOf(page, capabilities.webgpu, results);
    const payload = publishable.ok
      ? somethingOf(
          payloadOf({ suite, suiteVersion, ...publishable.value, startedAt, environment, results }),
        )
      : publishable;
    return { plan, results, environment, proofs, inputs, payload };
  });
}

/** `run` with `steps` measured anew. */
export function repeated(
  run: Finished,
  steps: readonly Step[],
  watcher: Watcher,
): Promise<Finished> {
  return whileWatched(watcher, async (onEvent) => {
    const { signal, proving: onProgress } = watcher;
    const again = await performRun(steps, {
      ...run.inputs,
      signal,
      onEvent,
      earlier: NOTHING_EARLIER,
    });
    const results = withRepeated(run.results, again);
    const proofs = await provedAgain(run, results, { signal, onProgress });
    return runWith(run, results, proofs);
  });
}

/** The key that published runs are taken back with, or why there is none. */
function keyOfBrowser(): Result<string, Refusal> {
  try {
    return ok(submitterKey(localStore));
  } catch (error) {
    return err(
      `This browser could not make the random key that takes the run back (${messageOf(error)}).`,
    );
  }
}

interface Publishable {
  readonly key: string;
  readonly challenge: ChallengeResponse;
}

/** Both are needed. */
function publishableWith(
  key: Result<string, Refusal>,
  challenge: Result<ChallengeResponse, Refusal>,
): Result<Publishable, Refusal> {
  if (!key.ok) return key;
  return challenge.ok ? ok({ key: key.value, challenge: challenge.value }) : challenge;
}

/** A payload without a row says nothing. */
const somethingOf = (payload: RunSubmission): Result<RunSubmission, Refusal> =>
  payload.measurements.length === 0
    ? err('Nothing in it says anything about the device.')
    : ok(payload);

const whenCancelled = (signal: AbortSignal): Promise<Result<never, Refusal>> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(err(CANCELLED.reason)), { once: true });
  });

/**
 * With the screen kept on, and events handed on in batches; both end with `work`, however it ends.
 */
async function whileWatched<T>(
  watcher: Watcher,
  work: (onEvent: (event: RunEvent) => void) => Promise<T>,
): Promise<T> {
  const releaseScreen = keepScreenOn();
  const batch = batched((events) => watcher.events(events));
  try {
    return await work(batch.push);
  } finally {
    batch.flush();
    releaseScreen();
  }
}

/**
 * Events come in bursts; the page draws once a second, so that it hardly competes with what it
 * measures: two threads of one core slow each other.
 */
function batched(show: (events: readonly RunEvent[]) => void): {
  push(event: RunEvent): void;
  flush(): void;
} {
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
