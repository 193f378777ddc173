// Which device a measurement belongs to. GPU rows belong to the GPU that the runtime used, WASM
// rows to what pages can know of the processor: its SoC where the GPU names it, else system,
// architecture and cores. What a visitor declares never enters here: declared devices have pages of
// their own (declared.ts).
import type { Backend } from '../core/backend';
import { coreWords } from './core-count';
import type { DeviceEnvironment } from './environment';
import { agrees } from './family';
import {
  GPU_KINDS,
  GPU_NAME_VERSION,
  type GpuName,
  gpuSlug,
  gpuTitle,
  nameOfAdapter,
  nameOfRenderer,
} from './gpu-name/gpu-name';
import { slugText } from './gpu-name/slug';
import { readUserAgent } from './user-agent';

/**
 * Rises when any rule here or in the name table can move a row to another device; stored with each
 * run.
 */
export const DEVICE_VERSION = `flopmark-device/${GPU_NAME_VERSION}`;

export type Processor = 'gpu' | 'cpu' | 'npu';

/**
 * Only `gpu` is ranked among GPUs; `software`, `virtual`, `masked` and `unknown` are categories of
 * their own.
 */
export const DEVICE_KINDS = [...GPU_KINDS, 'cpu-class', 'soc'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Kinds of a device on a board: one that a visitor declared is of no kind that was detected. */
export const BOARD_DEVICE_KINDS = [...DEVICE_KINDS, 'declared'] as const;

/** What the name rests on; `declared` only on pages of declared hardware. */
export type Provenance =
  | 'webgpu-adapter'
  | 'webgpu-adapter+webgl'
  | 'webgl-soc'
  | 'user-agent'
  | 'declared'
  | 'none';

export interface Device {
  /** Stable address: /devices/<slug>. */
  readonly slug: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly processor: Processor;
  readonly kind: DeviceKind;
  readonly software: boolean;
  readonly virtual: boolean;
  readonly masked: boolean;
  /** Covers hardware of different speed: outlier rules do not apply. */
  readonly ambiguous: boolean;
  readonly architecture: string | null;
  readonly provenance: Provenance;
  /**
   * Another GPU that WebGL named on the same machine (hybrid laptops), as a title; null where there
   * is none.
   */
  readonly otherGpu: string | null;
}

/** Every row of a run asks, and so do the rules: names are read once for each environment. */
const KNOWN = new WeakMap<DeviceEnvironment, Map<Backend, Device>>();

/**
 * The device that a backend of this environment computes on, under the name that boards show. Kept
 * for each environment.
 */
export function deviceOf(environment: DeviceEnvironment, backend: Backend): Device {
  const known = KNOWN.get(environment) ?? new Map<Backend, Device>();
  KNOWN.set(environment, known);
  const device = known.get(backend) ?? readDevice(environment, backend, AS_READ);
  known.set(backend, device);
  return device;
}

/** What of a reading may become the name of a device. */
export interface Admission {
  gpu(name: GpuName): GpuName;
  /** Whether the processor that a GPU's string names is one. */
  soc(name: GpuName): boolean;
}

/** As the visitor's own page says it; boards take names from the tables alone (listed.ts). */
const AS_READ: Admission = { gpu: (name) => name, soc: () => true };

/** The same, read anew, with names admitted as `admission` says. */
export function readDevice(
  environment: DeviceEnvironment,
  backend: Backend,
  admission: Admission,
): Device {
  switch (backend) {
    case 'webgpu':
    case 'webnn-gpu':
      return gpuDevice(environment, admission);
    case 'wasm':
    case 'webnn-cpu':
      return processorDevice(environment, 'cpu', admission);
    case 'webnn-npu':
      return processorDevice(environment, 'npu', admission);
  }
}

/** A row whose run named no adapter: nothing is masked, nothing is known. */
const NO_ADAPTER: GpuName = {
  kind: 'unknown',
  vendor: null,
  model: null,
  variant: null,
  architecture: null,
};

interface RanOn {
  readonly name: GpuName;
  readonly provenance: Provenance;
  readonly other: GpuName | null;
}

function ranOn({ webgpu, webgl }: DeviceEnvironment): RanOn {
  if (webgpu.status === 'unavailable') return { name: NO_ADAPTER, provenance: 'none', other: null };
  const adapter = nameOfAdapter(webgpu);
  const drawn = webgl === null ? null : nameOfRenderer(webgl.renderer);
  const other = drawn !== null && isOther(drawn, adapter) ? drawn : null;
  if (webgpu.fallbackAdapter === true && adapter.kind !== 'software') {
    return {
      name: { ...adapter, kind: 'software', model: null, software: true },
      provenance: 'webgpu-adapter',
      other,
    };
  }
  if (adapter.model === null && drawn !== null && agrees(drawn, adapter))
    return { name: drawn, provenance: 'webgpu-adapter+webgl', other: null };
  return { name: adapter, provenance: 'webgpu-adapter', other };
}

function gpuDevice(environment: DeviceEnvironment, { gpu }: Admission): Device {
  const { name, provenance, other } = ranOn(environment);
  return describeGpu(gpu(name), provenance, other === null ? null : gpuTitle(gpu(other)));
}

/** Both name real GPUs, and not the same one. */
function isOther(drawn: GpuName, adapter: GpuName): boolean {
  return drawn.kind === 'gpu' && adapter.kind === 'gpu' && drawn.vendor !== adapter.vendor;
}

function describeGpu(name: GpuName, provenance: Provenance, otherGpu: string | null): Device {
  return {
    slug: gpuSlug(name),
    name: gpuTitle(name),
    vendor: name.vendor,
    processor: 'gpu',
    kind: name.kind,
    software: name.software === true,
    virtual: name.virtual === true,
    masked: name.masked === true,
    ambiguous: name.kind !== 'gpu' || name.model === null || name.ambiguous === true,
    architecture: name.architecture,
    provenance,
    otherGpu,
  };
}

function processorDevice(
  environment: DeviceEnvironment,
  processor: 'cpu' | 'npu',
  { soc }: Admission,
): Device {
  const label = processor.toUpperCase();
  const named = environment.webgl === null ? null : nameOfRenderer(environment.webgl.renderer);
  const agent = readUserAgent(environment);
  const base = {
    processor,
    software: false,
    masked: false,
    architecture: agent.architecture,
    otherGpu: null,
  } as const;
  if (named?.kind === 'gpu' && named.soc !== undefined && soc(named)) {
    const name = `${named.soc} ${label}`;
    return {
      ...base,
      slug: `${processor}-${slugText(named.soc)}`,
      name,
      vendor: named.vendor,
      kind: 'soc',
      virtual: false,
      ambiguous: false,
      provenance: 'webgl-soc',
    };
  }
  const cores = processor === 'npu' ? null : coreWords(environment);
  const known = [
    agent.os ?? 'unknown system',
    agent.architecture ?? 'unknown architecture',
    ...(cores === null ? [] : [cores]),
  ];
  return {
    ...base,
    slug: `${processor}-${known.map(slugText).join('-')}`,
    name: `${label}: ${known.join(', ')}`,
    vendor: null,
    kind: 'cpu-class',
    virtual: named?.virtual === true,
    ambiguous: true,
    provenance: agent.os === null ? 'none' : 'user-agent',
  };
}
