// What a visitor says the hardware is. It never renames what was detected: it is shown as declared,
// has pages of its own, and is compared with what the browser reported, so that a declared RTX 4090
// beside an Intel adapter is seen to conflict.
import { type CpuName, nameOfCpu } from './cpu-name';
import type { Device, Processor } from './device';
import type { DeviceEnvironment } from './environment';
import { agrees, isOnlyGpu } from './family';
import { type GpuName, gpuTitle, nameOfAdapter, nameOfRenderer } from './gpu-name/gpu-name';
import { slugText } from './gpu-name/slug';
import { readUserAgent } from './user-agent';

/** As the wire has it: free words, possibly chosen from the known devices. */
export interface Declared {
  readonly gpu: string | null;
  readonly cpu: string | null;
}

/**
 * Why a declaration cannot be what the browser reported. None is proof: pages say what was detected
 * beside it.
 */
export const CONFLICTS = {
  'gpu-vendor': 'the browser reports a GPU of another vendor',
  'gpu-family': 'the browser reports another generation of that vendor',
  'gpu-model': 'the browser names another model',
  'gpu-software': 'the browser reports a software renderer, no GPU',
  'gpu-virtual': 'the browser reports a virtual GPU',
  'cpu-architecture': 'the browser reports another processor architecture',
  'cpu-soc': 'the browser names another processor',
} as const;
export type Conflict = keyof typeof CONFLICTS;

/**
 * What of the declaration contradicts the environment; empty where nothing does or nothing can be
 * compared.
 */
export function conflictsOf(environment: DeviceEnvironment, { gpu, cpu }: Declared): Conflict[] {
  return [
    ...(gpu === null ? [] : gpuConflicts(environment, nameOfRenderer(gpu))),
    ...(cpu === null ? [] : cpuConflicts(environment, nameOfCpu(cpu))),
  ];
}

function gpuConflicts({ webgpu, webgl }: DeviceEnvironment, declared: GpuName): Conflict[] {
  if (declared.vendor === null) return [];
  const adapter = webgpu.status === 'available' ? nameOfAdapter(webgpu) : null;
  const drawn = webgl === null ? null : nameOfRenderer(webgl.renderer);
  const seen = [adapter, drawn].filter((name) => name !== null);
  if (seen.length > 0 && seen.every(({ kind }) => kind === 'software')) return ['gpu-software'];
  if (seen.some(({ kind }) => kind === 'virtual')) return ['gpu-virtual'];
  // A hybrid laptop has two: the declaration must fit one of them.
  const vendors = new Set(
    seen.filter(({ kind }) => kind === 'gpu' || kind === 'masked').map(({ vendor }) => vendor),
  );
  if (vendors.size === 0 || vendors.has(null)) return [];
  if (!vendors.has(declared.vendor)) return ['gpu-vendor'];
  if (declared.model === null) return [];
  const named = seen.find(
    ({ vendor, model, kind }) => kind === 'gpu' && vendor === declared.vendor && model !== null,
  );
  if (named !== undefined)
    return named.model === declared.model || named.ambiguous === true ? [] : ['gpu-model'];
  const comparable =
    declared.architecture !== null &&
    adapter?.vendor === declared.vendor &&
    adapter.architecture !== null &&
    !isOnlyGpu(declared.vendor);
  return comparable && !agrees(declared, adapter) ? ['gpu-family'] : [];
}

function cpuConflicts(environment: DeviceEnvironment, declared: CpuName | null): Conflict[] {
  if (declared === null) return [];
  const { webgl } = environment;
  const soc = webgl === null ? undefined : nameOfRenderer(webgl.renderer).soc;
  const named = soc === undefined ? null : nameOfCpu(soc);
  if (named !== null)
    return named.vendor === declared.vendor && named.model === declared.model ? [] : ['cpu-soc'];
  const { architecture } = readUserAgent(environment);
  return architecture === null || architecture === declared.architecture
    ? []
    : ['cpu-architecture'];
}

export const NOTHING_DECLARED: Declared = { gpu: null, cpu: null };

/**
 * The pages a run's declaration belongs to: none where nothing is declared or it contradicts what
 * was reported.
 */
export function declaredSlugsOf(environment: DeviceEnvironment, { gpu, cpu }: Declared): Declared {
  const consistent = (declared: Declared): boolean =>
    conflictsOf(environment, declared).length === 0;
  return {
    gpu: gpu !== null && consistent({ gpu, cpu: null }) ? declaredDevice('gpu', gpu).slug : null,
    cpu: cpu !== null && consistent({ gpu: null, cpu }) ? declaredDevice('cpu', cpu).slug : null,
  };
}

/** What the slugs of declared devices begin with; no detected device has such a slug. */
export const DECLARED_PREFIX = { gpu: 'declared-gpu-', cpu: 'declared-cpu-' } as const;

/**
 * The device page of a declaration: apart from every detected device, its name says that it is
 * declared.
 */
export function declaredDevice(processor: Exclude<Processor, 'npu'>, text: string): Device {
  const title = declaredTitle(processor, text);
  const gpu = processor === 'gpu' ? nameOfRenderer(text) : null;
  const cpu = processor === 'cpu' ? nameOfCpu(text) : null;
  return {
    slug: `${DECLARED_PREFIX[processor]}${slugText(title) || 'unnamed'}`,
    name: `${title} (declared)`,
    vendor: gpu?.vendor ?? cpu?.vendor ?? null,
    processor,
    kind: 'unknown',
    software: false,
    virtual: false,
    masked: false,
    ambiguous: true,
    architecture: gpu?.architecture ?? cpu?.architecture ?? null,
    provenance: 'declared',
    otherGpu: null,
  };
}

/** The canonical spelling where the words are understood, else the words. */
export function declaredTitle(processor: Exclude<Processor, 'npu'>, text: string): string {
  if (processor === 'cpu') {
    const name = nameOfCpu(text);
    return name === null ? text.trim() : `${name.vendor} ${name.model}`;
  }
  const name = nameOfRenderer(text);
  return name.kind === 'gpu' && name.model !== null ? gpuTitle(name) : text.trim();
}
