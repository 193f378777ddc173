// The browsers that measuring commands drive, and the option that names some of them.

import { some } from '../command';
import { chromiumDriver } from './chromium-driver';
import type { Driver } from './driver';
import { firefoxDriver } from './firefox-driver';

export const MEASURED_BROWSERS: Readonly<Record<'chromium' | 'firefox', () => Promise<Driver>>> = {
  chromium: chromiumDriver,
  firefox: firefoxDriver,
};

export type MeasuredBrowser = keyof typeof MEASURED_BROWSERS;

export const measuredBrowsersOption = some<MeasuredBrowser>(
  'browsers',
  ['chromium', 'firefox'],
  ['chromium', 'firefox'],
);
