// Whether a name that WebGL gave and an architecture that WebGPU gave can be the same GPU. WebGL
// and WebGPU may run on different GPUs of one machine, so a WebGL name counts for a WebGPU row only
// where vendor and family agree.

import type { GpuName } from './gpu-name/gpu-name';

/** Families that Dawn renamed: older browsers say the first word, newer ones another. */
const RENAMED: readonly ReadonlySet<string>[] = [
  new Set(['gen-12lp', 'xe-lpg']),
  new Set(['gen-12hp', 'xe-hpg']),
  new Set(['gen-13lp', 'xe-2lpg']),
  new Set(['gen-13hp', 'xe-2hpg']),
  new Set(['xe-3lpg', 'xe-3lpg-xs']),
  new Set(['lovelace', 'ada-lovelace']),
];

/**
 * Chips that Dawn's masks take for the generation before: 0x1500 covered Strix Point (Radeon 880M,
 * 890M) as RDNA 2.
 */
const DAWN_SAYS: ReadonlyMap<string, string> = new Map([['0x150e', 'rdna-2']]);

/** Vendors whose GPUs are part of a SoC: a machine has one, so the vendor alone decides. */
const ONE_PER_MACHINE: ReadonlySet<string> = new Set([
  'Apple',
  'ARM',
  'Broadcom',
  'Huawei',
  'Imagination',
  'Qualcomm',
  'Samsung',
  'Vivante',
]);

/** True where a machine with this vendor's GPU has no other. */
export const isOnlyGpu = (vendor: string): boolean => ONE_PER_MACHINE.has(vendor);

function sameFamily(a: string, b: string): boolean {
  return a === b || RENAMED.some((names) => names.has(a) && names.has(b));
}

/**
 * True where `webgl` may name the GPU of `adapter`. Unknown families of vendors with several GPUs
 * never agree.
 */
export function agrees(webgl: GpuName, adapter: GpuName): boolean {
  if (
    webgl.kind !== 'gpu' ||
    adapter.kind !== 'gpu' ||
    webgl.vendor === null ||
    webgl.vendor !== adapter.vendor
  )
    return false;
  if (isOnlyGpu(webgl.vendor)) return true;
  const families = [webgl.architecture, DAWN_SAYS.get(webgl.pciId ?? '') ?? null];
  const { architecture } = adapter;
  return (
    architecture !== null &&
    families.some((family) => family !== null && sameFamily(family, architecture))
  );
}
