// Debian's Chromium, headless, as it runs as root in a container. FLOPMARK_CHROMIUM names another one.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { PATIENCE_MS } from './patience';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium lies on this machine, or null. */
export function findChromium(): string | null {
  const named = process.env.FLOPMARK_CHROMIUM;
  return [...(named === undefined ? [] : [named]), ...CANDIDATES].find((path) => existsSync(path)) ?? null;
}

/** Its pages wait for what they are told to wait for as long as tests do. */
export async function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found: apt-get install chromium, or set FLOPMARK_CHROMIUM');
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...extraFlags] });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
