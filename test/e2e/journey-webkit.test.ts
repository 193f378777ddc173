// From the front page to the board in WebKit.
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Driver } from '@/scripts/browser/driver';
import { webkitDriver } from '@/scripts/browser/webkit-driver';
import { makeJourney } from '../support/journey';
import { sharedSite } from '../support/shared-site';

describe('the journey in WebKit', () => {
  const site = sharedSite();
  let driver: Driver;

  beforeAll(async () => {
    driver = await webkitDriver();
  });

  afterAll(async () => {
    await driver?.close();
  });

  it('goes from / to a published run', () =>
    makeJourney(driver, { site: site.url, threads: 'one' }));
});
