import type { Count } from '@/lib/flops/exact';
import type { Report } from '@/lib/flops/report';

/** Share of the MACs that are known; null where there are none, or where the part is not known. */
export function shareOfMacs(macs: Count | null, { totals }: Pick<Report, 'totals'>): number | null {
  const whole = Number(totals.macs.atLeast);
  return macs === null || whole === 0 ? null : Number(macs) / whole;
}
