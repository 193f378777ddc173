// The page while it measures, in a real Chromium: a number soon after Run, no long task on its thread, and an engine that
// takes next to nothing between samples. The quick suite's own limits are proved by `npm run bench:page`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumDriver } from '../support/drivers/chromium-driver';
import type { Driver } from '../support/drivers/driver';
import { sharedSite } from '../support/shared-site';
import { watchRun } from '../support/watched-run';

describe('the page of a run', () => {
  const site = sharedSite();
  let driver: Driver;

  beforeAll(async () => {
    driver = await chromiumDriver();
  });

  afterAll(async () => {
    await driver?.close();
  });

  it('stays out of the way of what it measures', async () => {
    const query = 'workloads=gemm-512-fp32,mobilenet-v2-fp32&backends=wasm&threads=1';
    const run = await watchRun(driver, site.url, query, 90_000);
    expect(run.payload.measurements.map(({ outcome }) => outcome)).toEqual(['measured', 'measured']);
    expect(run.longTasksMs).toEqual([]);
    // 1 % on an idle machine; tests run beside others.
    expect(run.engineShare).toBeLessThan(0.05);
    expect(run.firstNumberS).toBeLessThan(10);
    expect(run.verdictS).not.toBeNull();
  });

  it('has a verdict after the first pass of a model, and publishes what a cancelled run has measured', async () => {
    await driver.open(`${site.url}/run?workloads=gemm-128-fp32,mobilenet-v2-fp32&backends=wasm&threads=1,2`);
    await driver.waitFor('[data-stage="ready"]', 30_000);
    await driver.click('[data-testid="run"]');
    await driver.waitFor('[data-testid="verdict-so-far"]', 60_000);
    expect(await driver.evaluate("document.querySelectorAll('tbody tr').length")).toBeGreaterThan(2);
    await driver.click('[data-testid="cancel"]');
    await driver.waitFor('[data-testid="publish"]', 30_000);
  });

  it('says where a cancelled run stands, and publishes nothing of one that measured nothing', async () => {
    await driver.open(`${site.url}/run?suite=full&workloads=gemm-1024-fp32,resnet50-fp32&backends=wasm`);
    await driver.waitFor('[data-stage="ready"]', 30_000);
    await driver.click('[data-testid="run"]');
    await driver.waitFor('[data-testid="live-median"]', 30_000);
    expect(await driver.evaluate('document.title')).toBe('0 of 2 · Run · Flopmark');
    await driver.click('[data-testid="cancel"]');
    await driver.waitFor('[data-testid="verdict"]', 30_000);
    expect(await driver.evaluate('document.querySelector(\'[data-testid="verdict"]\').textContent')).toBe(
      'Cancelled before anything was measured.',
    );
    expect(await driver.evaluate('document.querySelector(\'[data-testid="publish"]\')')).toBeNull();
    expect(await driver.evaluate('document.title')).toBe('Done · Run · Flopmark');
  });
});
