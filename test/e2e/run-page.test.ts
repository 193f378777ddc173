// The page while it measures, in a real Chromium: what appears, and in which order. How soon it
// does, how long the page's tasks are and what the engine takes between samples depends on the
// machine: `npm run -s flopmark -- measure page` has the limits of that.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { watchRun } from '@/scripts/browser/watched-run';
import { sharedSite } from '../support/shared-site';

describe('the page of a run', () => {
  const site = sharedSite();
  let driver: Driver;

  beforeAll(async () => {
    driver = await chromiumDriver();
  });

  afterAll(async () => {
    await driver?.close();
  });

  it('shows a number, then a verdict, then the end', async () => {
    const query = 'workloads=gemm-512-fp32,mobilenet-v2-fp32&backends=wasm&threads=1';
    const run = await watchRun(driver, site.url, query, PATIENCE_MS);
    expect(run.payload.measurements.map(({ outcome }) => outcome)).toEqual([
      'measured',
      'measured',
    ]);
    const { firstNumberS, verdictS, endS } = run;
    if (firstNumberS === null || verdictS === null) throw new Error('nothing was shown');
    expect([firstNumberS, verdictS, endS]).toEqual(
      [firstNumberS, verdictS, endS].toSorted((a, b) => a - b),
    );
  });

  it('has a verdict after the first pass of a model, and publishes what a cancelled run has measured', async () => {
    await driver.open(
      `${site.url}/run?workloads=gemm-128-fp32,mobilenet-v2-fp32&backends=wasm&threads=1,2`,
    );
    await driver.waitFor('[data-stage="ready"]');
    await driver.click('[data-testid="run"]');
    await driver.waitFor('[data-testid="verdict-so-far"]');
    expect(await driver.evaluate("document.querySelectorAll('tbody tr').length")).toBeGreaterThan(
      2,
    );
    await driver.click('[data-testid="cancel"]');
    await driver.waitFor('[data-testid="publish"]');
  });

  it('says where a cancelled run stands, and publishes nothing of one that measured nothing', async () => {
    // Two networks of which not even a pass is over in a second.
    await driver.open(
      `${site.url}/run?suite=full&workloads=resnet50-fp32,resnext50-32x4d-fp32&backends=wasm`,
    );
    await driver.waitFor('[data-stage="ready"]');
    await driver.click('[data-testid="run"]');
    await driver.waitFor('[data-testid="live-median"]');
    expect(await driver.evaluate('document.title')).toBe('0 of 2 · Run · Flopmark');
    await driver.click('[data-testid="cancel"]');
    await driver.waitFor('[data-testid="verdict"]');
    expect(
      await driver.evaluate('document.querySelector(\'[data-testid="verdict"]\').textContent'),
    ).toBe('Cancelled before anything was measured.');
    expect(await driver.evaluate('document.querySelector(\'[data-testid="publish"]\')')).toBeNull();
    expect(await driver.evaluate('document.title')).toBe('Done · Run · Flopmark');
  });
});
