// One module of ours, bundled, on an isolated page of its own: for reading in a browser what a
// module does there, without building the site. The module's exports are on `globalThis.subject`.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export interface BundledPage {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves a page with `source` (TypeScript, resolved from the repository's root) bundled into it.
 */
export async function serveBundled(source: string): Promise<BundledPage> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'subject',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { '@': root },
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/subject.js';
    response.writeHead(200, {
      ...ISOLATED,
      'Content-Type': isScript ? 'text/javascript' : 'text/html; charset=utf-8',
    });
    response.end(
      isScript
        ? script
        : '<!doctype html><html lang="en"><title>subject</title><main><h1>subject</h1><div id="root"></div></main><script src="/subject.js"></script></html>',
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
