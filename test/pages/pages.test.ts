// The read side in a real Chromium: every page by axe-core, in both themes and at both widths,
// without sideways overflow, layout shift or errors; the keyboard; the theme; the badge in a page
// of another origin.
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integer } from '@/lib/core/format';
import { accessibilityViolations, OF_THEME_AND_WIDTH } from '@/scripts/browser/axe';
import { launchEngine } from '@/scripts/browser/chromium';
import { layoutShift, overflowPx } from '@/scripts/browser/layout';
import { pageErrors } from '@/scripts/browser/page-errors';
import { freePort } from '@/scripts/site/free-port';
import { type SeededSite, startSeededSite } from '@/scripts/site/seeded-site';
import { inPieces, type SlowNetwork } from '@/test/support/in-pieces';
import { leave } from '@/test/support/leave';

let site: SeededSite;
let browser: Browser;
let deviceSlug: string;

beforeAll(async () => {
  site = await startSeededSite(30);
  const board = await fetch(`${site.url}/api/v1/board?workload=gemm-1024-fp32&backend=webgpu`);
  deviceSlug = ((await board.json()) as { rows: readonly { deviceSlug: string }[] }).rows[0]
    .deviceSlug;
  browser = await launchEngine();
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function openPage(
  path: string,
  theme: 'light' | 'dark',
  width: number,
  origin = site.url,
): Promise<{ page: Page; errors: readonly string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
  });
  const page = await context.newPage();
  const errors = pageErrors(page);
  await page.goto(`${origin}${path}`, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return { page, errors };
}

/** All scripts that the page has fetched, each gzipped by itself, as the server sends it. */
async function scriptBytes(page: Page): Promise<number> {
  const addresses = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.endsWith('.js')),
  );
  let sum = 0;
  for (const address of new Set(addresses)) sum += await gzippedSize(address);
  return sum;
}

const sizes = new Map<string, number>();
async function gzippedSize(address: string): Promise<number> {
  const known = sizes.get(address);
  if (known !== undefined) return known;
  const size = gzipSync(await (await fetch(address)).arrayBuffer()).byteLength;
  sizes.set(address, size);
  return size;
}

/** Of a page to read. */
const MOST_SCRIPT_BYTES = 60_000;
/** Of /analyze, which draws and counts in the browser; /run is an application. */
const MOST_SCRIPT_BYTES_OF_ANALYZE = 120_000;

const PAGES = [
  '/',
  '/runs/:id',
  '/methodology',
  '/privacy',
  '/docs/api',
  '/data',
  '/learn',
  '/learn/roofline',
  '/learn/glossary',
  '/learn/calculator',
  '/analyze',
  '/models',
  '/models?precision=fp16&sort=networks',
  '/models/mobilenet-v2-fp32',
  '/devices',
  '/devices/:slug',
  '/devices/:slug?results=all',
  '/models/resnet50-fp32?backend=wasm&os=Windows&sort=spread',
  '/models/resnet50-fp32?view=records&layers=all',
  '/my-runs',
  '/badges?device=:slug&workload=resnet50-fp32',
  '/badges?about=run',
  '/insights',
  '/run?vs=:id',
  '/search?q=rtx',
  '/compare',
  '/compare?a=:slug&b=nvidia-geforce-rtx-3060',
];
const pathOf = (page: string): string =>
  page.replace(':id', site.runIds[0] ?? '').replace(':slug', deviceSlug);

