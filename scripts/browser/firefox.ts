// Debian's Firefox through puppeteer-core and WebDriver BiDi, headless. FLOPMARK_FIREFOX names
// another one.
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

const CANDIDATES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Where Firefox lies on this machine, or null. */
export function findFirefox(): string | null {
  const named = process.env.FLOPMARK_FIREFOX;
  return (
    [...(named === undefined ? [] : [named]), ...CANDIDATES].find((path) => existsSync(path)) ??
    null
  );
}

/** `preferences` as about:config has them. */
export function launchFirefox(
  preferences: Readonly<Record<string, unknown>> = {},
): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === null)
    throw new Error('no Firefox found: apt-get install firefox-esr, or set FLOPMARK_FIREFOX');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: { ...preferences },
  });
}
