// The scripts of the page's workers, on their way to it.
import type { Page } from 'playwright-core';

export const WORKER_SCRIPT = /\/turbopack-worker-[^/]*\.js/;

/** Puts `code` before the scripts of the workers that the page starts from now on. */
export const prependToWorkers = (page: Page, code: string): Promise<unknown> =>
  page.route(WORKER_SCRIPT, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `{${code}}\n${await response.text()}` });
  });
