// From the front page to the board in WebKit.
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Driver } from '../support/drivers/driver';
import { findWebkit, webkitDriver } from '../support/drivers/webkit-driver';
import { makeJourney } from '../support/journey';
import { type Site, startSite } from '../support/site';

describe.skipIf(findWebkit() === null)('the journey in WebKit', () => {
  let site: Site;
  let driver: Driver;

  beforeAll(async () => {
    site = await startSite();
    driver = await webkitDriver();
  });

  afterAll(async () => {
    await driver?.close();
    await site?.stop();
  });

  it('goes from / to a published run', () => makeJourney(driver, { site: site.url, threads: 'one' }));
});
