// What stands on the page of a device: which address leads where, and what its kind means in words.
// Decided from the slug and from whether anything was measured there, so that every page and route
// answers alike.
import { canonicalSlug } from './aliases';
import { gpuTitle, nameOfRenderer } from './gpu-name/gpu-name';
import { peakOf } from './peaks/peaks';

export type DeviceRoute =
  | { readonly to: 'page' }
  /** A known device that nobody has measured yet. */
  | { readonly to: 'empty'; readonly title: string }
  | { readonly to: 'redirect'; readonly slug: string }
  | { readonly to: 'nothing' };

/** Slugs as this table makes them; anything else names nothing and never reaches the database. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_LENGTH = 160;

/** Whether a text can be the slug of a device. */
export const isSlug = (text: string): boolean => text.length <= MAX_LENGTH && SLUG.test(text);

/** What an address under /devices leads to: a page, another address, or nothing. */
export function routeOf(slug: string, measured: boolean): DeviceRoute {
  if (!isSlug(slug)) return { to: 'nothing' };
  if (measured) return { to: 'page' };
  const canonical = canonicalSlug(slug);
  if (canonical !== slug) return { to: 'redirect', slug: canonical };
  return peakOf(slug) === null ? { to: 'nothing' } : { to: 'empty', title: titleOfSlug(slug) };
}

function titleOfSlug(slug: string): string {
  return gpuTitle(nameOfRenderer(slug.replaceAll('-', ' ')));
}

/** The kinds that are stored with a row, in words. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  gpu: 'GPU, named by WebGPU, and by WebGL where vendor and family agree',
  soc: 'Processor, named by its GPU',
  'cpu-class':
    'Class of processors: browsers do not name the CPU, so all of one system, architecture and core count share a page',
  software: 'Software renderer: it runs on the CPU and is not ranked among GPUs',
  virtual: 'Virtual GPU: the one behind it is not known',
  masked: 'Masked: the browser hides which GPU this is, so many different ones share this page',
  declared:
    'Declared by the people who measured: the browser does not name this, and what it does say fits',
  unknown: 'Not named by the browser',
};

/** The kind of a device in words for its page. */
export function kindWords(kind: string): string {
  return KIND_WORDS[kind] ?? 'Not named by the browser';
}
