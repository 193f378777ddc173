// Nothing scrolls sideways on the narrowest phones, on any page, with real data. Tables that scroll
// by themselves are marked as such (app/_components/table-scroll.tsx) and do not widen the page.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '@/scripts/browser/chromium';
import { type SeededSite, startSeededSite } from '@/scripts/site/seeded-site';

let site: SeededSite;
let browser: Browser;
let paths: readonly string[];

beforeAll(async () => {
  site = await startSeededSite(30);
  browser = await launchChromium();
  const board = await fetch(`${site.url}/api/v1/board?workload=gemm-1024-fp32`);
  const { rows } = (await board.json()) as {
    readonly rows: readonly { readonly deviceSlug: string }[];
  };
  const slugs = [...new Set(rows.map(({ deviceSlug }) => deviceSlug))];
  const compared = slugs.slice(0, 2).map((slug, index) => `${'ab'[index]}=${slug}`);
  paths = [
    '/',
    '/models',
    '/models/mobilenet-v2-fp32',
    '/models/gemm-1024-fp32?view=records',
    '/models/gemm-1024-fp32?trust=unverified',
    '/models/clip-vit-b-32-text-fp32?layers=all',
    '/devices',
    '/devices?q=4090',
    ...slugs.map((slug) => `/devices/${slug}`),
    ...site.runIds.slice(-6).map((id) => `/runs/${id}`),
    `/compare?${compared.join('&')}`,
    '/search?q=rtx4070',
    '/insights',
    '/badges',
    '/run',
    '/analyze',
    '/my-runs',
    '/learn',
    '/learn/roofline',
    '/learn/calculator',
    '/methodology',
    '/docs/api',
    '/data',
    '/privacy',
    '/admin',
    '/no-such-page',
  ];
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

describe.each([320, 360])('at %i px', (width) => {
  it('no page is wider than the screen', async () => {
    const context = await browser.newContext({ viewport: { width, height: 700 } });
    const page = await context.newPage();
    const wide: string[] = [];
    for (const path of paths) {
      await page.goto(`${site.url}${path}`, { waitUntil: 'load' });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const found = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return null;
        // The deepest elements that stick out, to know what to mend.
        const out = [...document.body.querySelectorAll('*')].filter(
          (element) =>
            element.getBoundingClientRect().right > clientWidth + 0.5 &&
            element.closest('[data-scrolls], .scrolls, [tabindex="0"][role=region]') === null,
        );
        const named = out
          .slice(-3)
          .map((element) => `${element.tagName}.${element.className}`.slice(0, 120));
        return `${scrollWidth} px: ${named.join(' | ')}`;
      });
      if (found !== null) wide.push(`${path} ${found}`);
    }
    await context.close();
    expect(wide).toEqual([]);
  });
});
