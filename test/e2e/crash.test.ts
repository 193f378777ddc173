// A tab that really goes down in the middle of a row: at the next visit the row is crashed, is not
// tried again, and can be published. Driven by puppeteer and, once the tab is down, by the DevTools
// protocol alone: neither puppeteer nor Playwright goes on with a page that has crashed.
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { findChromium } from '@/scripts/browser/chromium';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { sharedSite } from '../support/shared-site';

/**
 * A kernel, then a network that takes seconds: what is measured when the tab goes down is known.
 */
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
      () =>
        sessionStorage.getItem('flopmark.checkpoint.measuring')?.startsWith('resnet50') === true,
      { polling: 20 },
    );
    return page;
  }

  /** The value of an expression in whatever page the tab shows; undefined while it shows none. */
  const evaluated = async <T>(tab: CDPSession, expression: string): Promise<T | undefined> => {
    const answered = tab
      .send('Runtime.evaluate', { expression, returnByValue: true })
      .catch(() => null);
    const nothing = new Promise<null>((resolve) => setTimeout(() => resolve(null), 2000));
    return (await Promise.race([answered, nothing]))?.result.value as T | undefined;
  };
  const shown = (tab: CDPSession, selector: string) =>
    expect
      .poll(() => evaluated(tab, `document.querySelector('${selector}') !== null`), {
        timeout: PATIENCE_MS,
      })
      .toBe(true);
  const textOf = (tab: CDPSession, selector: string) =>
    evaluated<string>(tab, `document.querySelector('${selector}').textContent`);
  const click = (tab: CDPSession, selector: string) =>
    evaluated(tab, `document.querySelector('${selector}').click()`);

  it('names the row as crashed at the next visit, skips it, and publishes it as that', async () => {
    const page = await started();
    const tab = await page.createCDPSession();
    const down = new Promise((resolve) => tab.once('Inspector.targetCrashed', resolve));
    await tab.send('Inspector.enable');
    // Nobody is left to answer.
    tab.send('Page.crash').catch(() => undefined);
    await down;
    await tab.send('Page.navigate', { url: `${site.url}/run?${QUERY}` });
    await shown(tab, '[data-testid="resume"]');
    expect(await textOf(tab, '[aria-labelledby="resume"]')).toMatch(
      /went down with ResNet-50 on WASM: that is recorded as crashed/,
    );
    await click(tab, '[data-testid="resume"]');
    await shown(tab, '[data-testid="publish"]');
    const text = (await textOf(tab, '[data-testid="payload"]')) ?? '';
    const { measurements } = runSubmissionSchema.parse(JSON.parse(text));
    expect(measurements.find(({ workload }) => workload === 'resnet50-fp32')).toMatchObject({
      outcome: 'crashed',
      cause: 'page',
    });
    expect(measurements.find(({ workload }) => workload === 'gemm-128-fp32')?.outcome).toBe(
      'measured',
    );
    await click(tab, '[data-testid="publish"]');
    await shown(tab, '[data-stage="published"]');
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
