import type { Page } from 'playwright-core';

/**
 * Closes the page's context. What still waits for an answer of a route wants none: closed without
 * this, its handler would throw where no test catches it.
 */
export async function leave(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
}
