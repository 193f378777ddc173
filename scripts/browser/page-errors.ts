// What a page says is wrong.
import type { Page } from 'playwright-core';

/** What the page throws and writes to its console as an error, from now on: fills while it runs. */
export function pageErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}
