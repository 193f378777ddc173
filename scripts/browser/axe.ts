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
  readonly axe: { run(options: RunOptions): Promise<AxeResults> };
}

/** What a theme and a width decide; all else holds of a page in any of them. */
export const OF_THEME_AND_WIDTH: readonly string[] = [
  'color-contrast',
  'link-in-text-block',
  'scrollable-region-focusable',
  'target-size',
];

/** Of these rules, or of all. */
export async function accessibilityViolations(
  page: Page,
  rules?: readonly string[],
): Promise<string[]> {
  // Evaluated by the debugger, not added as a script: a page's CSP rightly refuses scripts that are
  // not ours.
  await page.evaluate(axeSource);
  // How the places that keep a rule are to be found is worked out for none.
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: [...rules] }),
  };
  const { violations } = await page.evaluate(
    (chosen) => (window as unknown as AxeWindow).axe.run(chosen),
    options,
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
  );
}
