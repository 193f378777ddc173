// What the page of a run shows: one plain shape, made once from the stored rows, so that the
// components know nothing of storage.

import type { Mode } from '@/lib/bench/mode';
import type { FrameGaps, PressureShares } from '@/lib/bench/outcome';
import { BACKEND_LABELS, type ShownBackend } from '@/lib/core/backend';
import { duration, quantity } from '@/lib/core/format';
import type { ValidationMode } from '@/lib/core/validation-mode';
import type { Device } from '@/lib/device/device';
import type { PrimaryMetric, WorkloadKind } from '@/lib/models/workload';
import type { Environment } from '@/lib/submission/schema';
import { type Lead, leadOf } from '@/lib/views/lead';

export interface WorkloadView {
  readonly id: string;
  readonly title: string;
  readonly kind: WorkloadKind;
  readonly metric: PrimaryMetric;
  /** GOPS where the arithmetic is integer. */
  readonly rateUnit: 'GFLOPS' | 'GOPS';
  readonly macs: number;
  readonly flops: number;
  readonly params: number;
}

interface MeasurementBase {
  readonly id: string;
  readonly workload: WorkloadView;
  readonly backend: ShownBackend;
  readonly threads: { readonly wanted: number; readonly got: number | null };
  readonly mode: Mode;
}

export interface MeasuredView extends MeasurementBase {
  readonly outcome: 'measured';
  readonly medianMs: number;
  /** 95 % interval of the median. */
  readonly intervalMs: readonly [low: number, high: number] | null;
  readonly gflops: number | null;
  /** Milliseconds per run of the workload, in order. */
  readonly samplesMs: readonly number[];
  readonly sessionMs: number;
  readonly firstRunMs: number;
  readonly quality: 'good' | 'fair' | 'poor';
  /** Whole sentences. */
  readonly flags: readonly string[];
  /** What one more node costs, of chains of tiny nodes; null of everything else. */
  readonly dispatchUs: number | null;
  /** What its level rests on, in words; null before it is published. */
  readonly restsOn: string | null;
  /** How well the page kept drawing meanwhile; null where nobody watched. */
  readonly frameGaps: FrameGaps | null;
  /** Null where the browser does not say. */
  readonly pressure: PressureShares | null;
  /** Null off WebGPU, or where it is not known. */
  readonly validationMode: ValidationMode | null;
}

export interface UnmeasuredView extends MeasurementBase {
  readonly outcome: 'incorrect' | 'failed' | 'crashed' | 'skipped';
  readonly reason: string;
  /** Of the input whose output was wrong; null where none is known. */
  readonly inputSeed: number | null;
}

export type MeasurementView = MeasuredView | UnmeasuredView;

export interface RunView {
  readonly id: string;
  readonly publishedAt: Date;
  readonly suite: string;
  readonly suiteVersion: number;
  readonly protocol: string;
  /** How far the board trusts it, in words. */
  readonly trust: string;
  /** The device of the headline measurement. */
  readonly device: Device;
  readonly environment: Environment;
  readonly measurements: readonly MeasurementView[];
}

/** Whether a measurement has a time. */
export const isMeasured = (measurement: MeasurementView): measurement is MeasuredView =>
  measurement.outcome === 'measured';

/**
 * Whether it says enough to stand for anything: poor ones are shown in the table of their run
 * alone.
 */
export const speaks = (measurement: MeasurementView): measurement is MeasuredView =>
  isMeasured(measurement) && measurement.quality !== 'poor';

/** Why no number leads, for the place where it would stand. */
export const whyNoHeadline = (
  measurements: readonly MeasurementView[],
): { title: string; words: string } =>
  measurements.some(isMeasured)
    ? {
        title: 'Too little to say',
        words:
          'Too few samples, or too much other work: run again when nothing else is at work here.',
      }
    : {
        title: 'Nothing was measured',
        words: 'Every workload failed, was skipped or came out wrong.',
      };

/** A rate that does not exist cannot lead. */
export const leadOfMeasured = ({ workload, gflops }: MeasuredView): Lead =>
  gflops === null ? 'time' : leadOf(workload);

/**
 * What a run is known by: its model with the most FLOPs, else such a kernel; of several backends
 * the fastest one.
 */
export function headlineOf(measurements: readonly MeasurementView[]): MeasuredView | null {
  const measured = measurements.filter(speaks);
  const models = measured.filter(({ workload }) => workload.kind === 'model');
  const ranked = (models.length > 0 ? models : measured).toSorted(
    (a, b) =>
      Number(a.backend === 'mixed') - Number(b.backend === 'mixed') ||
      Number(a.mode !== 'run') - Number(b.mode !== 'run') ||
      b.workload.flops - a.workload.flops ||
      a.medianMs - b.medianMs,
  );
  return ranked[0] ?? null;
}

export interface BackendComparison {
  readonly workload: WorkloadView;
  readonly faster: ShownBackend;
  readonly slower: ShownBackend;
  readonly ratio: number;
}

/**
 * A workload's fastest plain run on each backend, fastest first; `mixed` is no backend to compare.
 */
export function bestByBackend(
  measurements: readonly MeasurementView[],
  workloadId: string,
): MeasuredView[] {
  const best = new Map<ShownBackend, MeasuredView>();
  for (const measurement of measurements) {
    const { workload, backend, mode } = measurement;
    if (!speaks(measurement) || workload.id !== workloadId || backend === 'mixed' || mode !== 'run')
      continue;
    const known = best.get(backend);
    if (known === undefined || measurement.medianMs < known.medianMs)
      best.set(backend, measurement);
  }
  return [...best.values()].toSorted((a, b) => a.medianMs - b.medianMs);
}

/**
 * The same workload on the fastest and the slowest backend of one run: the only pairs a ratio may
 * be taken from.
 */
export function compareBackends(
  measurements: readonly MeasurementView[],
  workloadId: string,
): BackendComparison | null {
  const best = bestByBackend(measurements, workloadId);
  const [fastest, slowest] = [best[0], best.at(-1)];
  if (fastest === undefined || slowest === undefined || fastest === slowest) return null;
  return {
    workload: fastest.workload,
    faster: fastest.backend,
    slower: slowest.backend,
    ratio: slowest.medianMs / fastest.medianMs,
  };
}

/**
 * The result in one line, for titles, previews and pictures: "MobileNetV2: 18.2 ms, 33.0 GFLOPS on
 * WebGPU".
 */
export function resultWords({ measurements }: RunView): string {
  const headline = headlineOf(measurements);
  if (headline === null) return whyNoHeadline(measurements).title;
  const { workload, medianMs, gflops, backend } = headline;
  const time = duration(medianMs);
  const numbers = gflops === null ? [time] : [time, quantity(gflops, workload.rateUnit)];
  const ordered = leadOfMeasured(headline) === 'time' ? numbers : numbers.toReversed();
  return `${workload.title}: ${ordered.join(', ')} on ${BACKEND_LABELS[backend]}`;
}
