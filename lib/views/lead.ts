// Which number of a measurement leads (docs/data.md, "The number that leads"): kernels bound by
// compute lead with their rate, everything else with its time; the other number stands beside.
import { gflopsOf } from '../core/rate';
import type { Gflops } from '../core/units';
import type { ManifestEntry, Precision } from '../models/workload';

export type Lead = 'time' | 'rate';

/** Whether a workload leads with its time or with its rate. */
export const leadOf = ({ kind, metric }: Pick<ManifestEntry, 'kind' | 'metric'>): Lead =>
  kind === 'kernel' && (metric === 'GFLOPS' || metric === 'GOPS') ? 'rate' : 'time';

/** What one more node costs, in place of a time: the metric of chains of tiny nodes. */
export const isPerNode = ({ metric }: Pick<ManifestEntry, 'metric'>): boolean => metric === 'µs';

/**
 * The unit in which a ranking of the workload counts, and how a time of the board becomes a number
 * in it.
 */
export function boardUnit(entry: Pick<ManifestEntry, 'kind' | 'metric' | 'precision' | 'flops'>): {
  readonly unit: string;
  readonly of: (ms: number) => number;
} {
  if (isPerNode(entry)) return { unit: 'µs', of: (ms) => 1000 * ms };
  if (leadOf(entry) === 'rate')
    return { unit: rateUnitOf(entry.precision), of: (ms) => gflopsOf(entry.flops, ms) };
  return { unit: 'ms', of: (ms) => ms };
}

export type RateUnit = 'GFLOPS' | 'GOPS';

/** The unit of a rate: GOPS where the arithmetic is integer, `int8` as a stored row names it. */
export const unitOfArithmetic = (computeType: string): RateUnit =>
  computeType === 'int8' ? 'GOPS' : 'GFLOPS';

/** The unit of a workload's rate, by its precision. */
export const rateUnitOf = (precision: Precision): RateUnit =>
  unitOfArithmetic(precision === 'w8a8' ? 'int8' : 'fp32');

/**
 * The rate, 10⁹ operations per second, at which `flops` were done in `ms`; null for a workload
 * without FLOPs.
 */
export const rateOf = (flops: number, ms: number): Gflops | null =>
  flops > 0 ? gflopsOf(flops, ms) : null;
