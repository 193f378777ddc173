// String → canonical GPU name. Pure, total and linear: software, virtual and masked renderers are
// told apart first, then each vendor's room is asked in turn; what no room knows stays unknown.
// `GPU_NAME_VERSION` names the table.
import { maskOf, maskOfAdapter } from './masked';
import type { GpuKind, GpuName, Identity } from './name';
import { architectureOfPci } from './pci-architecture';
import { type Reading, readRenderer } from './reading';
import { softwareArchitecture, softwareRenderer } from './software';
import { vendorOf } from './vendor';
import { amd } from './vendors/amd';
import { apple } from './vendors/apple';
import { arm } from './vendors/arm';
import { imagination } from './vendors/imagination';
import { intel } from './vendors/intel';
import { nvidia } from './vendors/nvidia';
import { others } from './vendors/others';
import { qualcomm } from './vendors/qualcomm';
import { isVirtualAdapter, virtualAdapter } from './virtual';

export { GPU_KINDS, GPU_NAME_VERSION, type GpuName } from './name';
export { gpuSlug, gpuTitle } from './slug';

/** What a page reads from `GPUAdapterInfo`; absent fields are empty. */
export interface AdapterFields {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
}

/** Rooms with words of their own come before those that also follow a vendor hint. */
const ROOMS: readonly ((reading: Reading) => Identity | null)[] = [
  others,
  arm,
  imagination,
  apple,
  qualcomm,
  nvidia,
  amd,
  intel,
];

/** Names the GPU behind WebGL's UNMASKED_RENDERER. */
export function nameOfRenderer(renderer: string): GpuName {
  const reading = readRenderer(renderer);
  const { words, pciId, bucketed } = reading;
  const mask = maskOf(words);
  if (mask !== null && !bucketed)
    return named({ vendor: mask.vendor, model: null, masked: true }, pciId);
  const software = softwareRenderer(reading);
  if (software !== null) return named({ ...software, masked: bucketed }, pciId);
  const direct = virtualAdapter(reading) ?? identify(reading);
  const found = direct?.model ? direct : (behindUnknownLayer(reading) ?? direct);
  if (found === null) {
    const vendor = vendorOf(reading.vendorHint ?? '');
    const virtual = reading.virtual || isVirtualAdapter(reading);
    return named({ vendor, model: null, masked: bucketed, virtual }, pciId);
  }
  const identity = { ...found, virtual: found.virtual === true || reading.virtual };
  if (!bucketed) return named(identity, pciId);
  return {
    ...named({ vendor: found.vendor, model: null, masked: true }, null),
    ...(found.model === null ? {} : { bucket: found.model }),
  };
}

/**
 * Names the GPU behind WebGPU's adapter info. Most browsers give a vendor and an architecture and
 * no model.
 */
export function nameOfAdapter(info: AdapterFields): GpuName {
  const { vendor = '', architecture = '', device = '', description = '' } = info;
  const mask = maskOfAdapter([vendor, architecture, device, description]);
  if (mask !== null) return named({ vendor: mask.vendor, model: null, masked: true }, null);
  const family = architectureIn(architecture);
  const software =
    softwareArchitecture(family ?? '') ??
    softwareRenderer(readRenderer(`${device} ${description}`));
  if (software !== null) return named(software, null);
  const said = vendorOf(vendor);
  const pciId = /^0x[0-9a-f]{4,8}$/i.test(device) ? device.toLowerCase() : null;
  const spoken = [pciId === null ? device : '', description]
    .map((text) => readRenderer(text))
    .filter(({ words }) => words !== '');
  const identities = spoken.flatMap(
    (reading) => virtualAdapter(reading) ?? identify(reading) ?? [],
  );
  const found = identities.find(({ model }) => model !== null) ?? identities[0];
  const agreed =
    found !== undefined && (said === null || said === found.vendor) ? found : undefined;
  const resolved = agreed?.vendor ?? said;
  return named(
    {
      ...(agreed ?? { model: null }),
      vendor: resolved,
      architecture:
        family ??
        agreed?.architecture ??
        (resolved === null ? null : architectureOfPci(resolved, pciId)),
    },
    pciId,
  );
}

/** A renderer string, or the JSON of an adapter info, as the CLI and stored rows hold them. */
export function nameOf(raw: string): GpuName {
  const info = adapterIn(raw);
  return info === null ? nameOfRenderer(raw) : nameOfAdapter(info);
}

function adapterIn(raw: string): AdapterFields | null {
  if (!raw.trimStart().startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(raw);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const text = (key: string): string => {
      const value = (parsed as Record<string, unknown>)[key];
      return typeof value === 'string' ? value : '';
    };
    return {
      vendor: text('vendor'),
      architecture: text('architecture'),
      device: text('device'),
      description: text('description'),
    };
  } catch {
    return null;
  }
}

/** WebGPU's normalized identifier string, null where the field is blank or anything else. */
function architectureIn(field: string): string | null {
  const text = field.trim().toLowerCase();
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) ? text : null;
}

/**
 * "Some Translator 2.1 (NVIDIA GeForce RTX 4060)": a driver that no table knows, and the product it
 * names in parentheses. Nobody here can know what stands between, so it counts as virtual.
 */
function behindUnknownLayer({ notes }: Reading): Identity | null {
  for (const note of notes) {
    const inner = readRenderer(note);
    const found =
      softwareRenderer(inner) ??
      virtualAdapter(inner) ??
      identify(inner) ??
      behindUnknownLayer(inner);
    if (found !== null && found.model !== null) return { ...found, virtual: true };
  }
  return null;
}

function identify(reading: Reading): Identity | null {
  for (const room of ROOMS) {
    const identity = room(reading);
    if (identity !== null) return identity;
  }
  return null;
}

/** What is known so far; a mask or an unknown string may not even have a vendor. */
type Known = Omit<Identity, 'vendor'> & { readonly vendor: string | null };

function named(known: Known, pciId: string | null): GpuName {
  const {
    vendor,
    model,
    variant = null,
    architecture = null,
    software,
    virtual,
    masked,
    ambiguous,
    soc,
  } = known;
  return {
    kind: kindOf(known),
    vendor,
    model,
    variant,
    architecture,
    ...(software === true ? { software } : {}),
    ...(virtual === true ? { virtual } : {}),
    ...(masked === true ? { masked } : {}),
    ...(ambiguous === true ? { ambiguous } : {}),
    ...(pciId === null ? {} : { pciId }),
    ...(soc === undefined ? {} : { soc }),
  };
}

function kindOf({ vendor, software, virtual, masked }: Known): GpuKind {
  if (software === true) return 'software';
  if (virtual === true) return 'virtual';
  if (masked === true) return 'masked';
  return vendor === null ? 'unknown' : 'gpu';
}
