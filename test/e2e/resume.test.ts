// A reload in the middle of a run, in a real Chromium: what was finished is offered and kept, the
// rest goes on, and a run whose challenge ran out meanwhile is completed but not offered for
// publishing.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { launchChromium } from '@/scripts/browser/chromium';
import { sharedSite } from '../support/shared-site';

const PAYLOAD = '[data-testid="payload"]';

describe('a reload in the middle of a run', () => {
  const site = sharedSite();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /**
   * Runs a kernel and a network, and reloads once the first of them is finished. Resolves with that
   * one's stored text. The store says so at once: the page draws once a second, and passes of two
   * kernels may both end within one, unseen. A pass of the network takes longer than a reload.
   */
  async function interrupted(page: Page): Promise<string> {
    await page.goto(`${site.url}/run?workloads=gemm-128-fp32,resnet50-fp32&backends=wasm`);
    await page.click('[data-testid="run"]');
    await page.waitForFunction(() => sessionStorage.getItem('flopmark.checkpoint.0') !== null);
    const kept = await page.evaluate(() => sessionStorage.getItem('flopmark.checkpoint.0'));
    await page.reload();
    await page.waitForSelector('text=1 of 2 measurements are done');
    return kept ?? '';
  }

  it('goes on with the rest and publishes all of it', async () => {
    const page = await browser.newPage();
    const kept = JSON.parse(await interrupted(page));
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

  it('says that an expired challenge cannot be published, and still completes', async () => {
    const page = await browser.newPage();
    await interrupted(page);
    await page.evaluate(() => {
      const head = JSON.parse(sessionStorage.getItem('flopmark.checkpoint') ?? '');
      head.challenge.value.expiresAt = new Date(0).toISOString();
      sessionStorage.setItem('flopmark.checkpoint', JSON.stringify(head));
    });
    await page.reload();
    await page.waitForSelector('text=its challenge has expired');
    await page.click('[data-testid="resume"]');
    await page.waitForSelector(PAYLOAD, { state: 'attached' });
    expect(await page.textContent('#publish + *, section:has(> div > #publish)')).toContain(
      'cannot be published',
    );
    expect(await page.$('[data-testid="publish"]')).toBeNull();
    await page.close();
  });

  it('forgets it when asked to', async () => {
    const page = await browser.newPage();
    await interrupted(page);
    await page.click('text=Discard');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await page.$('[data-testid="resume"]')).toBeNull();
    await page.close();
  });
});
