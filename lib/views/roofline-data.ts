// What the roofline of a device is drawn from: per backend its best compute-bound and its best
// bandwidth-bound fp32 kernel make the ceilings, every fp32 model on that backend is a dot. Bytes
// are those of the pinned manifest.
import type { RooflineCeiling, RooflinePoint } from '@/lib/charts/roofline';
import type { Backend } from '@/lib/core/backend';
import type { DeviceResult } from '@/lib/db/device-results';
import type { ManifestEntry } from '@/lib/models/workload';

export interface DeviceRoofline {
  readonly ceilings: readonly RooflineCeiling[];
  readonly points: readonly RooflinePoint[];
}

/** What a roofline needs of a result. */
export type RooflineResult = Pick<DeviceResult, 'workload' | 'backend' | 'oneThread' | 'p50Ms'>;

type Known = Omit<RooflineResult, 'workload'> & { readonly entry: ManifestEntry };

const bytesMoved = ({ weightBytes, activationBytes }: ManifestEntry): number =>
  weightBytes + activationBytes;
const gigaPerSecond = (count: number, ms: number): number => count / (ms * 1e6);

/** fp32 results with their manifest entries; of one thread only where a backend has no others. */
function fp32Results(
  results: readonly RooflineResult[],
  manifest: ReadonlyMap<string, ManifestEntry>,
): Known[] {
  const threaded = new Set(
    results.filter(({ oneThread }) => !oneThread).map(({ backend }) => backend),
  );
  return results.flatMap(({ workload, backend, oneThread, p50Ms }) => {
    const entry = manifest.get(workload);
    if (entry === undefined || entry.precision !== 'fp32' || (oneThread && threaded.has(backend)))
      return [];
    return [{ backend, oneThread, p50Ms, entry }];
  });
}

export interface Axes {
  readonly backend: Backend;
  /** The best compute-bound kernel; null while there is none. */
  readonly peakGflops: number | null;
  /** The best bandwidth-bound kernel, by compulsory bytes. */
  readonly bandwidthGBs: number | null;
  /** What one more node costs that does next to nothing, the least that was seen. */
  readonly dispatchUs: number | null;
}

function axesOf(backend: Backend, results: readonly Known[]): Axes {
  const kernels = results.filter(
    (result) => result.backend === backend && result.entry.kind === 'kernel',
  );
  const values = (bound: ManifestEntry['bound'], measure: (known: Known) => number): number[] =>
    kernels.filter(({ entry }) => entry.bound === bound).map(measure);
  const rates = values('compute', ({ entry, p50Ms }) => gigaPerSecond(entry.flops, p50Ms));
  const bandwidths = values('bandwidth', ({ entry, p50Ms }) =>
    gigaPerSecond(bytesMoved(entry), p50Ms),
  );
  // Of a chain of tiny nodes the board's time is that of one more node (lib/db/counted).
  const dispatches = values('dispatch', ({ p50Ms }) => 1000 * p50Ms);
  return {
    backend,
    peakGflops: rates.length === 0 ? null : Math.max(...rates),
    bandwidthGBs: bandwidths.length === 0 ? null : Math.max(...bandwidths),
    dispatchUs: dispatches.length === 0 ? null : Math.min(...dispatches),
  };
}

/** The three plain axes beside a score: compute, bandwidth, dispatch overhead, per backend. */
export function deviceAxes(
  results: readonly RooflineResult[],
  manifest: ReadonlyMap<string, ManifestEntry>,
): readonly Axes[] {
  const known = fp32Results(results, manifest);
  return [...new Set(known.map(({ backend }) => backend))].map((backend) => axesOf(backend, known));
}

/**
 * Prepares the roofline of a device from its measured kernels; null while no backend has both kinds
 * of kernel: dots under no roof say nothing.
 */
export function deviceRoofline(
  results: readonly RooflineResult[],
  manifest: ReadonlyMap<string, ManifestEntry>,
): DeviceRoofline | null {
  const known = fp32Results(results, manifest);
  const ceilings = deviceAxes(results, manifest).flatMap(({ backend, peakGflops, bandwidthGBs }) =>
    peakGflops === null || bandwidthGBs === null ? [] : [{ backend, peakGflops, bandwidthGBs }],
  );
  if (ceilings.length === 0) return null;
  const roofed = new Set(ceilings.map(({ backend }) => backend));
  const points = known
    .filter(
      ({ backend, entry }) =>
        roofed.has(backend as Backend) && entry.kind === 'model' && entry.flops > 0,
    )
    .map(({ backend, entry, p50Ms }) => ({
      name: entry.title,
      backend,
      intensity: entry.flops / bytesMoved(entry),
      gflops: gigaPerSecond(entry.flops, p50Ms),
    }));
  return { ceilings, points };
}
