// Browser, operating system, processor architecture and form, from `navigator.userAgentData` where the browser has it and
// from the User-Agent string (bowser) where not. Values that browsers freeze are unknown, not what the string pretends:
// macOS "10.15.7", Windows "NT 10.0", Android "10; K" and "Intel Mac OS X" are the same on every machine.
import Bowser from 'bowser';
import type { UserAgentData } from './environment';

export const FORMS = ['desktop', 'phone', 'tablet', 'other'] as const;
export type Form = (typeof FORMS)[number];

export type CpuArchitecture = 'x86-64' | 'x86' | 'arm64' | 'arm';

export interface UserAgent {
  readonly browser: string | null;
  readonly browserMajor: number | null;
  /** "Windows", "macOS", "Linux", "Android", "iOS", "ChromeOS"; Safari on iPadOS says macOS. */
  readonly os: string | null;
  /** The major version: Windows 11, Android 14; null where frozen or not given. */
  readonly osMajor: number | null;
  readonly architecture: CpuArchitecture | null;
  readonly form: Form;
  readonly provenance: 'client-hints' | 'user-agent-string';
}

export function readUserAgent(userAgent: string, data: UserAgentData | null): UserAgent {
  return data === null || data.platform === '' ? fromString(userAgent) : fromClientHints(data);
}

/** "Windows 11", "Linux"; null where the system is not named. */
export function osBucket({ os, osMajor }: UserAgent): string | null {
  return os === null || osMajor === null ? os : `${os} ${osMajor}`;
}

const BRANDS: Readonly<Record<string, string>> = { 'Google Chrome': 'Chrome', 'Microsoft Edge': 'Edge' };

function fromClientHints(data: UserAgentData): UserAgent {
  // GREASE: "Not/A)Brand", "Not.A/Brand", "(Not(A:Brand". Chromium is the engine where another brand is given.
  const real = data.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand));
  const named = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  const os = osName(data.platform);
  return {
    browser: named === undefined ? null : (BRANDS[named.brand] ?? named.brand),
    browserMajor: major(named?.version ?? ''),
    os,
    osMajor:
      os === 'Windows' ? windowsVersion(data.platformVersion) : os === 'Linux' ? null : major(data.platformVersion),
    architecture: architectureOf(data.architecture, data.bitness),
    form: os === 'Android' ? (data.mobile ? 'phone' : 'tablet') : data.mobile ? 'phone' : 'desktop',
    provenance: 'client-hints',
  };
}

function fromString(userAgent: string): UserAgent {
  const { browser, os, platform } = userAgent === '' ? EMPTY : Bowser.parse(userAgent);
  const name = osName(os.name ?? '');
  return {
    browser: browser.name ?? null,
    browserMajor: major(browser.version ?? ''),
    os: name,
    osMajor: isFrozen(name, userAgent) ? null : major(os.version ?? ''),
    architecture: architectureInString(userAgent, name),
    form: FORM_OF[platform.type ?? ''] ?? (name === 'ChromeOS' ? 'desktop' : 'other'),
    provenance: 'user-agent-string',
  };
}

const EMPTY: Pick<Bowser.Parser.ParsedResult, 'browser' | 'os' | 'platform'> = { browser: {}, os: {}, platform: {} };
const FORM_OF: Readonly<Record<string, Form>> = { desktop: 'desktop', mobile: 'phone', tablet: 'tablet' };

function osName(name: string): string | null {
  if (name === '' || name === 'Unknown') return null;
  return /^chrom(?:e|ium) ?os$/i.test(name) ? 'ChromeOS' : name === 'Mac OS X' ? 'macOS' : name;
}

/** The string says NT 10.0 for Windows 10 and 11, 10.15 for every macOS since, and "Android 10; K" once reduced. */
function isFrozen(os: string | null, userAgent: string): boolean {
  return (
    os === 'Windows' || os === 'macOS' || os === 'Linux' || (os === 'Android' && userAgent.includes('Android 10; K'))
  );
}

/** https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11: 13 and later is 11, 1 to 10 is 10. */
function windowsVersion(platformVersion: string): number | null {
  const version = major(platformVersion);
  if (version === null || version === 0) return null;
  return version >= 13 ? 11 : 10;
}

function architectureOf(architecture: string, bitness: string): CpuArchitecture | null {
  if (architecture === 'x86') return bitness === '64' ? 'x86-64' : 'x86';
  if (architecture === 'arm') return bitness === '64' ? 'arm64' : 'arm';
  return null;
}

function architectureInString(userAgent: string, os: string | null): CpuArchitecture | null {
  if (os === 'iOS') return 'arm64';
  if (os === 'macOS') return null;
  if (/\b(?:aarch64|arm64|armv8)/i.test(userAgent)) return 'arm64';
  if (/\b(?:x86_64|amd64|win64|wow64|x64)\b/i.test(userAgent)) return 'x86-64';
  if (/\barmv?[67]?l?\b/i.test(userAgent)) return 'arm';
  return /\bi[3-6]86\b/i.test(userAgent) ? 'x86' : null;
}

function major(version: string): number | null {
  const digits = /^\d{1,4}/.exec(version)?.[0];
  return digits === undefined ? null : Number(digits);
}
