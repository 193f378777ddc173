// Other work on the machine, made by this test: the rows that it disturbs are named, and may be
// measured again before anything is published; what is stored are the new samples.
import { cpus } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { readPayload } from '@/scripts/browser/payload';
import { underLoad } from '@/scripts/measure/estimator/loads';
import { sharedSite } from '../support/shared-site';

describe('a run beside other work', () => {
  const site = sharedSite();
  let driver: Driver;

  beforeAll(async () => {
    driver = await chromiumDriver();
  });

  afterAll(async () => {
    await driver?.close();
  });

  it('says which rows were disturbed, and publishes what was measured again', async () => {
    const cores = cpus().length;
    await driver.open(`${site.url}/run?workloads=gemm-256-fp32&backends=wasm&threads=${cores}`);
    await driver.waitFor('[data-stage="ready"]');
    const everyCore = {
      name: 'all',
      words: 'every core, all the time',
      shares: Array.from({ length: cores }, () => 1),
    };
    await underLoad(everyCore, async () => {
      await driver.click('[data-testid="run"]');
      await driver.waitFor('[data-stage="finished"]');
    });
    const before = await readPayload(driver);
    expect(
      await driver.evaluate('document.querySelector(\'[data-testid="disturbed"]\').textContent'),
    ).toContain('256');

    await driver.click('[data-testid="repeat"]');
    await driver.waitFor('[data-stage="running"]');
    await driver.waitFor('[data-stage="finished"]');
    const after = await readPayload(driver);
    expect(after.ticket).toBe(before.ticket);
    expect(after.measurements).toHaveLength(1);
    const [was, is] = [before.measurements[0], after.measurements[0]];
    if (was?.outcome !== 'measured' || is?.outcome !== 'measured') throw new Error('not measured');
    expect(is.samples).not.toEqual(was.samples);

    await driver.click('[data-testid="publish"]');
    await driver.waitFor('[data-stage="published"]');
    const path = await driver.evaluate<string>(
      `document.querySelector('[data-testid="permalink"]').getAttribute('href')`,
    );
    const stored = (await (await fetch(`${site.url}/api/v1${path}`)).json()) as {
      readonly measurements: readonly { readonly samplesMs: readonly number[] }[];
    };
    expect(stored.measurements[0]?.samplesMs).toEqual(is.samples.map(({ elapsedMs }) => elapsedMs));
  });
});
