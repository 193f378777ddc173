// From the front page to the board in Chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { type Site, startSite } from '@/scripts/site/site';
import { makeJourney } from '../support/journey';

describe('the journey in Chromium', () => {
  let site: Site;
  let driver: Driver;

  // With a private input for what the suite measures, as an operator makes them.
  const data = mkdtempSync(join(tmpdir(), 'flopmark-journey-'));

  beforeAll(async () => {
    const only = '^(gemm-512|mobilenet-v2)-fp32$';
    execFileSync(process.execPath, ['scripts/run.mjs', 'golden', '--count', '1', '--only', only], {
      env: { ...process.env, FLOPMARK_DATA: data, POSTGRES_URL: '' },
    });
    site = await startSite({ data });
    driver = await chromiumDriver();
  });

  afterAll(async () => {
    await driver?.close();
    await site?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('goes from / to a published run', () =>
    makeJourney(driver, { site: site.url, threads: 'several', privateInput: true }));
});
