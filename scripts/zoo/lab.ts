// One worker of ours, bundled, on an isolated page without the site: `ask` hands it a request and
// waits for its answer. For what must be known of browsers: which bytes they build, how fast, and
// what their runtimes run.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, extname, join } from 'node:path';
import { build } from 'esbuild';
import { ORT_PATH } from '@/lib/ort/version';
import type { Driver } from '@/scripts/browser/driver';
import { ISOLATED, type IsolatedServer, listening } from '../browser/isolated-server';
import { root } from '../root';

const TYPES: Readonly<Record<string, string>> = {
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
};

/**
 * Every request gets a worker of its own, so that its memory goes with it; answers are kept by key
 * until they are read.
 */
const PAGE = `<!doctype html><title>lab</title><script>
  const answers = {};
  const ask = (key, request) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    const end = (answer) => { worker.terminate(); answers[key] = answer; };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (event) => end({ error: String(event.message || 'the worker did not start') });
    worker.postMessage(request);
  };
</script>`;

/** Serves `entry`, a module under scripts/, as the worker. */
export async function serveLab(entry: string): Promise<IsolatedServer> {
  const { outputFiles } = await build({
    entryPoints: { worker: join(root, entry) },
    bundle: true,
    write: false,
    splitting: true,
    format: 'esm',
    outdir: '/',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { '@': root },
    external: ['node:*', 'module', 'worker_threads'],
  });
  const files = new Map<string, string | Uint8Array>(
    outputFiles.map(({ path, contents }) => [path, contents]),
  );
  files.set('/', PAGE);
  const server = createServer(({ url = '/' }, response) => {
    const found = url.startsWith(ORT_PATH)
      ? readFileSync(join(root, 'node_modules/onnxruntime-web/dist', basename(url)))
      : files.get(url);
    const type = TYPES[url === '/' ? '.html' : extname(url)] ?? 'text/javascript';
    response
      .writeHead(found === undefined ? 404 : 200, { ...ISOLATED, 'Content-Type': type })
      .end(found);
  });
  return listening(server);
}

const POLL_MS = 50;
let asked = 0;

/** @throws Error with what the worker says, or after `limitMs`. */
export async function ask<T>(
  driver: Pick<Driver, 'name' | 'evaluate'>,
  request: unknown,
  limitMs: number,
): Promise<T> {
  asked += 1;
  const key = String(asked);
  await driver.evaluate(`(ask('${key}', ${JSON.stringify(request)}), null)`);
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    const answer = await driver.evaluate<string | null>(
      `JSON.stringify(answers['${key}'] ?? null)`,
    );
    const parsed = JSON.parse(answer ?? 'null') as {
      readonly error?: string;
      readonly value?: T;
    } | null;
    if (parsed?.error !== undefined) throw new Error(parsed.error);
    if (parsed?.value !== undefined) return parsed.value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`no answer from ${driver.name} within ${limitMs} ms`);
}
