// The answer to "where should this run?" in one sentence, from pairs of this run alone. It names a winner only where the
// intervals of the two medians do not overlap.
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, significant } from '@/lib/core/format';
import { isMeasured, type MeasuredView, type MeasurementView } from '../runs/[id]/run-view';

/** Null where nothing was measured. */
export function verdictOf(measurements: readonly MeasurementView[]): string | null {
  const measured = measurements.filter(isMeasured).filter(({ backend }) => backend !== 'mixed');
  const models = measured.filter(({ workload }) => workload.kind === 'model');
  const subject = (models.length > 0 ? models : measured).toSorted((a, b) => b.workload.flops - a.workload.flops)[0];
  if (subject === undefined) return null;
  const [fastest, next] = measured
    .filter(({ workload }) => workload.id === subject.workload.id)
    .toSorted((a, b) => a.medianMs - b.medianMs);
  if (fastest === undefined) return null;
  const { title } = subject.workload;
  if (next === undefined) return `${title} takes ${timeOn(fastest)}.`;
  const times = `${title}: ${timeOn(fastest)}, ${timeOn(next)}`;
  if (overlap(fastest, next)) return `${times}; no difference beyond the spread.`;
  const ratio = significant(next.medianMs / fastest.medianMs, 2);
  return `${times}; ${BACKEND_LABELS[fastest.backend]} is ${ratio} × as fast here.`;
}

const timeOn = ({ medianMs, backend }: MeasuredView): string => `${duration(medianMs)} on ${BACKEND_LABELS[backend]}`;

function overlap(a: MeasuredView, b: MeasuredView): boolean {
  const [, highA] = a.intervalMs ?? [a.medianMs, Number.POSITIVE_INFINITY];
  const [lowB] = b.intervalMs ?? [0, b.medianMs];
  return highA >= lowB;
}
