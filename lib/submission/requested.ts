// A page can only ask WebNN for a device; the browser may use the CPU without a word. Rows are
// therefore said to be "requested", and one whose time cannot be told from that of the CPU in the
// same run is flagged.
import type { Interval } from '../bench/stats';
import type { Backend } from '../core/backend';
import type { Measurement } from './schema';
import { type Measured, measuredOf, type ShownTimes } from './shown-times';

const REQUESTED = { 'webnn-cpu': 'cpu', 'webnn-gpu': 'gpu', 'webnn-npu': 'npu' } as const;

/**
 * What was asked of WebNN: cpu, gpu or npu; null on other backends, which are what they are named.
 */
export const requestedDevice = (backend: Backend): 'cpu' | 'gpu' | 'npu' | null =>
  backend === 'wasm' || backend === 'webgpu' ? null : REQUESTED[backend];

const overlap = (a: Interval, b: Interval): boolean => a.lowMs <= b.highMs && b.lowMs <= a.highMs;

/**
 * Measurements on a requested GPU or NPU whose interval overlaps that of the same workload on
 * `webnn-cpu`.
 */
export function likeWebnnCpu(
  measurements: readonly Measurement[],
  figures: ShownTimes,
): ReadonlySet<Measurement> {
  const measured = measuredOf(measurements);
  const cpu = measured.filter(({ backend }) => requestedDevice(backend) === 'cpu');
  const alike = (one: Measured): boolean =>
    cpu.some(
      (other) =>
        other.workload === one.workload &&
        other.options?.mode === one.options?.mode &&
        overlap(figures(one).ci95, figures(other).ci95),
    );
  return new Set(
    measured.filter(
      (one) => ['gpu', 'npu'].includes(requestedDevice(one.backend) ?? '') && alike(one),
    ),
  );
}
