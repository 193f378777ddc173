// The runs that this browser published, kept here so that their owner finds them again and can take
// them back.
import { RUN_ID } from '@/lib/submission/run-id';
import type { BrowserStore } from './browser-store';

const STORE = 'flopmark.runs';
/** Older ones are forgotten here; they stay published. */
const MOST = 200;

export interface MyRun {
  readonly id: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** Of the headline result; runs that were kept before this was have none. */
  readonly device?: { readonly slug: string; readonly name: string };
  readonly result?: string;
}

type Store = Pick<BrowserStore, 'getItem' | 'setItem'>;

/** Newest first; what cannot be read is left out. */
export function myRuns(store: Store): MyRun[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(STORE) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap((entry) => readRun(entry) ?? []) : [];
  } catch {
    return [];
  }
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** By hand, because a validator would be most of what the page loads. */
function readRun(entry: unknown): MyRun | null {
  if (!isFields(entry)) return null;
  const { id, publishedAt, device, result } = entry;
  if (typeof id !== 'string' || !RUN_ID.test(id)) return null;
  if (typeof publishedAt !== 'string' || Number.isNaN(Date.parse(publishedAt))) return null;
  return {
    id,
    publishedAt,
    ...(isFields(device) &&
      typeof device.slug === 'string' &&
      typeof device.name === 'string' && { device: { slug: device.slug, name: device.name } }),
    ...(typeof result === 'string' && { result }),
  };
}

/**
 * Puts a published run at the head of this browser's list; false where the browser does not keep
 * it.
 */
export function rememberRun(store: Store, run: MyRun): boolean {
  return store.setItem(
    STORE,
    JSON.stringify([run, ...myRuns(store).filter(({ id }) => id !== run.id)].slice(0, MOST)),
  );
}

/** Takes a run off this browser's list. */
export function forgetRun(store: Store, id: string): void {
  store.setItem(STORE, JSON.stringify(myRuns(store).filter((run) => run.id !== id)));
}
