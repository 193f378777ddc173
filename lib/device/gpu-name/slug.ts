// The address of a device, stable for as long as its name is: kind, vendor and model in lower case.
// Categories that are no hardware carry their kind in front, so that a virtual RTX 3050 never
// shares a page with a real one.
import type { GpuName } from './name';

/**
 * A text in lower case with hyphens, for an address; `+` is spelled out, because models differ by
 * it.
 */
export function slugText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('+', '-plus')
    .replaceAll('/', '-or-')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** What the slug of a device whose model no table has ends with: one for each vendor and kind. */
export const UNLISTED_MODEL = 'unlisted-model';

/** The address part of a name: one for each device that a board tells apart. */
export function gpuSlug(name: GpuName): string {
  const vendor = name.vendor === null ? [] : [slugText(name.vendor)];
  if (name.kind === 'unknown') return 'unknown-gpu';
  if (name.kind === 'masked') return ['masked', ...vendor, 'gpu'].join('-');
  const category = name.kind === 'gpu' ? [] : [name.kind];
  return [...category, ...vendor, ...product(name)].join('-');
}

function product({ model, architecture, unlisted }: GpuName): string[] {
  if (unlisted === true) return [UNLISTED_MODEL];
  if (model !== null) return [slugText(model)];
  return architecture === null ? ['unknown-model'] : ['family', slugText(architecture)];
}

/**
 * What a person reads: "NVIDIA GeForce RTX 4090", "AMD rdna-2 (model not named)", "Apple GPU,
 * masked by the browser".
 */
export function gpuTitle(name: GpuName): string {
  const vendor = name.vendor === null ? '' : `${name.vendor} `;
  switch (name.kind) {
    case 'unknown':
      return 'Unknown GPU';
    case 'masked':
      return `${vendor}GPU, masked by the browser`;
    case 'software':
      return `${vendor}${name.model ?? name.architecture ?? 'renderer'} (software)`;
    case 'virtual':
      return `${vendor}${name.model ?? 'GPU'} (${name.unlisted === true ? 'virtual, model not listed' : 'virtual'})`;
    case 'gpu':
      if (name.unlisted === true) return `${vendor}GPU (model not listed)`;
      return name.model === null
        ? `${vendor}${name.architecture ?? 'GPU'} (model not named)`
        : `${vendor}${name.model}`;
  }
}
