// Stored rows → what the page shows. Figures that the server derived are taken from the row; words
// come from the tables of their subjects, so that a code from a newer version shows itself instead
// of vanishing.

import { modeOf } from '@/lib/bench/mode';
import type { FrameGaps } from '@/lib/bench/outcome';
import { gradeOf, QUALITY_CODES, type QualityCode, qualityWords } from '@/lib/bench/quality';
import { perIterationMs } from '@/lib/bench/samples';
import { duration } from '@/lib/core/format';
import { msAtRate } from '@/lib/core/rate';
import type { RunWithMeasurements, StoredMeasurement } from '@/lib/db/runs';
import { deviceOf } from '@/lib/device/device';
import { type ManifestEntry, titleOf } from '@/lib/models/workload';
import { trustWords } from '@/lib/submission/plausibility/trust';
import { attestedGflops } from '@/lib/submission/proven-share';
import { storedEnvironmentSchema } from '@/lib/submission/schema';
import { unitOfArithmetic } from '@/lib/views/lead';
import { headlineOf, type MeasurementView, type RunView, type WorkloadView } from './run-view';

export type Manifest = ReadonlyMap<string, ManifestEntry>;

const isQualityCode = (code: string): code is QualityCode =>
  QUALITY_CODES.some((known) => known === code);

function workloadOf(row: StoredMeasurement, manifest: Manifest): WorkloadView {
  const entry = manifest.get(row.workload);
  return {
    id: row.workload,
    title: entry === undefined ? row.workload : titleOf(entry),
    kind: entry?.kind ?? (row.params > 0 ? 'model' : 'kernel'),
    metric: entry?.metric ?? 'ms',
    rateUnit: unitOfArithmetic(row.computeType),
    macs: row.macs,
    flops: row.flops,
    params: row.params,
  };
}

const UNMEASURED = ['incorrect', 'failed', 'crashed', 'skipped'] as const;

const TRUST_WORDS = [
  'Unverified: shown here, not ranked',
  'Consistent: right outputs, plausible times',
  'Attested: exact proof of work',
];

/** What the level of a measured row rests on, and what its proof would bear. */
function restsOn({
  trustLevel,
  trustReasons,
  provenShare,
  provenGflops,
  flops,
  computeType,
}: StoredMeasurement): string {
  const reason = trustReasons.at(-1);
  if (provenShare !== null && provenGflops !== null && flops > 0 && reason !== 'poor-quality') {
    const provenMs = msAtRate(flops, attestedGflops(provenShare, provenGflops));
    const proven = `work proven up to ${duration(provenMs)}`;
    return trustLevel >= 2 ? `Attested: ${proven}.` : `Not ranked: ${proven} only.`;
  }
  if (reason === undefined) return TRUST_WORDS[trustLevel] ?? `Trust level ${trustLevel}`;
  if (reason === 'not-attestable' && computeType !== 'fp32')
    return `Consistent: a proof in fp32 does not speak of ${computeType}.`;
  return trustWords(reason);
}

function measurementView(row: StoredMeasurement, manifest: Manifest): MeasurementView {
  const base = {
    id: String(row.id),
    workload: workloadOf(row, manifest),
    // `mixed` as soon as one node ran elsewhere than named.
    backend: row.fellBack ? ('mixed' as const) : row.backend,
    threads: { wanted: row.threadsWanted, got: row.threadsGot },
    mode: modeOf(row.mode),
  };
  if (row.outcome !== 'measured' || row.medianMs === null) {
    const outcome = UNMEASURED.find((known) => known === row.outcome) ?? 'failed';
    return {
      ...base,
      outcome,
      reason: row.reason ?? row.cause ?? 'no reason was given',
      inputSeed: seedOf(row.output),
    };
  }
  const codes = row.quality.filter(isQualityCode);
  const unknownCodes = row.quality.filter((code) => !isQualityCode(code));
  return {
    ...base,
    outcome: 'measured',
    medianMs: row.medianMs,
    intervalMs: row.ciLowMs === null || row.ciHighMs === null ? null : [row.ciLowMs, row.ciHighMs],
    gflops: row.gflops,
    samplesMs: perIterationMs(
      row.samplesMs.map((elapsedMs, index) => ({
        elapsedMs,
        iterations: row.sampleIterations[index] ?? 1,
      })),
    ),
    sessionMs: row.sessionMs ?? 0,
    firstRunMs: row.firstRunMs ?? 0,
    quality: unknownCodes.length > 0 ? 'poor' : gradeOf(codes),
    flags: [...codes.map(qualityWords), ...unknownCodes],
    dispatchUs: row.dispatchSlopeUs,
    restsOn: restsOn(row),
    frameGaps: frameGapsOf(row),
    pressure: row.pressure,
    validationMode: row.validationMode,
  };
}

/** Of a stored output, which has the form of the wire. */
const seedOf = (output: unknown): number | null =>
  typeof output === 'object' &&
  output !== null &&
  'seed' in output &&
  typeof output.seed === 'number'
    ? output.seed
    : null;

const frameGapsOf = ({
  frameGapLongestMs: longestMs,
  frameGapP95Ms: p95Ms,
}: StoredMeasurement): FrameGaps | null =>
  longestMs === null || p95Ms === null ? null : { longestMs, p95Ms };

/**
 * Prepares a stored run for the pages that show it.
 * @throws ZodError when the stored environment is not one: rows are written by our own schema, so
 * that is a bug.
 */
export function runView({ run, measurements }: RunWithMeasurements, manifest: Manifest): RunView {
  const environment = storedEnvironmentSchema.parse(run.environment);
  const views = measurements.map((row) => measurementView(row, manifest));
  const backend = headlineOf(views)?.backend ?? 'wasm';
  return {
    id: run.id,
    publishedAt: run.createdAt,
    suite: run.suite,
    suiteVersion: run.suiteVersion,
    protocol: run.protocol,
    trust: TRUST_WORDS[run.trustLevel] ?? `Trust level ${run.trustLevel}`,
    device: deviceOf(environment, backend === 'mixed' ? 'wasm' : backend),
    environment,
    measurements: views,
  };
}
