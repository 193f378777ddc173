// What every search of the site finds: devices that somebody has measured, workloads of the
// manifest, and pages that explain. The one search of the box, /search, /devices, /compare and the
// API.
import { type Found as FoundNames, searchNames } from '../core/name-search';
import type { Database } from '../db/client';
import { type DeviceSummary, listDevices } from '../db/devices';
import { keepingReads } from '../db/kept-reads';
import type { ManifestEntry } from '../models/workload';
import { SEARCH_LENGTH } from './search-length';

export interface Found {
  readonly kind: 'device' | 'model' | 'page';
  readonly title: string;
  /** What tells it from others of like name. */
  readonly note: string;
  readonly href: string;
}

/** A page that a search leads to, beside those of devices and workloads. */
export interface NamedPage {
  readonly title: string;
  readonly note: string;
  readonly href: string;
  /** What it is found by beside its title. */
  readonly words: string;
}

export interface SearchResults {
  readonly results: readonly Found[];
  /** Nothing answers every word: these answer most of them. */
  readonly nearest: boolean;
}

/** Names that a search goes through; more devices than that are no list to search by name. */
const MOST_DEVICES = 10_000;

/** The words that people have for a family, beside its own. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  GEMM: 'matmul mm matrix multiplication multiply dense linear',
  GEMV: 'matvec matrix vector multiplication',
  Convolution: 'conv conv2d',
  Attention: 'sdpa mha transformer',
  Memory: 'bandwidth elementwise',
  Dispatch: 'launch overhead latency',
  Prediction: 'predict estimate',
  Backward: 'gradient backprop',
  'Training step': 'train backprop',
  ViT: 'vision transformer',
  GPT: 'llm language model',
  Llama: 'llm language model',
  Diffusion: 'stable diffusion unet',
  Whisper: 'speech asr',
  YOLO: 'detection detector',
};

/**
 * Whole titles first, then nets before kernels, then the likest, then the shortest id, else the
 * manifest's order.
 */
export function findWorkloads(
  manifest: Iterable<ManifestEntry>,
  query: string,
  limit: number,
): FoundNames<ManifestEntry> {
  const text = ({ id, title, family }: ManifestEntry): string =>
    `${id} ${title} ${family} ${OTHER_WORDS[family] ?? ''}`;
  const exact = ({ title }: ManifestEntry): number =>
    Number(title.toLowerCase().startsWith(query.toLowerCase()));
  const { items, nearest } = searchNames(manifest, text, query, Number.POSITIVE_INFINITY);
  const place = new Map(items.map((entry, index) => [entry, index]));
  const sorted = items.toSorted(
    (a, b) =>
      exact(b) - exact(a) ||
      Number(b.kind === 'model') - Number(a.kind === 'model') ||
      a.id.length - b.id.length ||
      (place.get(a) ?? 0) - (place.get(b) ?? 0),
  );
  return { items: sorted.slice(0, limit), nearest };
}

/**
 * Milliseconds: a search asks at every pause in typing, and none of them reads all devices anew.
 */
const LIST_KEPT_MS = 5_000;
const allDevices = keepingReads(LIST_KEPT_MS, (db) => listDevices(db, MOST_DEVICES));

/** Most networks first for an empty search, else the likest. */
export async function searchDevices(
  db: Database,
  search: string,
  limit: number,
): Promise<FoundNames<DeviceSummary>> {
  const query = search.trim().slice(0, SEARCH_LENGTH);
  if (query === '') return { items: await listDevices(db, limit), nearest: false };
  return searchNames(await allDevices(db), ({ name }) => name, query, limit);
}

/** Finds at most `limit` of each kind: devices, workloads, pages; nothing for an empty query. */
export async function findAll(
  db: Database,
  {
    manifest,
    pages,
  }: { readonly manifest: Iterable<ManifestEntry>; readonly pages: readonly NamedPage[] },
  query: string,
  limit: number,
): Promise<SearchResults> {
  const search = query.trim().slice(0, SEARCH_LENGTH);
  if (search === '') return { results: [], nearest: false };
  const devices = await searchDevices(db, search, limit);
  const workloads = findWorkloads(manifest, search, limit);
  const explaining = searchNames(pages, ({ title, words }) => `${title} ${words}`, search, limit);
  // What answers every word leaves no room for what nearly does.
  const nearest = [devices, workloads, explaining].every(
    (found) => found.nearest || found.items.length === 0,
  );
  const shown = <T>(found: FoundNames<T>): readonly T[] =>
    found.nearest && !nearest ? [] : found.items;
  const results: Found[] = [
    ...shown(devices).map(({ slug, name, workloads }) => ({
      kind: 'device' as const,
      title: name,
      note: workloads === 1 ? '1 workload' : `${workloads} workloads`,
      href: `/devices/${slug}`,
    })),
    ...shown(workloads).map(({ id, title }) => ({
      kind: 'model' as const,
      title,
      note: id,
      href: `/models/${id}`,
    })),
    ...shown(explaining).map(({ title, note, href }) => ({
      kind: 'page' as const,
      title,
      note,
      href,
    })),
  ];
  return { results, nearest: nearest && results.length > 0 };
}
