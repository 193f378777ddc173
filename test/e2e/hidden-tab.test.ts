// A tab that is really in the background: another one of the same window is brought to the front.
// Driven by puppeteer, because Playwright keeps every page visible (its focus emulation), which is
// why faults.test.ts can only pretend.
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarise } from '@/lib/bench/stats';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { findChromium } from '@/scripts/browser/chromium';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { sharedSite } from '../support/shared-site';

/** Some hundred times as long as a sample of the kernel that is measured. */
const HIDDEN_MS = 3000;
/**
 * For as long as the kernel runs: it is seen sampling by a page that draws once a second, on any
 * machine.
 */
const QUERY = 'suite=sustained&workloads=gemm-256-fp32&backends=wasm&sustain=10';

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
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${site.url}/run?${QUERY}`);
    await page.waitForSelector('[data-testid="run"]');
    await page.click('[data-testid="run"]');
    await page.waitForFunction("document.body.innerText.includes('Sampling')", { polling: 50 });
    const other = await browser.newPage();
    await page.waitForFunction('document.hidden', { polling: 50 });
    await new Promise((resolve) => setTimeout(resolve, HIDDEN_MS));
    expect(await page.$('[data-testid="payload"]')).toBeNull();
    await page.waitForFunction("document.title === 'Paused · Run · Flopmark'", { polling: 50 });
    await other.close();
    await page.bringToFront();
    await page.waitForSelector('[data-testid="payload"]');
    const text = await page.$eval(
      '[data-testid="payload"]',
      ({ textContent }) => textContent ?? '',
    );
    const { environment, measurements } = runSubmissionSchema.parse(JSON.parse(text));
    const [row] = measurements;
    if (row?.outcome !== 'measured') throw new Error(JSON.stringify(row));
    // The sample that was running goes to its end before the pause.
    expect(row.hiddenMs).toBeGreaterThan(HIDDEN_MS / 2);
    expect(Math.max(...row.samples.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(HIDDEN_MS / 2);
    expect(qualityOfMeasurement(row, environment, summarise(row.samples))).toContain('tab-hidden');
  });
});
