// Builds one workload in a browser as the engine does: the digest of the bytes, or how long it
// takes.
import { buildWorkload } from '@/lib/models/registry';

export type BuildRequest =
  | { readonly want: 'digest'; readonly id: string }
  /** Times of `builds` builds, the first of them cold. */
  | { readonly want: 'times'; readonly id: string; readonly builds: number };

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function timesOf(id: string, builds: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < builds; i += 1) {
    const started = performance.now();
    await buildWorkload(id);
    times.push(performance.now() - started);
  }
  return times;
}

const answer = async (request: BuildRequest): Promise<string | readonly number[]> =>
  request.want === 'digest'
    ? sha256(await buildWorkload(request.id))
    : timesOf(request.id, request.builds);

self.onmessage = ({ data }: MessageEvent<BuildRequest>): void => {
  answer(data).then(
    (value) => self.postMessage({ value }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
