// A cross-origin isolated page of a command's own, and ONNX Runtime's files beside it: for workers
// that run in a browser without the site around them.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ORT_PATH } from '@/lib/ort/version';
import { root } from '../root';

export interface IsolatedServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Body {
  readonly type: string;
  readonly body: string | Uint8Array;
}

export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** `worker` is a file that posts one message: what `measure(request)` in the page resolves with. */
const pageOf = (
  worker: string,
): string => `<!doctype html><title>${basename(worker)}</title><script>
  const measure = (request) => new Promise((resolve, reject) => {
    const worker = new Worker('/worker.mjs', { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
</script>`;

/** A module as it is, TypeScript bundled. */
async function scriptOf(worker: string): Promise<string | Uint8Array> {
  if (!worker.endsWith('.ts')) return readFileSync(join(root, worker));
  const { outputFiles } = await build({
    entryPoints: [join(root, worker)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    alias: { '@': root },
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * Serves the page, the worker (a path from the root of the repository), the runtime's files and
 * what `bodyOf` knows.
 */
export async function serveIsolated(
  worker: string,
  bodyOf: (path: string) => Promise<Body> | Body,
): Promise<IsolatedServer> {
  const answer = async (path: string): Promise<Body> => {
    if (path === '/') return { type: 'text/html', body: pageOf(worker) };
    if (path === '/worker.mjs') return { type: 'text/javascript', body: await scriptOf(worker) };
    if (path.startsWith('/dist/') || path.startsWith(ORT_PATH)) {
      const file = readFileSync(join(root, 'node_modules/onnxruntime-web/dist', basename(path)));
      return { type: path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript', body: file };
    }
    return bodyOf(path);
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/').then(
      ({ type, body }) => response.writeHead(200, { ...ISOLATED, 'Content-Type': type }).end(body),
      (error: unknown) => response.writeHead(404, ISOLATED).end(String(error)),
    );
  });
  return listening(server);
}

/** Lets `server` listen on a free port of this machine. */
export async function listening(server: Server): Promise<IsolatedServer> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
