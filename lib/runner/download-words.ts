// How far the runtime is, in words: on every page that fetches it.
import type { DownloadProgress } from '@/lib/ort/download';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Unpacked: what a server or a proxy sends is smaller, and not known here. */
export function downloadWords({ loadedBytes, wholeBytes, attempt }: DownloadProgress): string {
  const tries = attempt === 1 ? '' : `, try ${attempt}`;
  const [loaded, whole] = [megabytes(loadedBytes), megabytes(wholeBytes)];
  return `Fetching the runtime: ${loaded} of ${whole} MB unpacked${tries}`;
}
