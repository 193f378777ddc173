// Numbers of the zoo for the texts: everything that a chapter says about a network comes from the
// pinned manifest and its layer tables.
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';

/** Milliseconds that a process keeps what the board says: chapters are drawn for each request. */
export const BOARD_KEPT_MS = 10_000;

/** Throws for a workload that is not pinned: a chapter would print nothing in its place. */
export function workload(id: string): ManifestEntry {
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new Error(`the workload '${id}' is not pinned`);
  return entry;
}

/** Bytes that move at least: weights and activations, each once where it is read or written. */
const bytesMoved = ({ weightBytes, activationBytes }: ManifestEntry): number =>
  weightBytes + activationBytes;

/** FLOPs per byte. */
export const intensityOf = (entry: ManifestEntry): number => entry.flops / bytesMoved(entry);

/** Backward over forward. */
export const backwardRatio = ({ backwardMacs, macs }: ManifestEntry): number => backwardMacs / macs;
