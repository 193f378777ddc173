// What the roofline of a device is drawn from: per backend its best compute-bound and its best bandwidth-bound fp32 kernel
// make the ceilings, every fp32 model on that backend is a dot. Bytes are those of the pinned manifest.
import type { RooflineCeiling, RooflinePoint } from '@/lib/charts/roofline';
import type { Backend } from '@/lib/core/backend';
import type { DeviceResult } from '@/lib/db/device-results';
import type { ManifestEntry } from '@/lib/models/workload';

export interface DeviceRoofline {
  readonly ceilings: readonly RooflineCeiling[];
  readonly points: readonly RooflinePoint[];
}

type Known = Pick<DeviceResult, 'backend' | 'oneThread' | 'p50Ms'> & { readonly entry: ManifestEntry };

const bytesMoved = ({ weightBytes, activationBytes }: ManifestEntry): number => weightBytes + activationBytes;
const gigaPerSecond = (count: number, ms: number): number => count / (ms * 1e6);

/** fp32 results with their manifest entries; of one thread only where a backend has no others. */
function fp32Results(results: readonly DeviceResult[], manifest: ReadonlyMap<string, ManifestEntry>): Known[] {
  const threaded = new Set(results.filter(({ oneThread }) => !oneThread).map(({ backend }) => backend));
  return results.flatMap(({ workload, backend, oneThread, p50Ms }) => {
    const entry = manifest.get(workload);
    if (entry === undefined || entry.precision !== 'fp32' || (oneThread && threaded.has(backend))) return [];
    return [{ backend, oneThread, p50Ms, entry }];
  });
}

function ceilingOf(backend: Backend, results: readonly Known[]): RooflineCeiling | null {
  const kernels = results.filter((result) => result.backend === backend && result.entry.kind === 'kernel');
  const best = (bound: 'compute' | 'bandwidth', countOf: (entry: ManifestEntry) => number): number =>
    Math.max(
      0,
      ...kernels
        .filter(({ entry }) => entry.bound === bound)
        .map(({ entry, p50Ms }) => gigaPerSecond(countOf(entry), p50Ms)),
    );
  const peakGflops = best('compute', ({ flops }) => flops);
  const bandwidthGBs = best('bandwidth', bytesMoved);
  return peakGflops > 0 && bandwidthGBs > 0 ? { backend, peakGflops, bandwidthGBs } : null;
}

/** Null while no backend has both kinds of kernel: dots under no roof say nothing. */
export function deviceRoofline(
  results: readonly DeviceResult[],
  manifest: ReadonlyMap<string, ManifestEntry>,
): DeviceRoofline | null {
  const known = fp32Results(results, manifest);
  const ceilings = [...new Set(known.map(({ backend }) => backend))].flatMap(
    (backend) => ceilingOf(backend, known) ?? [],
  );
  if (ceilings.length === 0) return null;
  const roofed = new Set(ceilings.map(({ backend }) => backend));
  const points = known
    .filter(({ backend, entry }) => roofed.has(backend as Backend) && entry.kind === 'model' && entry.flops > 0)
    .map(({ backend, entry, p50Ms }) => ({
      name: entry.title,
      backend,
      intensity: entry.flops / bytesMoved(entry),
      gflops: gigaPerSecond(entry.flops, p50Ms),
    }));
  return { ceilings, points };
}
