// The runtime of a backend, fetched by the page before a worker asks for it: the visitor sees how
// far it is, a hiccup of the network is tried again, and a network that does not give it is named
// as such.
import type { SkippedOutcome } from '@/lib/bench/outcome';
import type { Backend } from '@/lib/core/backend';
import type { Bundle } from '@/lib/core/bundle';
import { bundleFor } from '@/lib/ort/bundles';
import { type DownloadProgress, downloadRuntime } from '@/lib/ort/download';
import { CANCELLED } from './cancelled';
import { STAGES } from './stages';

const PAUSES_MS = [1_000, 4_000];

/** What this page has fetched; the browser keeps it. */
const arrived = new Set<Bundle>();

export interface RuntimeWatch {
  readonly signal: AbortSignal;
  readonly onDownload?: (progress: DownloadProgress) => void;
}

/**
 * Fetches the files of the runtime: null once they are there; else why nothing can be measured on
 * `backend`, which is not the device's fault.
 */
export async function fetchRuntime(
  backend: Backend,
  { signal, onDownload = () => undefined }: RuntimeWatch,
): Promise<SkippedOutcome | null> {
  const bundle = bundleFor(backend);
  if (arrived.has(bundle)) return null;
  const { limitMs: silenceMs } = STAGES.downloading;
  const fetched = await downloadRuntime(bundle, {
    signal,
    silenceMs,
    pausesMs: PAUSES_MS,
    onProgress: onDownload,
  });
  if (signal.aborted) return CANCELLED;
  if (!fetched.ok) {
    const reason = `The runtime could not be fetched: ${fetched.error}.`;
    return { outcome: 'skipped', cause: 'download-failed', reason };
  }
  arrived.add(bundle);
  return null;
}
