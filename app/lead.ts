// Which number of a measurement leads (DESIGN section 2, "primary metric"): kernels bound by compute lead with their rate,
// everything else with its time; the other number stands beside.
import type { ManifestEntry, Precision } from '@/lib/models/workload';

export type Lead = 'time' | 'rate';

export const leadOf = ({ kind, metric }: Pick<ManifestEntry, 'kind' | 'metric'>): Lead =>
  kind === 'kernel' && (metric === 'GFLOPS' || metric === 'GOPS') ? 'rate' : 'time';

/** GOPS where the arithmetic is integer. */
export const rateUnitOf = (precision: Precision): 'GFLOPS' | 'GOPS' => (precision === 'w8a8' ? 'GOPS' : 'GFLOPS');
