// The pure heart of the server: a submission, its ticket and the manifest become the rows to store,
// or a reason to refuse. Everything that can be derived is derived here: FLOPs from the manifest,
// statistics from raw samples with the worker's own code, right or wrong from the golden values. A
// measurement whose outputs are wrong is kept as such, without a rate.

import type { CellMode } from '../bench/mode';
import type { CrashCause, FailureCause, PressureShares, SkipCause } from '../bench/outcome';
import { gradeOf, type QualityCode, type QualityGrade } from '../bench/quality';
import type { PowerProvenance, PowerState } from '../core/power';
import { gflopsOf } from '../core/rate';
import { err, ok, type Result } from '../core/result';
import { NOTHING_DECLARED } from '../device/declared';
import { DEVICE_VERSION, type DeviceKind } from '../device/device';
import type { Form } from '../device/forms';
import { listedDeclaredSlugsOf } from '../device/listed';
import { agentColumns } from '../device/user-agent';
import { compareGolden } from '../models/golden';
import {
  type ComputeType,
  type Golden,
  type ManifestEntry,
  NUMBER_TYPES,
  type StorageType,
} from '../models/workload';
import { dispatchSlopes } from './dispatch';
import type { BoardEntry } from './entries';
import { NO_SKETCH, type Sketch } from './plausibility/sketch';
import { provenShareOf } from './proven-share';
import { qualityOfMeasurement } from './quality';
import { type Rejection, reject } from './rejection';
import { likeWebnnCpu } from './requested';
import { LICENCE, type Measurement, measurementAt, type RunSubmission } from './schema';
import { type ShownTimes, shownTimesOf } from './shown-times';
import type { Ticket } from './ticket';
import { VERSIONS } from './versions';

/** The columns of a run that follow from its submission. */
export interface AcceptedRun {
  readonly submitter: string;
  readonly challenge: string;
  readonly startedAt: Date;
  readonly schemaVersion: number;
  readonly protocol: string;
  readonly suite: RunSubmission['suite'];
  readonly suiteVersion: number;
  readonly flopConvention: string;
  readonly counterVersion: string;
  readonly plausibilityVersion: string;
  readonly deviceTableVersion: string;
  readonly licence: string;
  readonly consentVersion: number;
  readonly ortVersion: string;
  readonly ortBundle: string;
  readonly crossOriginIsolated: boolean;
  readonly simd: boolean;
  readonly relaxedSimd: boolean | null;
  readonly runtime: string;
  readonly timerStepUs: number;
  readonly browser: string;
  readonly browserMajor: number | null;
  readonly os: string;
  readonly form: Form;
  readonly cores: number | null;
  readonly memoryGiB: number | null;
  readonly powerState: PowerState;
  readonly powerProvenance: PowerProvenance;
  readonly environment: RunSubmission['environment'];
  readonly declared: NonNullable<RunSubmission['environment']['declared']> | null;
  readonly declaredGpuSlug: string | null;
  readonly declaredCpuSlug: string | null;
  /** These four are given by plausibility/, once the server's own evidence is known. */
  readonly trustLevel: number;
  readonly trustReasons: string[];
  readonly state: 'live' | 'quarantined';
  readonly quarantineReasons: string[];
}

