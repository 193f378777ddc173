// A tab that really goes down in the middle of a row, driven by puppeteer, because Playwright gives a
// crashed page up: at the next visit the row is crashed, is not tried again, and can be published.
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { findChromium } from '@/scripts/browser/chromium';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { sharedSite } from '../support/shared-site';

/** A kernel, then a network that takes seconds: what is measured when the tab goes down is known. */
const QUERY = 'workloads=gemm-128-fp32,resnet50-fp32&backends=wasm&threads=1';

describe('a tab that goes down', () => {
  const site = sharedSite();
  let browser: Browser;

  beforeAll(async () => {
    browser = await puppeteer.launch({
      executablePath: findChromium() ?? '',
      headless: true,
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });

  const measuring = (page: Page): Promise<string | null> =>
    page.evaluate(() => sessionStorage.getItem('flopmark.checkpoint.measuring'));

  async function started(): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${site.url}/run?${QUERY}`);
    await page.waitForSelector('[data-testid="run"]');
    await page.click('[data-testid="run"]');
    await page.waitForFunction(
      () => sessionStorage.getItem('flopmark.checkpoint.measuring')?.startsWith('resnet50') === true,
      { polling: 20 },
    );
    return page;
  }

  it('names the row as crashed at the next visit, skips it, and publishes it as that', async () => {
    const page = await started();
    await page.goto('chrome://crash').catch(() => undefined);
    await page.goto(`${site.url}/run?${QUERY}`);
    await page.waitForSelector('[data-testid="resume"]');
    const offer = await page.$eval('section[aria-labelledby="resume"]', ({ textContent }) => textContent);
    expect(offer).toMatch(/went down with ResNet-50 on WASM: that is recorded as crashed/);
    await page.click('[data-testid="resume"]');
    await page.waitForSelector('[data-testid="publish"]');
    const text = await page.$eval('[data-testid="payload"]', ({ textContent }) => textContent ?? '');
    const { measurements } = runSubmissionSchema.parse(JSON.parse(text));
    expect(measurements.find(({ workload }) => workload === 'resnet50-fp32')).toMatchObject({
      outcome: 'crashed',
      cause: 'page',
    });
    expect(measurements.find(({ workload }) => workload === 'gemm-128-fp32')?.outcome).toBe('measured');
    await page.click('[data-testid="publish"]');
    await page.waitForSelector('[data-stage="published"]');
    await page.close();
  });

  it('does not blame what was measured when the page was left', async () => {
    const page = await started();
    await page.goto('about:blank');
    await page.goto(`${site.url}/run?${QUERY}`);
    await page.waitForSelector('[data-stage="ready"]');
    expect(await measuring(page)).toBeNull();
    expect(await page.$eval('main', ({ textContent }) => textContent)).not.toContain('went down');
    await page.close();
  });
});
