// Debian's Chromium, headless, as it runs as root in a container. FLOPMARK_CHROMIUM names another
// one.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
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
  return (
    [...(named === undefined ? [] : [named]), ...CANDIDATES].find((path) => existsSync(path)) ??
    null
  );
}

const path = (): string => {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('no Chromium found: apt-get install chromium, or set FLOPMARK_CHROMIUM');
  return executablePath;
};

/** A profile of its own with `preferences`, as chrome://settings writes them. */
export async function launchChromiumWith(preferences: object): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-chromium-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: path(),
    args: FLAGS,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.on('close', () => rmSync(folder, { recursive: true, force: true }));
  return context;
}

/** Its pages wait for what they are told to wait for as long as tests do. */
export async function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: path(),
    args: [...FLAGS, ...extraFlags],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