/** The columns of a measurement that follow from its submission and the manifest. */
export interface AcceptedMeasurement {
  readonly position: number;
  readonly workload: string;
  readonly workloadVersion: number;
  readonly digest: string;
  readonly batch: number;
  readonly inputs: ManifestEntry['inputs'];
  readonly params: number;
  readonly macs: number;
  readonly flops: number;
  readonly otherOps: number;
  readonly integerOps: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  readonly storageType: StorageType;
  readonly computeType: ComputeType;
  readonly backend: Measurement['backend'];
  /** As a BoardEntry has it. */
  readonly mode: CellMode;
  readonly fellBack: boolean;
  readonly bundle: string | null;
  readonly validationMode: Measurement['validationMode'];
  readonly threadsWanted: number;
  readonly threadsGot: number | null;
  readonly options: NonNullable<Measurement['options']>;
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly deviceKind: DeviceKind;
  readonly outcome: Measurement['outcome'];
  readonly cause: FailureCause | CrashCause | SkipCause | null;
  readonly reason: string | null;
  readonly sessionMs: number | null;
  readonly firstRunMs: number | null;
  readonly hiddenMs: number | null;
  readonly frameGapLongestMs: number | null;
  readonly frameGapP95Ms: number | null;
  readonly pressure: PressureShares | null;
  readonly warmupMs: number[];
  readonly warmupIterations: number[];
  readonly samplesMs: number[];
  readonly sampleIterations: number[];
  readonly output: unknown;
  readonly outputError: number | null;
  readonly medianMs: number | null;
  readonly ciLowMs: number | null;
  readonly ciHighMs: number | null;
  readonly p10Ms: number | null;
  readonly p90Ms: number | null;
  readonly madMs: number | null;
  readonly drift: number | null;
  readonly gflops: number | null;
  /** Of the run's graphs of 1, 10 and 100 nodes (./dispatch); null of everything else. */
  readonly dispatchSlopeUs: number | null;
  readonly quality: QualityCode[];
  readonly qualityGrade: QualityGrade | null;
  /** As a BoardEntry has it. */
  readonly sketch: Sketch;
  /** Given by plausibility/trust.ts. */
  readonly trustLevel: number;
  readonly trustReasons: string[];
  readonly quarantineReasons: string[];
  readonly provenShare: number | null;
  readonly provenGflops: number | null;
  /**
   * The network that it came from and its block, as its workload knows them on its backend
   * (lib/edge/network).
   */
  readonly networkHash: string | null;
  readonly blockHash: string | null;
}

export interface Accepted {
  readonly run: AcceptedRun;
  readonly measurements: readonly AcceptedMeasurement[];
}

export interface AcceptContext {
  readonly ticket: Ticket;
  /** Hash of the key that the submission carries. */
  readonly submitter: string;
  readonly manifest: ReadonlyMap<string, ManifestEntry>;
  readonly ortVersion: string;
  /** entriesOf the submission. */
  readonly entries: readonly BoardEntry[];
  /** In the order of `entries`; empty where no network is known. */
  readonly voters: readonly { readonly network: string; readonly block: string }[];
}

/**
 * Judges a run: every check that needs no database, and all that is stored of it if it passes.
 * Pure, the heart of the server.
 */
export function acceptRun(
  submission: RunSubmission,
  context: AcceptContext,
): Result<Accepted, Rejection> {
  const { ticket, submitter, ortVersion } = context;
  const { environment } = submission;
  if (ticket.submitter !== submitter)
    return err(reject('ticket-of-another', 'the key is not the one it was issued to'));
  if (ticket.suite !== submission.suite)
    return err(reject('ticket-of-another', `it was issued for ${ticket.suite}`));
  if (environment.ortVersion !== ortVersion) {
    return err(
      reject(
        'wrong-runtime',
        `the pinned onnxruntime-web is ${ortVersion}, not ${environment.ortVersion}`,
      ),
    );
  }
  const figures = shownTimesOf(submission.measurements);
  const run = { ...context, figures, onCpu: likeWebnnCpu(submission.measurements, figures) };
  if (context.entries.length === 0)
    return err(reject('invalid-body', 'no measurement says anything of the device'));
  const seen = new Set<string>();
  const accepted: AcceptedMeasurement[] = [];
  for (const [index, boardEntry] of context.entries.entries()) {
    const measurement = measurementAt(submission, boardEntry.position);
    const key = `${boardEntry.workload} on ${boardEntry.backend} with ${measurement.threadsWanted} threads, mode ${boardEntry.mode}`;
    if (seen.has(key)) return err(reject('duplicate-measurement', key));
    seen.add(key);
    const row = acceptMeasurement(measurement, boardEntry, submission, run, context.voters[index]);
    if (!row.ok) return row;
    accepted.push(row.value);
  }
  return ok({ run: runColumns(submission, context), measurements: withSlopes(accepted) });
}

