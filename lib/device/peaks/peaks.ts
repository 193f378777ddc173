// The theoretical peak of a device, and what part of it a measured rate is. Null means that it is
// not known: then pages show no percentage. Devices whose name covers several sizes have no peak.
import { type Gflops, gflops } from '../../core/units';
import { OWN_PEAKS, SOURCES } from './own';

export interface Peak {
  readonly fp32: Gflops;
  readonly fp16: Gflops;
  readonly source: string;
}

/** fp32 = ALUs × 2 × boost clock: 16384 × 2 × 2520 MHz = 82,575 GFLOPS. */
const BY_SLUG: ReadonlyMap<string, Peak> = new Map(
  OWN_PEAKS.map(([slug, alus, boostMHz, fp16PerFp32, source]) => {
    const fp32 = (alus * 2 * boostMHz) / 1000;
    return [
      slug,
      { fp32: gflops(fp32), fp16: gflops(fp32 * fp16PerFp32), source: SOURCES[source] },
    ];
  }),
);

/** The peak in our own table of facts, null where it has none. */
export function peakOf(slug: string): Peak | null {
  return BY_SLUG.get(slug) ?? null;
}

/**
 * Achieved ÷ peak × 100, null where the peak of that arithmetic is not known. Only vector fp32 and
 * fp16 have one.
 */
export function percentOfPeak(
  peak: Peak | null,
  arithmetic: string,
  achieved: Gflops,
): number | null {
  if (peak === null || (arithmetic !== 'fp32' && arithmetic !== 'fp16')) return null;
  return (100 * achieved) / peak[arithmetic];
}
