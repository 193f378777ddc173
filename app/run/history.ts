// What this browser keeps of a published run, so that its list says more than an id: the device and
// the headline result.
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration } from '@/lib/core/format';
import { deviceOf } from '@/lib/device/device';
import { MANIFEST } from '@/lib/models/manifest';
import type { MyRun } from '@/lib/runner/my-runs';
import type { RunSubmission } from '@/lib/submission/schema';
import { shownTimesOf } from '@/lib/submission/shown-times';

/**
 * The measured model with the most FLOPs, else such a kernel; of several backends the fastest one.
 */
export function historyOf({
  environment,
  measurements,
}: RunSubmission): Pick<MyRun, 'device' | 'result'> {
  const figures = shownTimesOf(measurements);
  const measured = measurements.flatMap((measurement) => {
    const entry = MANIFEST.get(measurement.workload);
    if (measurement.outcome !== 'measured' || entry === undefined) return [];
    return [{ entry, backend: measurement.backend, medianMs: figures(measurement).timeMs }];
  });
  const [headline] = measured.toSorted(
    (a, b) =>
      Number(b.entry.kind === 'model') - Number(a.entry.kind === 'model') ||
      b.entry.flops - a.entry.flops ||
      a.medianMs - b.medianMs,
  );
  if (headline === undefined) return {};
  const { entry, backend, medianMs } = headline;
  const { slug, name } = deviceOf(environment, backend);
  return {
    device: { slug, name },
    result: `${entry.title}: ${duration(medianMs)} on ${BACKEND_LABELS[backend]}`,
  };
}