function withSlopes(rows: readonly AcceptedMeasurement[]): AcceptedMeasurement[] {
  const slopes = dispatchSlopes(rows);
  return rows.map((row) => ({ ...row, dispatchSlopeUs: slopes.get(row) ?? null }));
}

function runColumns(submission: RunSubmission, { ticket, submitter }: AcceptContext): AcceptedRun {
  const { environment } = submission;
  const declaredSlugs = listedDeclaredSlugsOf(
    environment,
    environment.declared ?? NOTHING_DECLARED,
  );
  return {
    submitter,
    challenge: ticket.id,
    startedAt: new Date(submission.startedAt),
    schemaVersion: submission.schema,
    protocol: submission.protocol,
    suite: submission.suite,
    suiteVersion: submission.suiteVersion,
    flopConvention: VERSIONS.flopConvention,
    counterVersion: VERSIONS.counter,
    plausibilityVersion: VERSIONS.plausibility,
    deviceTableVersion: DEVICE_VERSION,
    licence: LICENCE,
    consentVersion: submission.consent.version,
    ortVersion: environment.ortVersion,
    ortBundle: environment.ortBundle,
    crossOriginIsolated: environment.crossOriginIsolated,
    simd: environment.simd,
    relaxedSimd: environment.relaxedSimd,
    runtime: environment.runtime,
    timerStepUs: environment.timerStepUs,
    ...agentColumns(environment),
    cores: environment.cores,
    memoryGiB: environment.memoryGiB,
    powerState: environment.power.state,
    powerProvenance: environment.power.provenance,
    environment,
    declared: environment.declared ?? null,
    declaredGpuSlug: declaredSlugs.gpu,
    declaredCpuSlug: declaredSlugs.cpu,
    trustLevel: 0,
    trustReasons: [],
    state: 'quarantined',
    quarantineReasons: [],
  };
}

/** The golden values that the challenge asked for: the pool of the workload, by the drawn index. */
function goldenFor(entry: ManifestEntry, index: number): Golden {
  const golden = entry.golden[index % entry.golden.length];
  if (golden === undefined) throw new RangeError(`${entry.id} has no golden values`);
  return golden;
}

interface RunContext extends AcceptContext {
  readonly figures: ShownTimes;
  /** likeWebnnCpu of the submission. */
  readonly onCpu: ReadonlySet<Measurement>;
}

