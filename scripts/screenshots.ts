// Pictures of a running site: every page at phone and desk width, light and dark, for eyes to judge (LOOK.md, "Check").
// Beside each picture one JSON line with what eyes miss: layout shift, sideways overflow, errors in the console, what axe-core finds.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { accessibilityViolations } from '@/test/support/axe';
import { launchChromium } from '@/test/support/chromium';

const PATHS = [
  '/',
  '/run',
  '/analyze',
  '/models',
  '/models/mobilenet-v2-fp32',
  '/learn',
  '/learn/what-a-flop-is',
  '/learn/roofline',
  '/learn/calculator',
  '/methodology',
  '/docs/api',
  '/privacy',
  '/nowhere',
];
const WIDTHS = [390, 1440];
const THEMES = ['light', 'dark'] as const;

const HELP = `npm run -s screenshots -- --url URL --out DIR [--path PATH]...

Takes each page of the site at URL (default http://localhost:3000) at ${WIDTHS.join(' and ')} px, light and dark, as PNG into
DIR (default .out/screenshots). Without --path: ${PATHS.join(' ')}.
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
    url: { type: 'string', default: 'http://localhost:3000' },
    out: { type: 'string', default: '.out/screenshots' },
    path: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  mkdirSync(values.out, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const path of values.path ?? PATHS) {
      for (const width of WIDTHS) {
        for (const theme of THEMES) {
          console.log(JSON.stringify(await take(browser, values.url, values.out, { path, width, theme })));
        }
      }
    }
  } finally {
    await browser.close();
  }
}
