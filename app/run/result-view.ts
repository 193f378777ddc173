// A step's result in the shape that the page of a run shows, so that what a visitor sees before
// publishing is drawn by the same components, from the same derivation, as what everybody sees
// afterwards.
import { gradeOf, qualityWords } from '@/lib/bench/quality';
import { perIterationMs } from '@/lib/bench/samples';
import { MANIFEST } from '@/lib/models/manifest';
import { type ManifestEntry, titleOf } from '@/lib/models/workload';
import type { StepResult } from '@/lib/runner/run';
import { measurementOf } from '@/lib/runner/submit';
import { dispatchSlopes } from '@/lib/submission/dispatch';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import { likeWebnnCpu } from '@/lib/submission/requested';
import type { Environment, Measurement } from '@/lib/submission/schema';
import { type ShownTimes, shownTimesOf } from '@/lib/submission/shown-times';
import { rateOf, rateUnitOf } from '@/lib/views/lead';
import { type DeviceRoofline, deviceRoofline } from '@/lib/views/roofline-data';
import { isMeasured, type MeasurementView, speaks, type WorkloadView } from '@/lib/views/run-view';
import type { Finished } from './run-state';

/** What is known of the steps of one run so far. */
export function viewsOf(
  results: readonly StepResult[],
  environment: Environment,
): MeasurementView[] {
  const measurements = results.map(measurementOf);
  const figures = shownTimesOf(measurements);
  const onCpu = likeWebnnCpu(measurements, figures);
  return withSlopes(
    measurements.map((measurement, i) =>
      viewOf(results[i], measurement, figures, onCpu.has(measurement), environment),
    ),
  );
}

function withSlopes(views: readonly MeasurementView[]): MeasurementView[] {
  const rows = views.filter(isMeasured).map((view) => ({
    id: view.id,
    workload: view.workload.id,
    backend: view.backend,
    mode: view.mode,
    threadsGot: view.threads.got,
    fellBack: view.backend === 'mixed',
    medianMs: view.medianMs,
  }));
  const slopes = new Map([...dispatchSlopes(rows)].map(([{ id }, slope]) => [id, slope]));
  return views.map((view) =>
    isMeasured(view) ? { ...view, dispatchUs: slopes.get(view.id) ?? null } : view,
  );
}

function viewOf(
  result: StepResult,
  measurement: Measurement,
  figures: ShownTimes,
  onCpu: boolean,
  environment: Environment,
): MeasurementView {
  const { step, report } = result;
  const { entry, backend } = step;
  const base = {
    id: step.key,
    workload: workloadView(entry),
    backend: report.fellBack ? ('mixed' as const) : backend,
    threads: { wanted: step.threads, got: report.threadsGot },
    mode: step.mode,
  };
  if (measurement.outcome !== 'measured') {
    const inputSeed =
      measurement.outcome === 'incorrect' ? (measurement.output?.seed ?? null) : null;
    return { ...base, outcome: measurement.outcome, reason: measurement.reason, inputSeed };
  }
  const summary = figures(measurement);
  const codes = qualityOfMeasurement(measurement, environment, summary, onCpu);
  return {
    ...base,
    outcome: 'measured',
    medianMs: summary.timeMs,
    intervalMs: summary.intervalHolds ? [summary.ci95.lowMs, summary.ci95.highMs] : null,
    gflops: rateOf(entry.flops, summary.timeMs),
    samplesMs: perIterationMs(measurement.samples),
    sessionMs: measurement.sessionMs,
    firstRunMs: measurement.firstRunMs,
    quality: gradeOf(codes),
    flags: codes.map(qualityWords),
    dispatchUs: null,
    restsOn: null,
    frameGaps: measurement.frameGaps,
    pressure: measurement.pressure,
    validationMode: measurement.validationMode,
  };
}

/**
 * The models of a run under the ceilings of its own kernels; null where a kernel of either kind is
 * missing.
 */
export function rooflineOfRun({
  results,
  environment,
}: Pick<Finished, 'results' | 'environment'>): DeviceRoofline | null {
  const measured = viewsOf(results, environment)
    .filter(speaks)
    .flatMap(({ workload, backend, threads, mode, medianMs }) =>
      backend === 'mixed' || mode !== 'run'
        ? []
        : [{ workload: workload.id, backend, oneThread: threads.got === 1, p50Ms: medianMs }],
    );
  return deviceRoofline(measured, MANIFEST);
}

function workloadView(entry: ManifestEntry): WorkloadView {
  const { id, kind, metric, macs: macCount, flops, params } = entry;
  return {
    id,
    title: titleOf(entry),
    kind,
    metric,
    rateUnit: rateUnitOf(entry.precision),
    macs: macCount,
    flops,
    params,
  };
}
