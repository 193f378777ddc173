// Debian's Chromium, headless, as it runs as root in a container. FLOPMARK_CHROMIUM names another
// one.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM, HEADLESS_SHELL, pathOf } from '../debian';
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

/** Where Chromium lies on this machine, or null. */
export const findChromium = (): string | null => pathOf(CHROMIUM);

/**
 * The same engine without windows, tabs and preferences; where it is not installed, or
 * FLOPMARK_CHROMIUM names a browser, the whole one. Null where neither is there.
 */
export const findEngine = (): string | null =>
  (process.env.FLOPMARK_CHROMIUM === undefined ? pathOf(HEADLESS_SHELL) : null) ?? findChromium();

function required(path: string | null): string {
  if (path === null)
    throw new Error('no Chromium found: apt-get install chromium, or set FLOPMARK_CHROMIUM');
  return path;
}

/** A profile of its own with `preferences`, as chrome://settings writes them. */
export async function launchChromiumWith(preferences: object): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-chromium-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: required(findChromium()),
    args: FLAGS,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const close = context.close.bind(context);
  context.close = async (options) => {
    await close(options);
    // The browser's own helpers may write a last file after it is gone.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return context;
}

/** Its pages wait for what they are told to wait for as long as tests do. */
async function launch(path: string | null, flags: readonly string[]): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: required(path),
    args: [...FLAGS, ...flags],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}

/** The whole browser, with windows and tabs that nobody sees. */
export const launchChromium = (flags: readonly string[] = []): Promise<Browser> =>
  launch(findChromium(), flags);

/** `findEngine`: a page is open in half the time. */
export const launchEngine = (flags: readonly string[] = []): Promise<Browser> =>
  launch(findEngine(), flags);