function acceptMeasurement(
  measurement: Measurement,
  boardEntry: BoardEntry,
  { environment }: RunSubmission,
  { manifest, ticket, figures, onCpu }: RunContext,
  voter: AcceptContext['voters'][number] | undefined,
): Result<AcceptedMeasurement, Rejection> {
  const entry = manifest.get(measurement.workload);
  if (entry === undefined) return err(reject('unknown-workload', measurement.workload));
  if (measurement.version !== entry.version) {
    return err(
      reject(
        'wrong-version',
        `${entry.id} is at version ${entry.version}, not ${measurement.version}`,
      ),
    );
  }
  if (measurement.digest !== entry.digest) {
    return err(reject('wrong-digest', `${entry.id}@${entry.version} has digest ${entry.digest}`));
  }
  const base = baseColumns(measurement, entry, boardEntry);
  if (
    measurement.outcome === 'failed' ||
    measurement.outcome === 'crashed' ||
    measurement.outcome === 'skipped'
  ) {
    return ok({
      ...base,
      outcome: measurement.outcome,
      cause: measurement.cause,
      reason: measurement.reason,
    });
  }
  const golden = goldenFor(entry, ticket.goldenIndex);
  if (measurement.output !== null && measurement.output.seed !== golden.seed) {
    return err(reject('wrong-seed', `${entry.id} was to be fed seed ${golden.seed}`));
  }
  const { sessionMs, firstRunMs, output } = measurement;
  const comparison = output === null ? null : compareGolden(output, golden, entry.tolerance);
  const outputError =
    comparison === null || !Number.isFinite(comparison.error) ? null : comparison.error;
  const run = { ...base, sessionMs, firstRunMs, output, outputError };
  if (measurement.outcome === 'incorrect') {
    return ok({ ...run, outcome: 'incorrect', reason: measurement.reason });
  }
  if (comparison === null || !comparison.ok) {
    const error = comparison === null ? 'unknown' : comparison.error.toPrecision(3);
    return ok({
      ...run,
      outcome: 'incorrect',
      reason: `outputs differ by ${error}, ${entry.tolerance} is allowed`,
    });
  }
  const { samples, warmup, hiddenMs, frameGaps, pressure } = measurement;
  const summary = figures(measurement);
  const quality = qualityOfMeasurement(measurement, environment, summary, onCpu.has(measurement));
  return ok({
    ...run,
    outcome: 'measured',
    hiddenMs,
    frameGapLongestMs: frameGaps?.longestMs ?? null,
    frameGapP95Ms: frameGaps?.p95Ms ?? null,
    pressure,
    warmupMs: warmup.map(({ elapsedMs }) => elapsedMs),
    warmupIterations: warmup.map(({ iterations }) => iterations),
    samplesMs: samples.map(({ elapsedMs }) => elapsedMs),
    sampleIterations: samples.map(({ iterations }) => iterations),
    medianMs: summary.timeMs,
    ciLowMs: summary.ci95.lowMs,
    ciHighMs: summary.ci95.highMs,
    p10Ms: summary.p10Ms,
    p90Ms: summary.p90Ms,
    madMs: summary.madMs,
    drift: summary.drift.change,
    gflops: entry.flops === 0 ? null : gflopsOf(entry.flops, summary.timeMs),
    quality,
    qualityGrade: gradeOf(quality),
    sketch: boardEntry.sketch,
    networkHash: voter?.network ?? null,
    blockHash: voter?.block ?? null,
  });
}

/** Of a row that has no rate: failed, skipped, or with wrong outputs. */
export const WITHOUT_TIMES = {
  hiddenMs: null,
  frameGapLongestMs: null,
  frameGapP95Ms: null,
  pressure: null,
  warmupMs: [],
  warmupIterations: [],
  samplesMs: [],
  sampleIterations: [],
  medianMs: null,
  ciLowMs: null,
  ciHighMs: null,
  p10Ms: null,
  p90Ms: null,
  madMs: null,
  drift: null,
  gflops: null,
  dispatchSlopeUs: null,
  quality: [],
  qualityGrade: null,
  sketch: NO_SKETCH,
  networkHash: null,
  blockHash: null,
};

function baseColumns(
  measurement: Measurement,
  entry: ManifestEntry,
  { position, mode, device }: BoardEntry,
): AcceptedMeasurement {
  const { storage, compute } = NUMBER_TYPES[entry.precision];
  return {
    position,
    workload: entry.id,
    workloadVersion: entry.version,
    digest: entry.digest,
    batch: entry.batch,
    inputs: entry.inputs,
    params: entry.params,
    macs: entry.macs,
    flops: entry.flops,
    otherOps: entry.otherOps,
    integerOps: entry.integerOps,
    weightBytes: entry.weightBytes,
    activationBytes: entry.activationBytes,
    storageType: storage,
    computeType: compute,
    backend: measurement.backend,
    mode,
    fellBack: measurement.fellBack,
    bundle: measurement.bundle,
    validationMode: measurement.validationMode,
    threadsWanted: measurement.threadsWanted,
    threadsGot: measurement.threadsGot,
    options: measurement.options ?? {},
    deviceSlug: device.slug,
    deviceName: device.name,
    deviceKind: device.kind,
    outcome: measurement.outcome,
    cause: null,
    reason: null,
    sessionMs: null,
    firstRunMs: null,
    output: null,
    outputError: null,
    ...WITHOUT_TIMES,
    trustLevel: 0,
    trustReasons: [],
    quarantineReasons: [],
    provenShare: provenShareOf(entry, measurement.backend),
    provenGflops: null,
  };
}
