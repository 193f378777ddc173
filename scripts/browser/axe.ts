// axe-core in a real page: every rule of WCAG 2.2 A and AA and the best practices. A violation is
// named with the places it was found at, so that a failing test says what to mend.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface AxeWindow {
  readonly axe: { run(options: Pick<RunOptions, 'resultTypes'>): Promise<AxeResults> };
}

export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, not added as a script: a page's CSP rightly refuses scripts that are
  // not ours.
  await page.evaluate(axeSource);
  // All rules run; how the places that keep them are to be found is worked out for none.
  const { violations } = await page.evaluate(() =>
    (window as unknown as AxeWindow).axe.run({ resultTypes: ['violations'] }),
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
  );
}
