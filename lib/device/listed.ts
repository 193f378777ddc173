// What may stand on a board: a model that the tables of this repository have, else its vendor with
// "model not listed", one address for each vendor and kind. Anybody can send any string for a name;
// what they wrote stands on their run's own page and nowhere else.
import type { Backend } from '../core/backend';
import { nameOfCpu } from './cpu-name';
import { type Declared, declaredSlugsOf } from './declared';
import { type Device, readDevice } from './device';
import type { DeviceEnvironment } from './environment';
import { type GpuName, nameOfRenderer } from './gpu-name/gpu-name';
import { isProduct } from './gpu-name/products/products';
import { KNOWN_CPUS } from './known-devices';
import { isRecognisedGpu } from './recognised';

/** Grammars with few letters: a processor's number cannot be made into words. */
const RYZEN =
  /^Ryzen (?:AI )?(?:Threadripper )?(?:Max\+? )?(?:PRO )?(?:[3579] )?(?:HX )?(?:PRO )?\d{3,4}(?:X3D|XT|GE|HS|HX|HX3D|WX|[CEFGHMTUX])?$/i;
const OLDER_AMD = /^(?:Athlon (?:(?:Gold|Silver|PRO) )*\d{3,4}(?:GE|[GU]|Ge)?|EPYC \d{4}[A-Z]?)$/i;
const SNAPDRAGON =
  /^Snapdragon (?:\d{3,4}[A-Z]?|[678]cx?(?: Gen [1-3])?|X2?(?: (?:Elite|Plus))?(?: Extreme)?(?: X[12][EP]?-?\d{2}-?\d{3})?)$/i;

const CPUS: ReadonlySet<string> = new Set(KNOWN_CPUS);

/** The family, where a table has it. */
const knownArchitecture = (name: GpuName): string | null =>
  isRecognisedGpu({ ...name, kind: 'gpu', model: null }) ? name.architecture : null;

/** The name as a board may show it. */
export function listedName(name: GpuName): GpuName {
  const admitted = { ...name, architecture: knownArchitecture(name) };
  if (name.model === null || isProduct(name)) return admitted;
  return { ...admitted, model: null, variant: null, unlisted: true };
}

function isListedCpu(text: string): boolean {
  const cpu = nameOfCpu(text);
  return cpu !== null && CPUS.has(`${cpu.vendor} ${cpu.model}`);
}

/**
 * The processor that a GPU's string names: Apple's is the GPU's own model, of others only the name
 * of one is taken.
 */
function isListedSoc({ vendor, soc = '', ...name }: GpuName): boolean {
  if (vendor === 'Apple') return isProduct({ vendor, ...name });
  return [SNAPDRAGON, RYZEN, OLDER_AMD].some((grammar) => grammar.test(soc));
}

const KNOWN = new WeakMap<DeviceEnvironment, Map<Backend, Device>>();

/** Which device a row counts for, by its listed name. */
export function listedDeviceOf(environment: DeviceEnvironment, backend: Backend): Device {
  const known = KNOWN.get(environment) ?? new Map<Backend, Device>();
  KNOWN.set(environment, known);
  const device =
    known.get(backend) ?? readDevice(environment, backend, { gpu: listedName, soc: isListedSoc });
  known.set(backend, device);
  return device;
}

/**
 * The pages that a declaration counts on: those of listed hardware that the browser's report does
 * not contradict.
 */
export function listedDeclaredSlugsOf(
  environment: DeviceEnvironment,
  { gpu, cpu }: Declared,
): Declared {
  return declaredSlugsOf(environment, {
    gpu: gpu !== null && isProduct(nameOfRenderer(gpu)) ? gpu : null,
    cpu: cpu !== null && isListedCpu(cpu) ? cpu : null,
  });
}
