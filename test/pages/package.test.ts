// The npm package in a page without a bundler: its files served as they lie in the tarball,
// `<script type=module>`, a file chosen.

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchEngine } from '@/scripts/browser/chromium';
import { pageErrors } from '@/scripts/browser/page-errors';
import { referencePath } from '@/scripts/oracle/reference';
import { installPacked, type PackedPackage } from '../support/packed';

const PAGE = `<!doctype html><html lang="en"><title>flopmark</title>
<input type="file"><output></output>
<script type="module">
  import { countFlops } from './flopmark/index.js';
  const say = (value) => { document.querySelector('output').textContent = JSON.stringify(value); };
  document.querySelector('input').onchange = async ({ target }) => {
    try {
      const { totals, params, convention } = await countFlops(target.files[0]);
      say({ macs: totals.macs.known, params, convention });
    } catch (error) {
      say({ name: error.name, code: error.code });
    }
  };
  document.body.dataset.ready = '';
</script></html>`;

let packed: PackedPackage;
let server: Server;
let browser: Browser;
beforeAll(async () => {
  packed = installPacked();
  const folder = join(packed.folder, 'node_modules/flopmark');
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
      return;
    }
    readFile(join(folder, path.replace(/^\/flopmark/, ''))).then(
      (content) => response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await launchEngine();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  packed?.remove();
});

describe('the package in a page', () => {
  it('counts a chosen file, and says why another cannot be read', async () => {
    const page = await browser.newPage();
    const errors = pageErrors(page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForSelector('body[data-ready]');
    const said = async (): Promise<unknown> => {
      await page.waitForFunction(() => document.querySelector('output')?.textContent !== '');
      return JSON.parse((await page.textContent('output')) ?? '');
    };
    await page.setInputFiles('input', referencePath('onnx/mobilenet_v2.onnx'));
    expect(await said()).toEqual({
      macs: 300_774_272,
      params: 3_475_008,
      convention: 'flopmark-flops/1',
    });
    await page.evaluate(() => document.querySelector('output')?.replaceChildren());
    await page.setInputFiles('input', {
      name: 'a.onnx',
      mimeType: '',
      buffer: Buffer.from('<!doctype html><title>x'),
    });
    expect(await said()).toEqual({ name: 'UnreadableModelError', code: 'other-format' });
    // The icon that browsers ask for is not there.
    expect(errors.filter((error) => !error.includes('404'))).toEqual([]);
    await page.close();
  });
});
