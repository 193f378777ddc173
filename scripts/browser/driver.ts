// What a journey needs of a browser, the same for Chromium, Firefox and WebKit: three protocols,
// one set of verbs.
import { PATIENCE_MS } from './patience';

export interface Driver {
  readonly name: 'chromium' | 'firefox' | 'webkit';
  open(url: string): Promise<void>;
  /** Clicks the first element that the CSS selector finds. */
  click(selector: string): Promise<void>;
  /**
   * Waits until the selector finds an element. @throws Error after `limitMs`, with what the page
   * shows.
   */
  waitFor(selector: string, limitMs?: number): Promise<void>;
  /** The value of a JavaScript expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /**
   * Everything the pages broke: policy violations and uncaught errors, from all pages opened so
   * far.
   */
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Polls, because only this works alike over all three protocols. */
export async function pollFor(
  driver: Pick<Driver, 'evaluate'>,
  selector: string,
  limitMs = PATIENCE_MS,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await driver
      .evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)}) !== null`)
      .catch(() => false);
    if (found) return;
    if (Date.now() > end) {
      const shown = await driver.evaluate<string>('document.body.innerText').catch(() => 'nothing');
      throw new Error(
        `no ${selector} within ${limitMs} ms; the page shows:\n${shown.slice(0, 1500)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
