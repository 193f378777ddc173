// A reload in the middle of a run, in a real Chromium: what was finished is offered and kept, the
// rest goes on, and a run whose challenge ran out meanwhile is completed but not offered for
// publishing.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { launchEngine } from '@/scripts/browser/chromium';
import { sharedSite } from '../support/shared-site';
import { WITHOUT_PROOF } from '../support/without-proof';

const PAYLOAD = '[data-testid="payload"]';

/**
 * Runs a kernel and a network, and reloads once the first of them is finished. Resolves with that
 * one's stored text. The store says so at once: the page draws once a second, and passes of two
 * kernels may both end within one, unseen. A pass of the network takes longer than a reload.
 */
async function interrupted(page: Page): Promise<string> {
  await page.click('[data-testid="run"]');
  await page.waitForFunction(() => sessionStorage.getItem('flopmark.checkpoint.0') !== null);
  const kept = await page.evaluate(() => sessionStorage.getItem('flopmark.checkpoint.0'));
  await page.reload();
  await page.waitForSelector('text=1 of 2 measurements are done');
  return kept ?? '';
}

describe('a reload in the middle of a run', () => {
  const site = sharedSite();
  const address = `${site.url}/run?workloads=gemm-128-fp32,mobilenet-v2-fp32&backends=wasm`;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** The stored text of what was finished. */
  let finished: string;
  /** All that the tab kept of the run. */
  let left: string;

  beforeAll(async () => {
    browser = await launchEngine();
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(address);
    finished = await interrupted(page);
    left = await page.evaluate(() => JSON.stringify(sessionStorage));
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** Another tab of the same browser that was reloaded at the same point of the same run. */
  async function reloadedTab(): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(`${site.url}/privacy`);
    await tab.evaluate((kept) => Object.assign(sessionStorage, JSON.parse(kept)), left);
    await tab.goto(address);
    await tab.waitForSelector('text=1 of 2 measurements are done');
    return tab;
  }

  it('says that an expired challenge cannot be published, and still completes', async () => {
    const tab = await reloadedTab();
    await tab.evaluate(() => {
      const head = JSON.parse(sessionStorage.getItem('flopmark.checkpoint') ?? '');
      head.challenge.value.expiresAt = new Date(0).toISOString();
      sessionStorage.setItem('flopmark.checkpoint', JSON.stringify(head));
    });
    await tab.reload();
    await tab.waitForSelector('text=its challenge has expired');
    await tab.click('[data-testid="resume"]');
    await tab.waitForSelector(PAYLOAD, { state: 'attached' });
    expect(await tab.textContent('#publish + *, section:has(> div > #publish)')).toContain(
      'cannot be published',
    );
    expect(await tab.$('[data-testid="publish"]')).toBeNull();
    await tab.close();
  });

  it('forgets it when asked to', async () => {
    const tab = await reloadedTab();
    await tab.click('text=Discard');
    expect(await tab.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await tab.$('[data-testid="resume"]')).toBeNull();
    await tab.close();
  });

  it('goes on with the rest and publishes all of it', async () => {
    const kept = JSON.parse(finished);
    await page.evaluate(WITHOUT_PROOF);
    await page.click('[data-testid="resume"]');
    await page.waitForSelector(PAYLOAD, { state: 'attached' });
    const payload = runSubmissionSchema.parse(JSON.parse((await page.textContent(PAYLOAD)) ?? ''));
    expect(payload.measurements.map(({ outcome }) => outcome)).toEqual(['measured', 'measured']);
    const earlier = payload.measurements.find(({ workload }) =>
      kept.key.startsWith(`${workload}/`),
    );
    expect(earlier).toMatchObject({ samples: kept.report.outcome.samples });
    await page.click('[data-testid="publish"]');
    await page.waitForSelector('[data-stage="published"]');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.close();
  });
});
