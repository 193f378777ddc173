// Chromium by playwright-core.
import { launchChromium } from './chromium';
import { type Driver, pollFor } from './driver';

export async function chromiumDriver(flags: readonly string[] = []): Promise<Driver> {
  const browser = await launchChromium(flags);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  const evaluate = <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>;
  return {
    name: 'chromium',
    open: async (url) => {
      await page.goto(url);
    },
    click: (selector) => page.locator(selector).first().click(),
    waitFor: (selector, limitMs) => pollFor({ evaluate }, selector, limitMs),
    evaluate,
    faults: async () => faults,
    close: () => browser.close(),
  };
}

/** With the flag that WebGPU needs, where something else than WASM is measured. */
export const driverFor = (backends: readonly string[]): Promise<Driver> =>
  chromiumDriver(backends.every((name) => name === 'wasm') ? [] : ['--enable-unsafe-webgpu']);
