// Serves the bare loop, the runtime's own files and the bytes of the workloads, isolated like /run.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { root } from '../root';

export interface BareServer {
  readonly url: string;
  stop(): Promise<void>;
}

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const PAGE = `<!doctype html><title>bare loop</title><script>
  const measure = (workload, capMs) => new Promise((resolve, reject) => {
    const worker = new Worker('/bare-loop.mjs', { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ workload, capMs });
  });
</script>`;

async function bodyOf(path: string): Promise<{ type: string; body: string | Uint8Array }> {
  if (path === '/') return { type: 'text/html', body: PAGE };
  if (path === '/bare-loop.mjs') {
    return { type: 'text/javascript', body: readFileSync(join(root, 'scripts/fidelity/bare-loop.mjs')) };
  }
  if (path.startsWith('/dist/')) {
    const file = readFileSync(join(root, 'node_modules/onnxruntime-web/dist', basename(path)));
    return { type: path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript', body: file };
  }
  const [, id, part, name] = path.split('/');
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new RangeError(`nothing at ${path}`);
  if (part === 'model.onnx') return { type: 'application/octet-stream', body: await buildWorkload(id) };
  if (part === 'inputs.json') return { type: 'application/json', body: JSON.stringify(entry.inputs) };
  const spec = entry.inputs.find((input) => input.name === decodeURIComponent(name));
  if (spec === undefined) throw new RangeError(`no input at ${path}`);
  const values = generateInput(spec, entry.golden[0].seed);
  return { type: 'application/octet-stream', body: new Uint8Array(values.buffer) };
}

export async function serveBareLoop(): Promise<BareServer> {
  const server = createServer((request, response) => {
    bodyOf(request.url ?? '/').then(
      ({ type, body }) => response.writeHead(200, { ...ISOLATED, 'Content-Type': type }).end(body),
      (error: unknown) => response.writeHead(404, ISOLATED).end(String(error)),
    );
  });
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
