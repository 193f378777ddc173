// A tab that is really in the background: another one of the same window is brought to the front. Driven by puppeteer,
// because Playwright keeps every page visible (its focus emulation), which is why faults.test.ts can only pretend.
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarise } from '@/lib/bench/stats';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { findChromium } from '../support/chromium';
import { sharedSite } from '../support/shared-site';

const HIDDEN_MS = 3000;

describe('a tab in the background', () => {
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

  it('pauses the run, which goes on in front and says so', async () => {
    const page = await browser.newPage();
    // Long enough to be seen sampling: the page draws once a second.
    await page.goto(`${site.url}/run?suite=full&workloads=gemm-2048-fp32&backends=wasm`);
    await page.waitForSelector('[data-testid="run"]');
    await page.click('[data-testid="run"]');
    await page.waitForFunction("document.body.innerText.includes('Sampling')", { polling: 50 });
    const other = await browser.newPage();
    await page.waitForFunction('document.hidden', { polling: 50 });
    await new Promise((resolve) => setTimeout(resolve, HIDDEN_MS));
    expect(await page.$('[data-testid="payload"]')).toBeNull();
    expect(await page.title()).toBe('Paused · Run · Flopmark');
    await other.close();
    await page.bringToFront();
    await page.waitForSelector('[data-testid="payload"]', { timeout: 60_000 });
    const text = await page.$eval('[data-testid="payload"]', ({ textContent }) => textContent ?? '');
    const { environment, measurements } = runSubmissionSchema.parse(JSON.parse(text));
    const [row] = measurements;
    if (row?.outcome !== 'measured') throw new Error(JSON.stringify(row));
    expect(row.hiddenMs).toBeGreaterThan(HIDDEN_MS - 500);
    expect(Math.max(...row.samples.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(HIDDEN_MS - 500);
    expect(qualityOfMeasurement(row, environment, summarise(row.samples))).toContain('tab-hidden');
  });
});
