// Builds one workload in a browser as the engine does: how long it took, and the digest of the bytes.
import { buildWorkload } from '@/lib/models/registry';

export interface BuildRequest {
  readonly id: string;
  /** Builds that are timed, after one that is not. */
  readonly timed: number;
}

export interface BuildAnswer {
  readonly digest: string;
  readonly modelBytes: number;
  /** Of the timed builds, in order. */
  readonly buildMs: readonly number[];
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function answer({ id, timed }: BuildRequest): Promise<BuildAnswer> {
  const bytes = await buildWorkload(id);
  const facts = { digest: await sha256(bytes), modelBytes: bytes.length };
  const buildMs: number[] = [];
  for (let i = 0; i < timed; i += 1) {
    const started = performance.now();
    await buildWorkload(id);
    buildMs.push(performance.now() - started);
  }
  return { ...facts, buildMs };
}

self.onmessage = ({ data }: MessageEvent<BuildRequest>): void => {
  answer(data).then(
    (value) => self.postMessage({ value }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
