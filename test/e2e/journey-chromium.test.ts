// From the front page to the board in Chromium.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { findChromium } from '../support/chromium';
import { chromiumDriver } from '../support/drivers/chromium-driver';
import type { Driver } from '../support/drivers/driver';
import { makeJourney } from '../support/journey';
import { type Site, startSite } from '../support/site';

describe.skipIf(findChromium() === null)('the journey in Chromium', () => {
  let site: Site;
  let driver: Driver;

  beforeAll(async () => {
    site = await startSite();
    driver = await chromiumDriver();
  });

  afterAll(async () => {
    await driver?.close();
    await site?.stop();
  });

  it('goes from / to a published run', () => makeJourney(driver, { site: site.url, threads: 'several' }));
});
