// Firefox by puppeteer-core over WebDriver BiDi.

import { type Driver, pollFor } from './driver';
import { launchFirefox } from './firefox';

export async function firefoxDriver(
  preferences: Readonly<Record<string, unknown>> = {},
): Promise<Driver> {
  const browser = await launchFirefox(preferences);
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) faults.push(message.text());
  });
  const evaluate = async <T>(expression: string): Promise<T> =>
    (await page.evaluate(expression)) as T;
  return {
    name: 'firefox',
    open: async (url) => {
      await page.goto(url);
    },
    click: (selector) => page.locator(selector).click(),
    waitFor: (selector, limitMs) => pollFor({ evaluate }, selector, limitMs),
    evaluate,
    faults: async () => faults,
    close: () => browser.close(),
  };
}
