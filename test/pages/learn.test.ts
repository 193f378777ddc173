// A chapter in a real browser: isolated, its claim measured by the engine, its answer set into the
// page without moving anything, and the old address leading to the new one.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '@/scripts/browser/axe';
import { launchEngine } from '@/scripts/browser/chromium';
import { pageErrors } from '@/scripts/browser/page-errors';
import { sharedSite } from '../support/shared-site';

let browser: Browser;
beforeAll(async () => {
  browser = await launchEngine();
});
afterAll(() => browser.close());

async function open(path: string, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const errors = pageErrors(page);
  await page.goto(`${sharedSite().url}${path}`);
  return { page, errors };
}

describe('a chapter that measures', () => {
  it('is isolated, fills in times and an answer, and moves nothing', async () => {
    const { page, errors } = await open('/learn/pruning');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & { readonly value: number }).value);
      }).observe({ type: 'layout-shift' });
    });
    await page.getByRole('button', { name: 'Measure it here' }).click();
    await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: 120_000 });
    const section = page.locator('[data-measure=zeros]');
    for (const key of ['whole', 'scattered', 'channels'])
      expect(
        await section.locator(`[data-configuration=${key}] [data-time]`).textContent(),
      ).toMatch(/^\d.*s( ±|$)/);
    expect(await section.locator('[data-answer]').textContent()).toMatch(
      /With scattered zeros the layer is .* the whole one/,
    );
    expect(
      await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts),
    ).toEqual([]);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('can be cancelled', async () => {
    const { page } = await open('/learn/roofline');
    await page.getByRole('button', { name: 'Measure it here' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.locator('[data-answer]').textContent()).toBe('Cancelled.');
    await page.context().close();
  });

  it('reads without scripts, and says what needs them', async () => {
    const { page } = await open('/learn/precision', false);
    expect(await page.locator('[data-measure] noscript p').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Measure it here' }).isDisabled()).toBe(true);
    expect(await page.locator('figure svg[role=img]').count()).toBeGreaterThan(0);
    await page.context().close();
  });
});

describe('the calculator', () => {
  it('counts what its address says, with and without scripts', async () => {
    const address =
      '/learn/calculator?kind=decoder&tokens=1&past=64&width=64&heads=4&kept=2&inner=128&batch=1';
    for (const scripts of [true, false]) {
      const { page } = await open(address, scripts);
      const macs = 64 * 64 * 2 * 1.5 + 2 * 65 * 64 + 3 * 64 * 128;
      expect(
        (await page.locator('[data-layer-counts]').textContent())?.replace(/\u2009/g, ''),
      ).toContain(String(macs));
      await page.context().close();
    }
  });
});

it('leads from the old address to the first chapter', async () => {
  const { page } = await open('/learn/flops');
  expect(new URL(page.url()).pathname).toBe('/learn/what-a-flop-is');
  await page.context().close();
});
