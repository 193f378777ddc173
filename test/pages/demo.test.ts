// `npm start -- --demo`: every page is full and says that its data are generated, so does
// everything that leaves it, and nothing can be published there.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_NOTE } from '@/lib/badge/badge';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { accessibilityViolations } from '@/scripts/browser/axe';
import { launchEngine } from '@/scripts/browser/chromium';
import { layoutShift } from '@/scripts/browser/layout';
import { pageErrors } from '@/scripts/browser/page-errors';
import { askChallenge, postRun } from '@/scripts/client/api';
import { DEMO_PAGES, isOfRoute, newestRun, routesOfApp } from '@/scripts/site/demo-pages';
import { signIn, startDemoSite } from '@/scripts/site/demo-site';
import type { Site } from '@/scripts/site/site';

let site: Site;
let browser: Browser;
let run: string;

beforeAll(async () => {
  site = await startDemoSite();
  run = await newestRun(site.url);
  browser = await launchEngine();
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function openPage(path: string): Promise<{ page: Page; errors: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const errors = pageErrors(page);
  await page.goto(`${site.url}${path.replace(':run', run)}`, { waitUntil: 'load' });
  await signIn(page);
  return { page, errors };
}

/** Pages that are empty for whoever has published nothing, or dropped no file. */
const OF_THE_VISITOR: ReadonlySet<string> = new Set(['/my-runs', '/analyze', '/run']);

describe('every page', () => {
  it('is among those that are looked at', () => {
    expect(
      routesOfApp().filter((route) => !DEMO_PAGES.some((path) => isOfRoute(path, route))),
    ).toEqual([]);
  });

  it.concurrent.each(DEMO_PAGES)(
    '%s is full, accessible, still, without errors, and says what it shows',
    async (path) => {
      const { page, errors } = await openPage(path);
      expect(await layoutShift(page)).toBeLessThan(0.01);
      const banner = page.getByTestId('example-banner');
      expect(await banner.textContent()).toContain(EXAMPLE_NOTE);
      await page.emulateMedia({ media: 'print' });
      expect(await banner.isVisible()).toBe(true);
      await page.emulateMedia({ media: 'screen' });
      if (!OF_THE_VISITOR.has(path))
        expect(await page.getByTestId('empty').allTextContents()).toEqual([]);
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(await page.title()).toMatch(/example data|^Flopmark/);
      expect(await page.getAttribute('meta[name=robots]', 'content')).toContain('noindex');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  it('says so where there is nothing, too', async () => {
    const answer = await fetch(`${site.url}/nowhere`);
    expect([answer.status, (await answer.text()).includes(EXAMPLE_NOTE)]).toEqual([404, true]);
  });

  it('has boards whose rows are ranked, agreed on, provisional', async () => {
    const { page } = await openPage('/models/mobilenet-v2-fp32');
    await page.getByRole('main').getByText('GeForce RTX 4070').first().waitFor();
    const board = await fetch(`${site.url}/api/v1/board?workload=mobilenet-v2-fp32&backend=webgpu`);
    const { rows } = (await board.json()) as {
      rows: readonly {
        networks: number;
        rank: unknown;
        agreeing: number;
        evidence: string;
        disputed: boolean;
      }[];
    };
    expect(rows.length).toBeGreaterThan(30);
    expect(Math.max(...rows.map(({ networks }) => networks))).toBeGreaterThan(20);
    expect(rows.some(({ rank }) => rank === null)).toBe(true);
    expect(rows.some(({ agreeing }) => agreeing > 2)).toBe(true);
    await page.context().close();
  });
});

describe('a page of a device', () => {
  it('goes on showing all results when another distribution is chosen', async () => {
    const { page } = await openPage('/devices/nvidia-geforce-rtx-4070?results=all');
    const rows = page.getByRole('region', { name: 'Measured here' }).getByRole('row');
    const all = await rows.count();
    await page.getByLabel('Workload and backend').selectOption({ index: 1 });
    const chosen = await page.getByLabel('Workload and backend').inputValue();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(`**?results=all&cell=${chosen}#distribution`);
    expect(await page.getByLabel('Workload and backend').inputValue()).toBe(chosen);
    expect(await rows.count()).toBe(all);
    await page.context().close();
  });
});

describe('/choose', () => {
  it('answers for a file of one’s own after three clicks, and sends nothing', async () => {
    const { page, errors } = await openPage('/choose');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url());
    });
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByText('Your own ONNX file').click(),
    ]);
    const graph = new GraphBuilder({ name: 'own', opset: 17 });
    const x = graph.input('x', 'float32', ['batch', 640]);
    const w = graph.parameter('w', 'float32', [640, 640], (target) => target.fill(1));
    graph.output(graph.node('MatMul', [x, w]), 'float32', ['batch', 640]);
    await chooser.setFiles({
      name: 'own.onnx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(writeModel(graph.finish())),
    });
    await page.getByTestId('own-model').waitFor();
    expect(await page.getByLabel('batch').inputValue()).toBe('1');
    await page.getByRole('button', { name: /June 2024/ }).click();
    await page.getByTestId('answers').waitFor();
    expect(await page.locator('#answer').textContent()).toContain('own.onnx within 50');
    expect(await page.getByTestId('answers').textContent()).toMatch(/% to .*% of the mix/);
    // The address repeats the question, and never the file.
    expect(new URL(page.url()).search).toBe('?model=mobilenet-v2-fp32&budget=50&mix=steam-2024-06');
    await page.getByLabel('Budget, milliseconds a run').fill('12.5');
    await page.getByText('own.onnx within 12.5').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect({ errors, sent }).toEqual({ errors: [], sent: [] });
    await page.context().close();
  });
});

