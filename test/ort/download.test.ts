// The runtime over networks as they are: a real server that blocks, stalls, truncates or answers
// with a login page, and in between gives the file.
import { statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bundle } from '@/lib/core/bundle';
import { RUNTIME_FILES } from '@/lib/ort/bundles';
import { type DownloadProgress, downloadRuntime } from '@/lib/ort/download';

const dist = resolve(import.meta.dirname, '../../node_modules/onnxruntime-web/dist');

/** How each request for a .wasm file is answered, the first one first; then the file is given. */
let script: ((response: ServerResponse, whole: Buffer) => void)[] = [];
let asked: string[] = [];
/** Called where the runtime's WebAssembly has been asked for. */
let onAsked = (): void => undefined;
/** Silence after which a download counts as stalled: longer than any pause of a busy machine. */
const SILENCE_MS = 3000;

const body = (name: string, bytes: number): Buffer => {
  const whole = Buffer.alloc(bytes, 1);
  if (name.endsWith('.wasm')) whole.write('\0asm', 0, 'latin1');
  return whole;
};
const sizes = new Map(
  Object.values(RUNTIME_FILES)
    .flat()
    .map(({ name, bytes }) => [name, bytes]),
);

const server = createServer((request, response) => {
  const name = request.url?.split('/').at(-1) ?? '';
  const whole = body(name, sizes.get(name) ?? 0);
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
  asked.push(name);
  if (name.endsWith('.wasm')) onAsked();
  const fault = name.endsWith('.wasm') ? script.shift() : undefined;
  if (fault !== undefined) return fault(response, whole);
  response.writeHead(200, { 'Content-Type': type }).end(whole);
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  Object.assign(globalThis, { self: { location: { origin: `http://127.0.0.1:${port}` } } });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  Reflect.deleteProperty(globalThis, 'self');
});
beforeEach(() => {
  script = [];
  asked = [];
  onAsked = () => undefined;
});

function download(pausesMs: readonly number[] = [0, 0], signal = new AbortController().signal) {
  const seen: DownloadProgress[] = [];
  const options = {
    signal,
    silenceMs: SILENCE_MS,
    pausesMs,
    onProgress: (one: DownloadProgress) => void seen.push(one),
  };
  return downloadRuntime('wasm', options).then((result) => ({ result, seen }));
}

const blocked = (response: ServerResponse): void => void response.writeHead(403).end('blocked');
const login = (response: ServerResponse): void =>
  void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in');
const masked = (response: ServerResponse, whole: Buffer): void =>
  void response
    .writeHead(200, { 'Content-Type': 'application/wasm' })
    .end(Buffer.alloc(whole.length, 60));
const stalled = (response: ServerResponse, whole: Buffer): void =>
  void response
    .writeHead(200, { 'Content-Type': 'application/wasm' })
    .write(whole.subarray(0, 1000));
const truncated = (response: ServerResponse, whole: Buffer): void =>
  void response.writeHead(200, { 'Content-Type': 'application/wasm' }).end(whole.subarray(0, 1000));
const reset = (response: ServerResponse): void => void response.destroy();

describe('the runtime', () => {
  it('has the sizes of the pinned package', () => {
    for (const bundle of Object.keys(RUNTIME_FILES) as Bundle[])
      for (const { name, bytes } of RUNTIME_FILES[bundle])
        expect([name, bytes]).toEqual([name, statSync(join(dist, name)).size]);
  });

  it('comes with its progress up to the whole', async () => {
    const { result, seen } = await download();
    expect(result.ok).toBe(true);
    const last = seen.at(-1);
    expect(last?.loadedBytes).toBe(last?.wholeBytes);
    expect(seen.map(({ loadedBytes }) => loadedBytes)).toEqual(
      seen.map(({ loadedBytes }) => loadedBytes).toSorted((a, b) => a - b),
    );
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['is blocked', blocked, /answered with 403/],
    ['is a login page', login, /web page in its place/],
    ['is something else by its bytes', masked, /is no WebAssembly/],
    ['stops half-way', stalled, /nothing came for 3 s/],
    ['comes short', truncated, /came with 1000 of its/],
    ['is cut off', reset, /was not answered/],
  ])('is tried again when it %s, and named when it stays so', async (_how, fault, words) => {
    script = [fault];
    const once = await download();
    expect(once.result.ok).toBe(true);
    expect(once.seen.at(-1)?.attempt).toBe(2);
    script = [fault, fault, fault];
    const thrice = await download();
    expect(thrice.result.ok ? '' : thrice.result.error).toMatch(words);
  });

  it('is given up when the visitor cancels', async () => {
    const control = new AbortController();
    script = [stalled, stalled, stalled];
    onAsked = () => control.abort();
    const { result } = await download([0, 0], control.signal);
    expect(result.ok ? '' : result.error).toContain('was cancelled');
    expect(asked.filter((name) => name.endsWith('.wasm'))).toHaveLength(1);
  });
});
