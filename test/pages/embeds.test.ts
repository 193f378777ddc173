// Cards and badges in the pages of others, those that are cross-origin isolated too, in a real
// Chromium.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchEngine } from '@/scripts/browser/chromium';
import { type SeededSite, startSeededSite } from '@/scripts/site/seeded-site';

let site: SeededSite;
let browser: Browser;
let host: Server;
let hostUrl: string;

beforeAll(async () => {
  site = await startSeededSite(6);
  browser = await launchEngine();
  host = createServer((request, response) => {
    const [, mode = ''] = (request.url ?? '').split('/');
    const policy = {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': mode,
    };
    response.writeHead(200, { 'Content-Type': 'text/html', ...(mode === 'none' ? {} : policy) });
    response.end(`<!doctype html>
      <iframe src="${site.url}/embed/run/${site.runIds[0]}"></iframe>
      <iframe src="${site.url}/embed/model/mobilenet-v2-fp32"></iframe>
      <img src="${site.url}/badge/model/mobilenet-v2-fp32.svg" alt="">`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  host?.close();
  await site?.stop();
});

describe.each(['require-corp', 'credentialless', 'none'])(
  'in a page with embedder policy %s',
  (mode) => {
    it('cards and badges are shown', async () => {
      const page = await browser.newPage();
      const failed: string[] = [];
      page.on('requestfailed', (request) =>
        failed.push(`${request.url()}: ${request.failure()?.errorText}`),
      );
      await page.goto(`${hostUrl}/${mode}`, { waitUntil: 'load' });
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(mode !== 'none');
      const cards = page.frames().filter((frame) => frame.url().includes('/embed/'));
      expect(cards).toHaveLength(2);
      for (const card of cards) expect(await card.locator('a').first().textContent()).not.toBe('');
      const width = await page
        .locator('img')
        .evaluate((img) => (img as HTMLImageElement).naturalWidth);
      expect(width).toBeGreaterThan(0);
      expect(failed).toEqual([]);
      await page.close();
    });
  },
);
