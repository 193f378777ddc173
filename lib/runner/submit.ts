// The way to the board: a challenge before the run, the payload shown as it is, the submission only
// when the visitor says so. The payload is raw facts; every rate is derived by the server.

import { contentionOf } from '@/lib/bench/contention';
import { isOfVisit, type OutputFacts } from '@/lib/bench/outcome';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { WireSuite } from '@/lib/bench/suites';
import { err, ok, type Result } from '@/lib/core/result';
import { z } from '@/lib/core/zod';
import { plainText } from '@/lib/device/adapter-report';
import { ORT_VERSION } from '@/lib/ort/version';
import {
  type ChallengeResponse,
  CONSENT_VERSION,
  challengeResponseSchema,
  type Environment,
  LICENCE,
  type Measurement,
  type RunSubmission,
  SUBMISSION_SCHEMA_VERSION,
} from '@/lib/submission/schema';
import { fetchAgain } from './fetch-again';
import type { Step } from './plan';
import type { PageProbe } from './probe';
import { type Refusal, refusalOf, unreachable } from './refusal';
import type { StepResult } from './run';
import { type StageId, within } from './stages';

/** Asks the server for a challenge, by which a run can be published. */
export function requestChallenge(
  suite: WireSuite,
  key: string,
): Promise<Result<ChallengeResponse, Refusal>> {
  return post('/api/v1/challenges', { suite, submitterKey: key }, challengeResponseSchema);
}

/**
 * A challenge that ran out while a run was interrupted cannot be published with: its measurements
 * would be refused.
 */
export function stillValid(
  challenge: Result<ChallengeResponse, Refusal>,
  now: Date,
): Result<ChallengeResponse, Refusal> {
  if (!challenge.ok || new Date(challenge.value.expiresAt) > now) return challenge;
  return err('Its challenge has expired.');
}

const publishedSchema = z.object({ id: z.string(), url: z.string(), badge: z.string() });
export type Published = z.infer<typeof publishedSchema>;

/** Sends a run, and answers what became of it or why it was refused. */
export function publish(payload: RunSubmission): Promise<Result<Published, Refusal>> {
  return post('/api/v1/runs', payload, publishedSchema, 'publishing');
}

/** Sends JSON and reads the answer by its schema, within the limit of a stage. */
export const post = <T>(
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
  stage: StageId = 'asking',
): Promise<Result<T, Refusal>> =>
  send(
    path,
    { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
    schema,
    stage,
  );

/** Sends bytes and reads the answer by its schema. */
export const postBytes = <T>(
  path: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<Result<T, Refusal>> =>
  send(
    path,
    { headers: { 'Content-Type': 'application/octet-stream', ...headers }, body },
    schema,
    'publishing',
  );

async function send<T>(
  path: string,
  request: Pick<RequestInit, 'headers' | 'body'>,
  schema: z.ZodType<T>,
  stage: StageId,
): Promise<Result<T, Refusal>> {
  const sent = await within(stage, async ({ limitMs, signal }): Promise<Result<T, Refusal>> => {
    const response = await fetchAgain(path, { method: 'POST', signal, ...request }, limitMs);
    const answer: unknown = await response.json();
    return response.ok ? ok(schema.parse(answer)) : err(refusalOf(response.status, answer));
  });
  return sent.ok ? sent.value : err(unreachable(sent.error));
}

/**
 * What the run saw of the machine: the page's answers, and what the workers' devices and clocks
 * said.
 */
export function environmentOf(
  page: PageProbe,
  adapter: Environment['webgpu'],
  results: readonly StepResult[],
): Environment {
  const reports = results.map(({ report }) => report);
  const bundles = new Set(reports.map(({ bundle }) => bundle).filter((bundle) => bundle !== null));
  return {
    ...page,
    timerStepUs: Math.max(0, ...reports.map(({ timerStepUs }) => timerStepUs)),
    runtime: 'ort',
    ortVersion: ORT_VERSION,
    ortBundle: [...bundles].sort().join('+') || 'none',
    webgpu: reports.find(({ webgpu }) => webgpu !== null)?.webgpu ?? adapter,
  };
}

/**
 * The rows that are published: what tells of the visitor, the network or the page tells nothing of
 * the device.
 */
export const measurementsOf = (results: readonly StepResult[]): Measurement[] =>
  results.filter(({ report: { outcome } }) => !isOfVisit(outcome)).map(measurementOf);

/** One step as the wire has it. */
export function measurementOf({ step, report, canary }: StepResult): Measurement {
  const { entry, backend, threads } = step;
  const { outcome } = report;
  const mode = modeOptions(step);
  const base = {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    backend,
    threadsWanted: threads,
    threadsGot: report.threadsGot,
    fellBack: report.fellBack,
    bundle: report.bundle,
    validationMode: report.validationMode,
    ...(mode === null ? {} : { options: mode }),
  };
  if (outcome.outcome === 'measured') {
    const { betweenMs, firstPass, spins, warmup, samples, output, privateOutput, ...facts } =
      outcome;
    const contention = contentionOf(spins);
    const options = {
      ...mode,
      betweenMs,
      ...(firstPass !== null && { firstPass }),
      ...(contention !== null && {
        spunMs: contention.spunMs,
        lostMs: contention.lostMs,
        lostLeast: contention.least,
      }),
      ...(canary.beforeMs === null || canary.afterMs === null
        ? {}
        : { canaryBeforeMs: canary.beforeMs, canaryAfterMs: canary.afterMs }),
    };
    return {
      ...base,
      ...facts,
      options,
      warmup: [...warmup],
      samples: [...samples],
      output: wireOutput(output),
      ...(privateOutput !== undefined && { privateOutput: wireOutput(privateOutput) }),
    };
  }
  const reason = plainText(outcome.reason);
  if (outcome.outcome === 'incorrect') {
    return {
      ...base,
      ...outcome,
      output: outcome.output === null ? null : wireOutput(outcome.output),
      reason,
    };
  }
  return { ...base, ...outcome, reason };
}

/** Null for the plain mode, which every row is in that says nothing else. */
function modeOptions({ mode, sustainMs }: Step): NonNullable<Measurement['options']> | null {
  if (mode === 'run') return null;
  return mode === 'sustained' ? { mode, sustainMs } : { mode };
}

function wireOutput({ seed, projections, samples }: OutputFacts) {
  return { seed, projections: [...projections], samples: [...samples] };
}

export interface PayloadParts {
  readonly suite: WireSuite;
  readonly suiteVersion: number;
  readonly challenge: ChallengeResponse;
  readonly key: string;
  readonly startedAt: Date;
  readonly environment: Environment;
  readonly results: readonly StepResult[];
}

/** The payload, exactly as it will be sent. */
export function payloadOf({
  challenge,
  key,
  startedAt,
  environment,
  results,
  ...suite
}: PayloadParts): RunSubmission {
  return {
    schema: SUBMISSION_SCHEMA_VERSION,
    protocol: PROTOCOL.id,
    ...suite,
    ticket: challenge.ticket,
    submitterKey: key,
    consent: { version: CONSENT_VERSION, licence: LICENCE },
    startedAt: startedAt.toISOString(),
    environment,
    measurements: measurementsOf(results),
  };
}