// A phone in the dark, and then the same page on a desk in the light.
it.concurrent.each(PAGES)('%s is accessible, still and within its width', async (path) => {
  const { page, errors } = await openPage(pathOf(path), 'dark', 390);
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(await layoutShift(page)).toBeLessThan(0.01);
  expect(await overflowPx(page)).toBe(0);
  expect(await page.title()).not.toBe('');
  expect(await page.getAttribute('meta[name=description]', 'content')).toMatch(/\S/);
  if (!path.startsWith('/run?')) {
    const bytes = await scriptBytes(page);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(
      path === '/analyze' ? MOST_SCRIPT_BYTES_OF_ANALYZE : MOST_SCRIPT_BYTES,
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(await accessibilityViolations(page, OF_THEME_AND_WIDTH)).toEqual([]);
  expect(await overflowPx(page)).toBe(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

describe('over a slow network', () => {
  let network: SlowNetwork;
  beforeAll(async () => {
    network = await inPieces(site.url);
  });
  afterAll(() => network?.close());

  const DRAWN_WHILE_THEY_ARRIVE = [
    '/',
    '/models',
    '/models/resnet50-fp32',
    '/devices',
    '/devices/:slug',
    '/insights',
    '/learn/efficient-networks',
    '/docs/api',
    '/my-runs',
    '/analyze',
    '/no-such-page',
  ];
  describe.each([390, 1440])('at %i px', (width) => {
    it.concurrent.each(DRAWN_WHILE_THEY_ARRIVE)('%s stays still as it arrives', async (path) => {
      const { page } = await openPage(pathOf(path), 'light', width, network.url);
      expect(await layoutShift(page)).toBeLessThan(0.01);
      await page.context().close();
    });
  });
});

describe('pages without React', () => {
  it('count a layer anew with every size, and say what does not fit', async () => {
    const { page, errors } = await openPage('/learn/calculator', 'light', 390);
    const counts = page.locator('[data-layer-counts]');
    expect(await counts.textContent()).toContain(integer(1280 * 1000));
    await page.getByLabel('Out', { exact: true }).fill('10');
    await expect.poll(() => counts.textContent()).toContain(`${integer(12_800)}FLOPs = 2 × MACs`);
    await page.getByText('Convolution', { exact: true }).click();
    await expect.poll(() => counts.textContent()).toContain(integer(56 * 56 * 64 * 64 * 9));
    await page.getByLabel('Groups').fill('3');
    await expect.poll(() => counts.textContent()).toBe('Groups must divide both channel counts.');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('Groups').fill('');
    await expect.poll(() => counts.textContent()).toContain('Groups must be a whole number');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('copy a line, and say so', async () => {
    const { page } = await openPage(`/badges?device=${deviceSlug}`, 'light', 1440);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const button = page.getByRole('button', { name: /Markdown/ });
    await button.click();
    await page.getByRole('button', { name: 'Copied Markdown' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      `](${site.url}/devices/${deviceSlug}`,
    );
    await page.getByRole('button', { name: 'Copy Markdown' }).waitFor();
    await page.context().close();
  });

  it('list the runs of this browser and ask before one is withdrawn', async () => {
    const { page } = await openPage('/privacy', 'dark', 390);
    const [id] = site.runIds;
    const kept = {
      id,
      publishedAt: '2026-11-01T10:00:00.000Z',
      device: { slug: deviceSlug, name: 'GPU <b>' },
    };
    await page.evaluate(
      (runs) => localStorage.setItem('flopmark.runs', runs),
      JSON.stringify([kept]),
    );
    await page.goto(`${site.url}/my-runs`);
    await page.getByRole('heading', { name: 'GPU <b>' }).waitFor();
    await page.getByRole('button', { name: `Withdraw run ${id}` }).press('Enter');
    const sure = page.getByRole('button', { name: 'Withdraw it' });
    expect(await sure.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);
    // It was not published by this browser.
    await sure.click();
    await page.getByRole('alert').getByText('It is still published.').waitFor();
    expect(await page.getByRole('link', { name: id }).count()).toBe(1);
    await page.context().close();
  });

  it('say that there is nothing at an address', async () => {
    const { page } = await openPage('/models/nothing-fp32', 'light', 390);
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    await page.context().close();
  });
});

describe('devices', () => {
  const read = async (path: string): Promise<string> => (await fetch(`${site.url}${path}`)).text();

  it('are found by words of their name, in any order and case', async () => {
    const found = await read('/devices?q=4070+rtx');
    expect(found).toContain('GeForce RTX 4070');
    expect(found).not.toContain('Radeon RX 7900');
  });

  it('say so where nothing is found, with what was typed as text', async () => {
    const found = await read(`/devices?q=${encodeURIComponent('%_<script>alert(1)</script>')}`);
    expect(found).toContain('No device is called');
    expect(found).not.toContain('<script>alert(1)');
  });

  it('stand in the figure of FLOPs against time on the front page', async () => {
    expect(await read('/')).toMatch(/aria-label="FLOPs against median time of \d+ results/);
  });

  it('show their roofline, also as a table', async () => {
    const page = await read(`/devices/${deviceSlug}`);
    expect(page).toContain('aria-label="Roofline: 6 workloads under ceilings of');
    expect(page).toContain('Of its roof');
  });
});

describe('compare', () => {
  const read = async (path: string): Promise<string> => (await fetch(`${site.url}${path}`)).text();

  it('says who is faster, by how much, and over what', async () => {
    const page = await read('/compare?a=nvidia-geforce-rtx-3060&b=nvidia-geforce-rtx-4070');
    expect(page).toMatch(/RTX 4070<!-- --> is .*RTX 3060/);
    expect(page).toContain('aria-label="Ratios, times as fast as A');
    expect(page).toContain('pairs of one workload within one run only');
  });

  it('names an unknown device as text and lets another be chosen', async () => {
    const page = await read(`/compare?a=${encodeURIComponent('<b>nope')}&q=radeon`);
    expect(page).toContain('There is no device');
    expect(page).not.toContain('<b>nope');
    expect(page).toContain('/compare?a=amd-radeon-rx-7900-xtx');
  });
});

describe('boards', () => {
  it('are filtered by a form that needs no scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.url}/models/resnet50-fp32`);
    const rows = page.getByRole('list', { name: /ResNet-50, median/ }).getByRole('listitem');
    const all = await rows.count();
    await page.getByLabel('Backend').selectOption('webgpu');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(page.url()).searchParams.get('backend')).toBe('webgpu');
    expect(await rows.count()).toBeLessThan(all);
    expect(await rows.filter({ hasText: 'WASM' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Records' }).click();
    await page.getByText('fastest single attested run').waitFor();
    await context.close();
  });
});

describe('search', () => {
  it('takes the cursor by the slash key, suggests while one types and follows the chosen one', async () => {
    const { page } = await openPage('/methodology', 'light', 1440);
    const box = page.getByRole('combobox');
    const hasCursor = (): Promise<boolean> =>
      box.evaluate((element) => element === document.activeElement);
    // The key is heard once the script has taken over.
    await expect.poll(async () => page.keyboard.press('/').then(hasCursor)).toBe(true);
    await page.keyboard.type('rtx 40');
    const option = page.getByRole('option', { name: /RTX 4070/ });
    await option.waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    expect(await box.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/devices/nvidia-geforce-rtx-4070');
    await page.context().close();
  });

  it('finds what was typed before its script came', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    let letThrough = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/_next/static/**/*.js', (route) => gate.then(() => route.continue()));
    await page.goto(`${site.url}/privacy`, { waitUntil: 'commit' });
    await page.getByRole('combobox').pressSequentially('rtx 40');
    letThrough();
    await page.getByRole('option', { name: /RTX 4070/ }).waitFor();
    expect(await page.getByRole('combobox').inputValue()).toBe('rtx 40');
    await leave(page);
  });

  it('is a plain form without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByRole('combobox').fill('mobilenet');
    await page.keyboard.press('Enter');
    await page
      .getByRole('main')
      .getByRole('link', { name: /MobileNetV2 mobilenet-v2-fp32/ })
      .click();
    await page.waitForURL('**/models/mobilenet-v2-fp32');
    await context.close();
  });
});

describe('keyboard and theme', () => {
  it('leads from the first Tab to the content, and shows where the focus is', async () => {
    const { page } = await openPage('/', 'light', 1440);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    expect(
      await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle),
    ).toBe('solid');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await page.context().close();
  });

  it('opens the reasons of a quality mark by keyboard', async () => {
    const { page } = await openPage('/', 'light', 1440);
    for (const id of site.runIds) {
      await page.goto(`${site.url}/runs/${id}`);
      const mark = page.locator('details[name=quality] summary').first();
      if ((await mark.count()) === 0) continue;
      await mark.focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('details[name=quality][open] li').first().isVisible()).toBe(true);
      await page.context().close();
      return;
    }
    expect.unreachable('no seeded run has a quality flag');
  });

  it('keeps a chosen theme before the first paint of the next page', async () => {
    const { page } = await openPage('/', 'light', 1440);
    const paper = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByRole('button', { name: /theme/ }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    // Whatever the browser paints first already has the chosen theme: the attribute is set while
    // the head is parsed.
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.body !== null)
          document.documentElement.dataset.atBody ??= document.documentElement.dataset.theme;
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(`${site.url}/methodology`);
    expect(await page.getAttribute('html', 'data-at-body')).toBe('dark');
    expect(await paper()).toBe(dark);
    await page.context().close();
  });
});

describe('badge', () => {
  let embedding: Server;
  let embeddingUrl: string;
  let framing: Server;
  let framingUrl: string;

  beforeAll(async () => {
    // A page that demands CORP of everything it embeds: the strictest host a badge can meet.
    embedding = createServer((_request, response) => {
      response.writeHead(200, {
        'Content-Type': 'text/html',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(`<img src="${site.url}/badge/run/${site.runIds[0]}.svg" alt="">`);
    });
    framing = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(
        `<iframe src="${site.url}/embed/run/${site.runIds[0]}" width="360" height="132"></iframe>`,
      );
    });
    const framingPort = await freePort();
    await new Promise<void>((resolve) => framing.listen(framingPort, '127.0.0.1', resolve));
    framingUrl = `http://127.0.0.1:${framingPort}/`;
    const port = await freePort();
    await new Promise<void>((resolve) => embedding.listen(port, '127.0.0.1', resolve));
    embeddingUrl = `http://127.0.0.1:${port}/`;
  });

  afterAll(() => {
    embedding.close();
    framing.close();
  });

  it('shows in a page of another origin', async () => {
    const page = await browser.newPage();
    await page.goto(embeddingUrl, { waitUntil: 'load' });
    const size = await page.evaluate(() => {
      const image = document.querySelector('img');
      return image === null ? null : [image.naturalWidth, image.naturalHeight];
    });
    expect(size?.[0]).toBeGreaterThan(100);
    expect(size?.[1]).toBe(20);
    await page.close();
  });

  it('is a card in a frame of another origin, which leads to the run in a window of its own', async () => {
    const page = await browser.newPage();
    await page.goto(framingUrl, { waitUntil: 'load' });
    const link = page.frameLocator('iframe').locator('a');
    expect(await link.getAttribute('href')).toBe(`${site.url}/runs/${site.runIds[0]}`);
    const opened = page.context().waitForEvent('page');
    await link.click();
    expect((await opened).url()).toBe(`${site.url}/runs/${site.runIds[0]}`);
    await page.context().close();
  });

  it('follows what is chosen in the builder, and the address with it', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/badges?device=${deviceSlug}`, { waitUntil: 'networkidle' });
    const picture = page.locator('main img');
    expect(await picture.getAttribute('src')).toBe(
      `/badge/device/${deviceSlug}/mobilenet-v2-fp32.svg`,
    );
    await page.selectOption('select[name=workload]', 'resnet50-fp32');
    await page.waitForURL(/workload=resnet50-fp32/);
    await page.selectOption('select[name=style]', 'for-the-badge');
    await page.waitForURL(/style=for-the-badge/);
    const src = `/badge/device/${deviceSlug}/resnet50-fp32.svg?style=for-the-badge`;
    await page.locator(`main img[src="${src}"]`).waitFor();
    expect(await page.locator('main pre').first().textContent()).toContain(`${site.url}${src}`);
    await page.selectOption('select[name=about]', 'browser');
    await page.locator('main img[src^="/badge/browser/resnet50-fp32.svg"]').waitFor();
    await page.context().close();
  });

  it('is what a social preview shows of a run, a device and a model', async () => {
    for (const path of [
      `/runs/${site.runIds[0]}`,
      `/devices/${deviceSlug}`,
      '/models/resnet50-fp32',
    ]) {
      const html = await (await fetch(`${site.url}${path}`)).text();
      const address =
        /property="og:image" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const picture = await fetch(address);
      expect([path, picture.status, picture.headers.get('content-type')]).toEqual([
        path,
        200,
        'image/png',
      ]);
      expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    }
  });

  it('answers 200 in grey to an unknown id, 304 to its tag, and is the same each time', async () => {
    const unknown = await fetch(`${site.url}/badge/run/0123456789abcdef.svg`);
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      200,
      'image/svg+xml; charset=utf-8',
    ]);
    expect(await unknown.text()).toContain('unknown run');

    const known = await fetch(`${site.url}/badge/run/${site.runIds[0]}.svg`);
    expect(known.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(known.headers.has('cross-origin-embedder-policy')).toBe(false);
    expect(known.headers.get('cache-control')).toMatch(/s-maxage=\d+, stale-while-revalidate=\d+/);
    const etag = known.headers.get('etag') ?? '';
    const again = await fetch(`${site.url}/badge/run/${site.runIds[0]}.svg`, {
      headers: { 'If-None-Match': etag },
    });
    expect(again.status).toBe(304);
  });

  it.each(['%00', '..%2f..', '<script>', 'a'.repeat(300), "';drop table runs;--"])(
    'takes %j for unknown',
    async (id) => {
      const response = await fetch(`${site.url}/badge/run/${id}.svg`);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('unknown run');
    },
  );
});
