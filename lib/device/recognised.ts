// Whether every word of a GPU's name comes from a table: products and families of the makers. Names
// are made of what a client sends, so what no table knows may be anything.
import { CHIP_ARCHITECTURES } from './gpu-name/chips';
import type { GpuName } from './gpu-name/gpu-name';
import { PCI_ARCHITECTURES } from './gpu-name/pci-architecture';
import { isProduct } from './gpu-name/products/products';

/**
 * Dawn's words for families without a PCI id or a chip name (google/dawn src/dawn/gpu_info.json).
 */
const FAMILIES: ReadonlySet<string> = new Set([
  ...CHIP_ARCHITECTURES,
  ...PCI_ARCHITECTURES,
  ...'utgard midgard bifrost valhall gen-5 common-1 common-2 common-3 metal-3 metal-4 apple'.split(
    ' ',
  ),
  ...'rogue sgx furian volcanic a-series b-series c-series d-series e-series videocore'.split(' '),
  ...'xe-hpg xe-lpg gen-13lp gen-13hp xe-3lpg-xs ada-lovelace swiftshader llvmpipe software warp'.split(
    ' ',
  ),
]);
const NUMBERED_FAMILY = /^(?:adreno-[1-8]xx|apple-(?:\d|1\d)|rdna-[1-4]|gcn-[1-5]|cdna-[1-4])$/;

/** Whether a name is one that its maker's tables have: only such a name reaches a board. */
export function isRecognisedGpu(name: GpuName): boolean {
  if (name.kind === 'unknown' || name.kind === 'masked' || name.kind === 'software') return true;
  if (name.model !== null) return name.kind === 'virtual' || isProduct(name);
  const { architecture } = name;
  return architecture === null || FAMILIES.has(architecture) || NUMBERED_FAMILY.test(architecture);
}
