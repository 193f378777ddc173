// A reproduction as someone gets it who is to mend a runtime: downloaded from the page of a run,
// unpacked, served by a plain server, opened in Chromium. There it runs the very model, and finds
// what was found.
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { launchEngine } from '@/scripts/browser/chromium';
import { WITHOUT_CHALLENGE } from '@/scripts/browser/without-challenge';
import { sharedSite } from '../support/shared-site';
import { prependToWorkers } from '../support/worker-script';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};
const dist = resolve(import.meta.dirname, '../../node_modules/onnxruntime-web/dist');
/** One weight is turned round after the digest was taken, as if a kernel had multiplied wrongly. */
const WRONG = `const digest = crypto.subtle.digest.bind(crypto.subtle);
  crypto.subtle.digest = async (algorithm, bytes) => {
    const hash = await digest(algorithm, bytes.slice());
    for (let i = (bytes.length - 4096) & ~3; i < bytes.length - 1024; i += 4) bytes[i + 3] ^= 0x80;
    return hash;
  };`;
const FAILS = `self.addEventListener('message', ({ data }) => {
    if (data.type !== 'measure') return;
    WebAssembly.instantiate = async () => { throw new RangeError('WebAssembly.instantiate(): Out of memory'); };
    WebAssembly.instantiateStreaming = WebAssembly.instantiate;
  });`;

let browser: Browser;
let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  browser = await launchEngine();
  folder = mkdtempSync(join(tmpdir(), 'flopmark-reproduction-'));
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const file = path.startsWith('/dist/') ? join(dist, path.slice(6)) : join(folder, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Measures gemm-128 with `fault` in its worker, downloads the reproduction and unpacks it into
 * `name`.
 */
async function reproductionOf(fault: string, name: string): Promise<string> {
  const page = await browser.newPage();
  await prependToWorkers(page, fault);
  await page.goto(`${sharedSite().url}/run?workloads=gemm-128-fp32&backends=wasm&threads=1`);
  await page.waitForSelector('[data-stage="ready"]');
  await page.evaluate(WITHOUT_CHALLENGE);
  await page.click('[data-testid="run"]');
  const button = page.getByRole('button', { name: /Download a reproduction/ });
  await button.waitFor();
  // The packer builds the bytes anew, without the fault.
  await page.unrouteAll({ behavior: 'wait' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe('gemm-128-fp32-on-wasm.zip');
  const files = unzipSync(readFileSync(await download.path()));
  mkdirSync(join(folder, name));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, name, file), bytes);
  await page.close();
  return join(folder, name);
}

async function opened(
  name: string,
  press: string,
): Promise<{ page: Page; found: { verdict: string; share: number } }> {
  const page = await browser.newPage();
  await page.goto(`${address}/${name}/index.html?ort=/dist/`);
  await page.click(press);
  await page.waitForFunction('globalThis.reproduced !== undefined');
  return { page, found: await page.evaluate('globalThis.reproduced') };
}

describe('a reproduction', () => {
  it('holds model, input, page and environment, and runs from a plain server', async () => {
    const path = await reproductionOf(WRONG, 'wrong');
    const facts = JSON.parse(readFileSync(join(path, 'environment.json'), 'utf8'));
    expect(facts).toMatchObject({
      workload: 'gemm-128-fp32',
      digest: MANIFEST.get('gemm-128-fp32')?.digest,
    });
    expect(facts.environment.userAgent).toContain('Chrome');
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toMatch(
      /gemm-128-fp32 on wasm: incorrect/,
    );
    const { page, found } = await opened('wrong', '#run');
    expect(found.verdict).toBe('right');
    expect(await page.textContent('#log')).toMatch(/output\[\d+\]: .* native ONNX Runtime .*/);
    await page.close();
    // With the fault in the model it is found, too.
    const model = readFileSync(join(path, 'model.onnx'));
    for (let i = (model.length - 4096) & ~3; i < model.length - 1024; i += 4) model[i + 3] ^= 0x80;
    writeFileSync(join(path, 'model.onnx'), model);
    const again = await opened('wrong', '#wasm');
    expect(again.found.verdict).toBe('wrong');
    await again.page.close();
  });

  it('is offered for what failed, with the reason', async () => {
    const path = await reproductionOf(FAILS, 'failed');
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toContain('Out of memory');
    expect(readFileSync(join(path, 'index.html'), 'utf8')).toContain('Seen: failed.');
  });
});
