// /analyze in a real Chromium: a file is chosen, counted in a worker, bound, searched, saved, and never sent anywhere.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { accessibilityViolations } from '../support/axe';
import { launchChromium } from '../support/chromium';
import { sharedSite } from '../support/shared-site';

const site = sharedSite();
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

/** Two blocks of a matrix product and a ReLU on a batch that the file leaves open. */
function model(): Buffer {
  const g = new GraphBuilder({ name: 'blocks', opset: 17 });
  let x = g.input('x', 'float32', ['batch', 8]);
  for (const block of ['first', 'second']) {
    const w = g.parameter(`${block}.w`, 'float32', [8, 8], (target) => target.fill(1));
    x = g.node('MatMul', [x, w], {}, { name: `/${block}/MatMul` });
    x = g.node('Relu', [x], {}, { name: `/${block}/Relu` });
  }
  g.output(x, 'float32', ['batch', 8]);
  return Buffer.from(writeModel(g.finish()));
}

interface Visit {
  readonly page: Page;
  readonly errors: string[];
  /** Requests that carried a body or left the site. */
  readonly sent: string[];
}

async function visit(): Promise<Visit> {
  const page = await browser.newPage();
  const errors: string[] = [];
  const sent: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('request', (request) => {
    const local = request.url().startsWith(site.url) || request.url().startsWith('blob:');
    if (request.method() !== 'GET' || !local) sent.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(`${site.url}/analyze`, { waitUntil: 'networkidle' });
  return { page, errors, sent };
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer });

describe('/analyze', () => {
  it('counts a file, binds its batch, searches, folds and saves, and sends nothing', async () => {
    const { page, errors, sent } = await visit();
    expect(await page.textContent('main')).toContain('never leaves your browser');
    await choose(page, 'blocks.onnx', model());
    await page.waitForSelector('[data-stage=done]');
    expect(await page.textContent('[data-testid=coverage]')).toContain('0 of 4 nodes are counted');

    await page.fill('input[placeholder=unknown]', '3');
    await page.waitForSelector('[data-testid=totals] dd[data-exact="768"]');
    expect(await page.textContent('[data-testid=coverage]')).toContain('All 4 nodes are counted');

    const layers = page.getByTestId('layers');
    await page.getByRole('button', { name: 'Fold all' }).click();
    expect(await layers.locator('tbody tr').count()).toBe(2);
    await page.getByLabel('Search layers').fill('second/relu');
    expect(await layers.locator('tbody tr').count()).toBe(2);
    await page.getByLabel('Search layers').fill('');
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await layers.locator('tbody tr').count()).toBe(6);
    await layers.getByRole('button', { name: 'MACs' }).click();
    expect(await layers.locator('th[aria-sort=descending]').textContent()).toBe('MACs');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save JSON' }).click();
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(saved).toMatchObject({ file: 'blocks.onnx', macs: 384, params: 128, bind: { batch: 3 } });
    expect(await accessibilityViolations(page)).toEqual([]);
    expect({ errors, sent }).toEqual({ errors: [], sent: [] });
    await page.close();
  });

  it('measures the file here once its dimensions are bound, and sends nothing', async () => {
    const { page, errors, sent } = await visit();
    await choose(page, 'blocks.onnx', model());
    const measure = page.getByRole('button', { name: 'Measure', exact: true });
    expect(await measure.isDisabled()).toBe(true);
    await page.getByText('Bind batch first').waitFor();
    await page.getByLabel(/^batch/).fill('64');
    await measure.click();
    await page.getByRole('button', { name: 'Measure again' }).waitFor();
    const wasm = page.getByTestId('own-results').getByRole('row', { name: /WASM/ });
    expect(await wasm.count()).toBeGreaterThan(0);
    expect(await wasm.first().textContent()).toMatch(/1 thread[\s\S]*[µm]s[\s\S]*FLOPS[\s\S]*%[\s\S]*GFLOPS/);
    expect(Number(await wasm.first().locator('[data-ms]').getAttribute('data-ms'))).toBeGreaterThan(0);
    expect(
      await page
        .getByTestId('own-results')
        .getByRole('row', { name: /WebGPU/ })
        .count(),
    ).toBe(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    // Other extents are another model.
    await page.getByLabel(/^batch/).fill('32');
    await page.getByTestId('own-results').waitFor({ state: 'detached' });
    await measure.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await measure.waitFor();
    expect({ errors, sent }).toEqual({ errors: [], sent: [] });
    await page.close();
  }, 180_000);

  it('tells why the runtime refuses a file', async () => {
    const { page } = await visit();
    const g = new GraphBuilder({ name: 'odd', opset: 17, domains: { acme: 1 } });
    const x = g.input('x', 'float32', [4]);
    g.output(g.node('Frobnicate', [x], {}, { domain: 'acme' }), 'float32', [4]);
    await choose(page, 'odd.onnx', Buffer.from(writeModel(g.finish())));
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await page.getByRole('button', { name: 'Measure again' }).waitFor();
    expect(await page.getByTestId('own-results').textContent()).toMatch(/Frobnicate/);
    await page.close();
  }, 120_000);

  it('says why a file cannot be read', async () => {
    const { page, errors } = await visit();
    await choose(page, 'cut.onnx', model().subarray(0, 200));
    await page.waitForSelector('[data-stage=failed]');
    expect(await page.getByRole('alert').filter({ hasText: 'cut.onnx' }).textContent()).toMatch(
      /truncated at byte \d+/,
    );
    expect(errors).toEqual([]);
    await page.close();
  });
});
