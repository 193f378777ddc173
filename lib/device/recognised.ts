// Whether every word of a device's name comes from a table: products and families of the makers, systems,
// architectures. Names are made of what a client sends, so what no table knows may be anything.
import type { Backend } from '../core/backend';
import { nameOfCpu } from './cpu-name';
import { deviceOf, gpuNameOf } from './device';
import type { DeviceEnvironment } from './environment';
import { CHIP_ARCHITECTURES } from './gpu-name/chips';
import type { GpuName } from './gpu-name/gpu-name';
import { PCI_ARCHITECTURES } from './gpu-name/pci-architecture';
import { isProduct } from './gpu-name/products/products';

/** Dawn's words for families without a PCI id or a chip name (google/dawn src/dawn/gpu_info.json). */
const FAMILIES: ReadonlySet<string> = new Set([
  ...CHIP_ARCHITECTURES,
  ...PCI_ARCHITECTURES,
  ...'utgard midgard bifrost valhall gen-5 common-1 common-2 common-3 metal-3 metal-4 apple'.split(' '),
  ...'rogue sgx furian volcanic a-series b-series c-series d-series e-series videocore'.split(' '),
  ...'xe-hpg xe-lpg gen-13lp gen-13hp xe-3lpg-xs ada-lovelace swiftshader llvmpipe software warp'.split(' '),
]);
const NUMBERED_FAMILY = /^(?:adreno-[1-8]xx|apple-(?:\d|1\d)|rdna-[1-4]|gcn-[1-5]|cdna-[1-4])$/;

export function isRecognisedGpu(name: GpuName): boolean {
  if (name.kind === 'unknown' || name.kind === 'masked' || name.kind === 'software') return true;
  if (name.model !== null) return name.kind === 'virtual' || isProduct(name);
  const { architecture } = name;
  return architecture === null || FAMILIES.has(architecture) || NUMBERED_FAMILY.test(architecture);
}

/** The device of a row of `backend`: false where its name holds a word that no table has. */
export function isRecognised(environment: DeviceEnvironment, backend: Backend): boolean {
  const device = deviceOf(environment, backend);
  if (device.processor === 'gpu') return isRecognisedGpu(gpuNameOf(environment));
  // Classes are made of the tables' own words; a SoC is what the renderer says it is.
  if (device.kind !== 'soc') return true;
  const soc = device.name.replace(/ (?:CPU|NPU)$/, '');
  const known = nameOfCpu(soc);
  return known !== null && [known.model, `${known.vendor} ${known.model}`].includes(soc.replace(/ Processor$/, ''));
}
