// The answers at the end of a run, a sentence each, from pairs of this run alone: where its largest
// model should run, and WASM against WebGPU over everything that ran on both. A winner is named
// only where the intervals do not overlap.
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, significant } from '@/lib/core/format';
import {
  bestByBackend,
  isMeasured,
  type MeasuredView,
  type MeasurementView,
  speaks,
  whyNoHeadline,
} from '@/lib/views/run-view';

/** Null where nothing was measured. */
export function verdictOf(measurements: readonly MeasurementView[]): string | null {
  const measured = measurements.filter(speaks).filter(({ backend }) => backend !== 'mixed');
  const models = measured.filter(({ workload }) => workload.kind === 'model');
  const subject = (models.length > 0 ? models : measured).toSorted(
    (a, b) => b.workload.flops - a.workload.flops,
  )[0];
  if (subject === undefined) {
    const { title, words } = whyNoHeadline(measurements);
    return measurements.some(isMeasured) ? `${title}. ${words}` : null;
  }
  const { id, title } = subject.workload;
  const [fastest = subject, next] = bestByBackend(measured, id);
  if (next === undefined) return threadSentence(title, fastest, oneThreadOf(measured, fastest));
  const times = `${title}: ${timeOn(fastest)}, ${timeOn(next)}`;
  if (overlap(fastest, next)) return `${times}; no difference beyond the spread.`;
  return `${times}; ${BACKEND_LABELS[fastest.backend]} is ${ratioOf(next, fastest)} × as fast here.`;
}

/**
 * WASM against WebGPU in one sentence; null where WebGPU was not asked for or nothing ran on WASM.
 */
export function backendSentence(measurements: readonly MeasurementView[]): string | null {
  const onGpu = measurements.filter(({ backend }) => backend === 'webgpu');
  const ids = [...new Set(onGpu.map(({ workload }) => workload.id))];
  const pairs = ids.flatMap((id) => {
    const best = bestByBackend(measurements, id);
    const [wasm, gpu] = [
      best.find(({ backend }) => backend === 'wasm'),
      best.find(({ backend }) => backend === 'webgpu'),
    ];
    return wasm === undefined || gpu === undefined ? [] : [{ wasm, gpu }];
  });
  if (pairs.length === 0) {
    const without = onGpu.find((measurement) => !isMeasured(measurement));
    if (without === undefined || isMeasured(without)) return null;
    return `WASM could not be compared with WebGPU: ${without.reason}`;
  }
  const apart = pairs.filter(({ wasm, gpu }) => !overlap(...inOrder(wasm, gpu)));
  const gpuWins = apart.filter(({ wasm, gpu }) => gpu.medianMs < wasm.medianMs).length;
  const meanRatio = Math.exp(
    pairs.reduce((sum, { wasm, gpu }) => sum + Math.log(wasm.medianMs / gpu.medianMs), 0) /
      pairs.length,
  );
  const factor = significant(Math.max(meanRatio, 1 / meanRatio), 2);
  const of = pairs.length === 1 ? 'the one workload' : `${pairs.length} workloads`;
  const counts = `WebGPU was faster in ${gpuWins} and WASM in ${apart.length - gpuWins} of ${of} that ran on both`;
  if (apart.length === 0) return `${counts}: no difference beyond the spread.`;
  return `${counts}; over all, ${meanRatio > 1 ? 'WebGPU' : 'WASM'} was ${factor} × as fast (geometric mean).`;
}

/** The same workload on the same backend with one thread. */
const oneThreadOf = (
  measured: readonly MeasuredView[],
  { workload, backend, threads }: MeasuredView,
) =>
  measured.find(
    (other) =>
      other.workload.id === workload.id &&
      other.backend === backend &&
      other.threads.got === 1 &&
      threads.got !== 1,
  );

function threadSentence(title: string, all: MeasuredView, one: MeasuredView | undefined): string {
  if (one === undefined) return `${title} takes ${timeOn(all)}.`;
  const times = `${title}: ${timeOn(all)} with ${all.threads.got} threads, ${duration(one.medianMs)} with one`;
  if (overlap(all, one)) return `${times}; no difference beyond the spread.`;
  return `${times}; ${all.threads.got} threads are ${ratioOf(one, all)} × as fast here.`;
}

const timeOn = ({ medianMs, backend }: MeasuredView): string =>
  `${duration(medianMs)} on ${BACKEND_LABELS[backend]}`;

const ratioOf = (slower: MeasuredView, faster: MeasuredView): string =>
  significant(slower.medianMs / faster.medianMs, 2);

const inOrder = (a: MeasuredView, b: MeasuredView): [faster: MeasuredView, slower: MeasuredView] =>
  a.medianMs <= b.medianMs ? [a, b] : [b, a];

function overlap(faster: MeasuredView, slower: MeasuredView): boolean {
  const [, high] = faster.intervalMs ?? [faster.medianMs, Number.POSITIVE_INFINITY];
  const [low] = slower.intervalMs ?? [0, slower.medianMs];
  return high >= low;
}
