// From the front page to the board in Firefox.
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Driver } from '@/scripts/browser/driver';
import { firefoxDriver } from '@/scripts/browser/firefox-driver';
import { makeJourney } from '../support/journey';
import { sharedSite } from '../support/shared-site';

describe('the journey in Firefox', () => {
  const site = sharedSite();
  let driver: Driver;

  beforeAll(async () => {
    driver = await firefoxDriver();
  });

  afterAll(async () => {
    await driver?.close();
  });

  it('goes from / to a published run', () =>
    makeJourney(driver, { site: site.url, threads: 'several' }));
});
