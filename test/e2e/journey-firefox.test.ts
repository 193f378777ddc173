// From the front page to the board in Firefox.
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Driver } from '../support/drivers/driver';
import { firefoxDriver } from '../support/drivers/firefox-driver';
import { findFirefox } from '../support/firefox';
import { makeJourney } from '../support/journey';
import { type Site, startSite } from '../support/site';

describe.skipIf(findFirefox() === null)('the journey in Firefox', () => {
  let site: Site;
  let driver: Driver;

  beforeAll(async () => {
    site = await startSite();
    driver = await firefoxDriver();
  });

  afterAll(async () => {
    await driver?.close();
    await site?.stop();
  });

  it('goes from / to a published run', () => makeJourney(driver, { site: site.url, threads: 'several' }));
});