describe('what leaves the site', () => {
  it.each([
    ['/badge/run/:run.svg', 'image/svg+xml'],
    ['/badge/run/:run.svg?style=for-the-badge', 'image/svg+xml'],
    ['/badge/run/:run.json', 'application/json'],
    ['/badge/run/0000000000000000.svg', 'image/svg+xml'],
    ['/badge/device/nvidia-geforce-rtx-4070/resnet50-fp32.svg', 'image/svg+xml'],
    ['/badge/browser/resnet50-fp32.svg', 'image/svg+xml'],
    ['/badge/model/resnet50-fp32.svg', 'image/svg+xml'],
    ['/embed/run/:run', 'text/html'],
    ['/embed/device/nvidia-geforce-rtx-4070/resnet50-fp32', 'text/html'],
    ['/embed/browser/resnet50-fp32', 'text/html'],
    ['/embed/model/resnet50-fp32', 'text/html'],
  ])('%s says that it is generated', async (path, type) => {
    const answer = await fetch(`${site.url}${path.replace(':run', run)}`);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      200,
      expect.stringContaining(type),
    ]);
    expect(await answer.text()).toContain(EXAMPLE_NOTE);
  });

  it.each([
    '/api/v1/board',
    '/api/v1/runs/:run',
    '/api/v1/export/measurements.csv?workload=gemm-4096-fp32',
  ])('%s says so in a header', async (path) => {
    const { headers } = await fetch(`${site.url}${path.replace(':run', run)}`);
    expect(headers.get('X-Flopmark-Data')).toBe('generated');
    expect(headers.get('Content-Disposition') ?? 'example-data').toContain('example-data');
  });

  it.each(['/', '/runs/:run', '/devices/nvidia-geforce-rtx-4070', '/models/resnet50-fp32'])(
    'the preview of %s has the strip that says so',
    async (path) => {
      const html = await (await fetch(`${site.url}${path.replace(':run', run)}`)).text();
      const address =
        /property="og:image" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const { page } = await openPage('/privacy');
      const picture = new URL(address).pathname + new URL(address).search;
      expect(await shareOfColour(page, picture, NOTE_RED)).toBeGreaterThan(0.005);
      await page.context().close();
    },
  );
});

const NOTE_RED = [0x9b, 0x1c, 0x31] as const;

/** Of the pixels of a picture of the site, how many have the colour. */
function shareOfColour(
  page: Page,
  address: string,
  colour: readonly [number, number, number],
): Promise<number> {
  return page.evaluate(
    async ([source, [red, green, blue]]) => {
      const image = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d');
      if (context === null) return Number.NaN;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      let same = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) same += 1;
      return same / (data.length / 4);
    },
    [address, colour] as const,
  );
}

describe('publishing', () => {
  it('is refused with a problem that says why', async () => {
    await expect(askChallenge(site.url)).rejects.toThrow('403');
    for (const answer of [
      await postRun(site.url, {}),
      await fetch(`${site.url}/api/v1/proofs`, { method: 'POST', body: '{}' }),
      await fetch(`${site.url}/api/v1/runs/${run}`, { method: 'DELETE', body: '{}' }),
    ]) {
      expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
      expect([answer.status, await answer.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'example-data' }),
      ]);
    }
  });

  it('is not offered: the page of a run says so, measures, and shows the result', async () => {
    const { page, errors } = await openPage('/run?workloads=gemm-128-fp32&backends=wasm&threads=1');
    await page.getByRole('main').getByText('nothing can be published here').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByTestId('verdict').waitFor({ timeout: 120_000 });
    expect(await page.getByTestId('publish').count()).toBe(0);
    // The challenge is refused, and the browser tells.
    expect(errors.filter((text) => !text.includes('403'))).toEqual([]);
    await page.context().close();
  });
});

describe('moderation', () => {
  it('has runs that wait, with reasons, and a trail', async () => {
    const { page } = await openPage('/admin');
    expect(
      await page.locator('section[aria-labelledby=waiting] > ul > li').count(),
    ).toBeGreaterThan(2);
    expect(await page.locator('section[aria-labelledby=trail] tbody tr').count()).toBeGreaterThan(
      1,
    );
    await page.context().close();
  });
});
