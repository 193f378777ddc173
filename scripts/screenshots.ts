// Pictures of every page at phone and desk width, light and dark, for eyes to judge: of a running site, or of one that serves
// example data for the time.
// Beside each picture one JSON line with what eyes miss: layout shift, sideways overflow, errors in the console, what axe-core finds.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { accessibilityViolations } from '@/test/support/axe';
import { launchChromium } from '@/test/support/chromium';
import { demoPages } from '@/test/support/demo-pages';
import { signIn, startDemoSite } from '@/test/support/demo-site';

const WIDTHS = [390, 1440];
const THEMES = ['light', 'dark'] as const;

const HELP = `npm run -s screenshots -- [--url URL] [--out DIR] [--path PATH]... [--width PX]... [--theme light|dark]...

Takes each page of the site at URL at ${WIDTHS.join(' and ')} px, light and dark, as PNG into DIR (default .out/screenshots).
Without --url a site with example data is started; without --path every page is taken, and so on.
Prints one JSON line per picture: {path, width, theme, file, layoutShift, overflowPx, errors, violations}.`;

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
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(new URL(path, url).href, { waitUntil: 'load' });
  await signIn(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const { layoutShift, overflowPx } = await page.evaluate(
    () =>
      new Promise<{ layoutShift: number; overflowPx: number }>((resolve) => {
        let layoutShift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) layoutShift += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        const { scrollWidth, clientWidth } = document.documentElement;
        setTimeout(() => resolve({ layoutShift, overflowPx: scrollWidth - clientWidth }), 200);
      }),
  );
  const name = path === '/' ? 'home' : path.replace(/^\//, '').replace(/[^a-zA-Z0-9]+/g, '-');
  const file = join(out, `${name}-${width}-${theme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  const violations = await accessibilityViolations(page);
  await context.close();
  return { ...shot, file, layoutShift, overflowPx, errors, violations };
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    out: { type: 'string', default: '.out/screenshots' },
    path: { type: 'string', multiple: true },
    width: { type: 'string', multiple: true },
    theme: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  mkdirSync(values.out, { recursive: true });
  const site = values.url === undefined ? await startDemoSite() : { url: values.url, stop: async () => {} };
  try {
    const paths = values.path ?? (await demoPages(site.url));
    await takeAll(site.url, values.out, paths);
  } finally {
    await site.stop();
  }
}

async function takeAll(url: string, out: string, paths: readonly string[]): Promise<void> {
  const browser = await launchChromium();
  try {
    for (const path of paths) {
      for (const width of values.width?.map(Number) ?? WIDTHS) {
        for (const theme of THEMES.filter((one) => values.theme?.includes(one) ?? true))
          console.log(JSON.stringify(await take(browser, url, out, { path, width, theme })));
      }
    }
  } finally {
    await browser.close();
  }
}
