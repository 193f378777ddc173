// Nothing scrolls sideways on the narrowest phones, on any page, with real data. Tables that scroll
// by themselves are marked as such (app/_components/table-scroll.tsx) and do not widen the page.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchEngine } from '@/scripts/browser/chromium';
import { type SeededSite, startSeededSite } from '@/scripts/site/seeded-site';

let site: SeededSite;
let browser: Browser;
let paths: readonly string[];

beforeAll(async () => {
  site = await startSeededSite(30);
  browser = await launchEngine();
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

const WIDTHS = [320, 360] as const;

/** What sticks out of the page, in words to mend it by; null where nothing does. */
const tooWide = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    // The deepest elements that stick out.
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

it('no page is wider than the screen', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wide: string[] = [];
  for (const path of paths) {
    await page.setViewportSize({ width: WIDTHS[0], height: 700 });
    await page.goto(`${site.url}${path}`, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 700 });
      const found = await tooWide(page);
      if (found !== null) wide.push(`${path} at ${width} px: ${found}`);
    }
  }
  await context.close();
  expect(wide).toEqual([]);
});
