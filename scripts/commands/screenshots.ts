// Pictures of every page at phone and desk width, light and dark, for eyes to judge: of a running
// site, or of one that serves example data for the time. Beside each picture one JSON line with
// what eyes miss: layout shift, sideways overflow, errors in the console, what axe-core finds.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { accessibilityViolations } from '@/scripts/browser/axe';
import { launchChromium } from '@/scripts/browser/chromium';
import { layoutShift, overflowPx } from '@/scripts/browser/layout';
import { pageErrors } from '@/scripts/browser/page-errors';
import { demoPages } from '@/scripts/site/demo-pages';
import { signIn, startDemoSite } from '@/scripts/site/demo-site';
import { address, defineCommand, text, texts, wholeOf } from '../command';

const WIDTHS = [390, 1440];
const THEMES = ['light', 'dark'] as const;

interface Shot {
  readonly path: string;
  readonly width: number;
  readonly theme: (typeof THEMES)[number];
  readonly file: string;
  /** Cumulative layout shift without user input, as the browser reports it. */
  readonly layoutShift: number;
  /** How far the page is wider than the window: anything above 0 scrolls sideways. */
  readonly overflowPx: number;
  readonly errors: readonly string[];
  /** Accessibility rules broken, by axe-core. */
  readonly violations: readonly string[];
}

async function take(
  browser: Browser,
  url: string,
  out: string,
  shot: Pick<Shot, 'path' | 'width' | 'theme'>,
): Promise<Shot> {
  const { path, width, theme } = shot;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const errors = pageErrors(page);
  await page.goto(new URL(path, url).href, { waitUntil: 'load' });
  await signIn(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const layout = { layoutShift: await layoutShift(page), overflowPx: await overflowPx(page) };
  const name = path === '/' ? 'home' : path.replace(/^\//, '').replace(/[^a-zA-Z0-9]+/g, '-');
  const file = join(out, `${name}-${width}-${theme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  const violations = await accessibilityViolations(page);
  await context.close();
  return { ...shot, ...layout, file, errors, violations };
}

export const command = defineCommand({
  options: {
    url: address('a running site; without it one with example data is started'),
    out: text('DIR', 'where to', '.out/screenshots'),
    path: texts('PATH', 'of these pages (all)'),
    width: texts('PX', `at these widths (${WIDTHS.join(' and ')})`),
    theme: texts('NAME', `of: ${THEMES.join(', ')} (both)`),
  },
  notes: `Prints one JSON line per picture: {path, width, theme, file, layoutShift, overflowPx, errors, violations}.`,
  run: async ({ url, out, path, width, theme }) => {
    mkdirSync(out, { recursive: true });
    const site = url === undefined ? await startDemoSite() : { url, stop: async () => {} };
    try {
      await takeAll(site.url, out, {
        paths: path.length > 0 ? path : await demoPages(site.url),
        widths: width.length > 0 ? width.map((pixels) => wholeOf(pixels)) : WIDTHS,
        themes: THEMES.filter((one) => theme.length === 0 || theme.includes(one)),
      });
    } finally {
      await site.stop();
    }
    return 0;
  },
});

interface Wanted {
  readonly paths: readonly string[];
  readonly widths: readonly number[];
  readonly themes: readonly Shot['theme'][];
}

async function takeAll(url: string, out: string, { paths, widths, themes }: Wanted): Promise<void> {
  const browser = await launchChromium();
  try {
    for (const path of paths) {
      for (const width of widths) {
        for (const theme of themes)
          console.log(JSON.stringify(await take(browser, url, out, { path, width, theme })));
      }
    }
  } finally {
    await browser.close();
  }
}
