// Which number of a measurement leads (DESIGN section 2, "primary metric"): kernels bound by compute lead with their rate,
// everything else with its time; the other number stands beside.
import type { ManifestEntry, Precision } from '@/lib/models/workload';

export type Lead = 'time' | 'rate';

export const leadOf = ({ kind, metric }: Pick<ManifestEntry, 'kind' | 'metric'>): Lead =>
  kind === 'kernel' && (metric === 'GFLOPS' || metric === 'GOPS') ? 'rate' : 'time';

/** What one more node costs, in place of a time: the metric of chains of tiny nodes. */
export const isPerNode = ({ metric }: Pick<ManifestEntry, 'metric'>): boolean => metric === 'µs';

/** In what a ranking of the workload counts, and the number of a time of the board in it. */
export function boardUnit(entry: Pick<ManifestEntry, 'kind' | 'metric' | 'precision' | 'flops'>): {
  readonly unit: string;
  readonly of: (ms: number) => number;
} {
  if (isPerNode(entry)) return { unit: 'µs', of: (ms) => 1000 * ms };
  if (leadOf(entry) === 'rate') return { unit: rateUnitOf(entry.precision), of: (ms) => entry.flops / (ms * 1e6) };
  return { unit: 'ms', of: (ms) => ms };
}

/** GOPS where the arithmetic is integer. */
export const rateUnitOf = (precision: Precision): 'GFLOPS' | 'GOPS' => (precision === 'w8a8' ? 'GOPS' : 'GFLOPS');
