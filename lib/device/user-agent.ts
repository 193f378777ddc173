// Browser, operating system, processor architecture and form, from `navigator.userAgentData` where
// the browser has it and from the User-Agent string (bowser) where not. Values that browsers freeze
// are unknown, not what the string pretends: macOS "10_15_7", Windows "NT 10.0", "Android 10; K",
// "CrOS 14541.0.0", iOS "18_7" and "x86_64" are the same on every machine.
import Bowser from 'bowser';
import { browserName } from './browsers';
import type { DeviceEnvironment, UserAgentData } from './environment';
import type { Form } from './forms';
import { type GpuName, nameOfRenderer } from './gpu-name/gpu-name';
import { architectureOf, type CpuArchitecture } from './processor-architecture';

export type { CpuArchitecture } from './processor-architecture';

export interface UserAgent {
  /** A name of the table, null where the browser gives none of them. */
  readonly browser: string | null;
  readonly browserMajor: number | null;
  /** "Windows", "macOS", "Linux", "Android", "iOS" (iPads too), "ChromeOS". */
  readonly os: string | null;
  /** The major version: Windows 11, Android 14; null where frozen or not given. */
  readonly osMajor: number | null;
  readonly architecture: CpuArchitecture | null;
  readonly form: Form;
  readonly provenance: 'client-hints' | 'user-agent-string';
}

/** What the reading rests on: the two strings, and facts beside them that are not frozen. */
export type AgentEvidence = Pick<DeviceEnvironment, 'userAgent' | 'userAgentData'> &
  Partial<Pick<DeviceEnvironment, 'nanByte' | 'touchPoints' | 'webgl'>>;

/**
 * Browser, major version, system and form, from client hints where there are any and the user agent
 * string else.
 */
export function readUserAgent(evidence: AgentEvidence): UserAgent {
  const { userAgent, userAgentData, nanByte, webgl } = evidence;
  const hints = userAgentData === null || userAgentData.platform === '' ? null : userAgentData;
  const gpu = webgl === null || webgl === undefined ? null : nameOfRenderer(webgl.renderer);
  const architecture = architectureOf({ userAgent, hints, nanByte, gpu });
  const seen = hints === null ? fromString(evidence, gpu) : fromClientHints(hints, userAgent);
  // Android's Chromium hints "Linux" and "x86" where it asks for desktop pages; its processor
  // tells.
  const pretends = seen.os === 'Linux' && hints?.architecture === 'x86' && nanByte === 127;
  const headset = headsetIn(userAgent);
  return {
    ...seen,
    ...(pretends ? { os: null, form: 'other' as const } : {}),
    ...headset,
    architecture: headset === null ? architecture : 'arm64',
  };
}

/** "Windows 11", "Linux"; null where the system is not named. */
export function osBucket({ os, osMajor }: UserAgent): string | null {
  return os === null || osMajor === null ? os : `${os} ${osMajor}`;
}

/**
 * Browser, system and form as a run's row has them: what is not named is "unknown", a pool of its
 * own.
 */
export function agentColumns(evidence: AgentEvidence): {
  readonly browser: string;
  readonly browserMajor: number | null;
  readonly os: string;
  readonly form: Form;
} {
  const agent = readUserAgent(evidence);
  return {
    browser: agent.browser ?? 'unknown',
    browserMajor: agent.browserMajor,
    os: osBucket(agent) ?? 'unknown',
    form: agent.form,
  };
}

type Seen = Omit<UserAgent, 'architecture'>;

/**
 * Headsets run Android on ARM and ask for desktop pages as Linux on x86: "X11; Linux x86_64; Quest
 * 3".
 */
function headsetIn(userAgent: string): Pick<UserAgent, 'os' | 'osMajor' | 'form'> | null {
  return /\b(?:OculusBrowser|PicoBrowser)\/|\(X11; Linux x86_64; (?:Quest|Pico)\b|\bMobile VR\b/i.test(
    userAgent,
  )
    ? { os: 'Android', osMajor: null, form: 'other' }
    : null;
}

function fromClientHints(data: UserAgentData, userAgent: string): Seen {
  // GREASE: "Not/A)Brand", "Not.A/Brand", "(Not(A:Brand". Chromium is the engine where another
  // brand is given.
  const real = data.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand));
  const named = real.find(({ brand }) => brand !== 'Chromium' && browserName(brand) !== null);
  const engine = real.length === 1 && real[0]?.brand === 'Chromium' ? real[0] : undefined;
  const found = named ?? engine;
  const os = osName(data.platform);
  const own = ownName(userAgent);
  return {
    browser: own?.browser ?? (found === undefined ? null : browserName(found.brand)),
    browserMajor: own?.browserMajor ?? (found === undefined ? null : major(found.version)),
    os,
    osMajor: hintedVersion(os, data.platformVersion),
    form: os === 'Android' ? (data.mobile ? 'phone' : 'tablet') : data.mobile ? 'phone' : 'desktop',
    provenance: 'client-hints',
  };
}

function hintedVersion(os: string | null, platformVersion: string): number | null {
  if (os === 'Windows') return windowsVersion(platformVersion);
  if (os === 'Linux') return null;
  const version = major(platformVersion);
  // Programs built before macOS 26 was named are told that it is 16.
  return os === 'macOS' && version === 16 ? 26 : version;
}

/**
 * Browsers whose own token in the string says more than their brand: headsets share Samsung's,
 * which is their ancestor.
 */
const OWN_TOKENS: readonly (readonly [RegExp, string])[] = [
  [/\bOculusBrowser\/(\d+)/, 'Meta Quest Browser'],
  [/\bPicoBrowser\/(\d+)/, 'Pico Browser'],
  [/\bWolvic\/(\d+)/, 'Wolvic'],
  [/\bHeadlessChrome\/(\d+)/, 'Headless Chrome'],
];

function ownName(userAgent: string): Pick<UserAgent, 'browser' | 'browserMajor'> | null {
  for (const [token, browser] of OWN_TOKENS) {
    const version = token.exec(userAgent)?.[1];
    if (version !== undefined) return { browser, browserMajor: Number(version) };
  }
  return null;
}

function fromString({ userAgent, touchPoints }: AgentEvidence, gpu: GpuName | null): Seen {
  const { browser, os, platform } = userAgent === '' ? EMPTY : Bowser.parse(userAgent);
  const own = ownName(userAgent);
  const seen: Seen = {
    browser: own?.browser ?? browserName(browser.name ?? ''),
    browserMajor: own?.browserMajor ?? major(browser.version ?? ''),
    os: osName(os.name ?? ''),
    osMajor: null,
    form:
      BOWSER_FORMS[platform.type ?? ''] ??
      (osName(os.name ?? '') === 'ChromeOS' ? 'desktop' : 'other'),
    provenance: 'user-agent-string',
  };
  if (seen.os === 'macOS' && !/\b(?:Gecko|Chrome)\/\d/.test(userAgent))
    return { ...seen, ...macOrPad(touchPoints) };
  // Phones that ask for desktop pages say Linux; no desktop has their GPUs and a touch screen.
  if (seen.os === 'Linux' && (touchPoints ?? 0) > 0 && isOfPhones(gpu))
    return { ...seen, os: null, form: 'other' };
  return { ...seen, osMajor: versionInString(seen.os, os.version ?? '', userAgent) };
}

const EMPTY: Pick<Bowser.Parser.ParsedResult, 'browser' | 'os' | 'platform'> = {
  browser: {},
  os: {},
  platform: {},
};
const BOWSER_FORMS: Readonly<Record<string, Form>> = {
  desktop: 'desktop',
  mobile: 'phone',
  tablet: 'tablet',
};

/**
 * WebKit says "Macintosh" on an iPad that asks for desktop pages; only iPads have touch points.
 * Gecko and Blink are on Macs alone.
 */
function macOrPad(touchPoints: number | undefined): Pick<UserAgent, 'os' | 'form'> {
  if (touchPoints === undefined) return { os: null, form: 'other' };
  return touchPoints > 0 ? { os: 'iOS', form: 'tablet' } : { os: 'macOS', form: 'desktop' };
}

const OF_PHONES: ReadonlySet<string> = new Set([
  'ARM',
  'Qualcomm',
  'Samsung',
  'Imagination',
  'Huawei',
]);

const isOfPhones = (gpu: GpuName | null): boolean =>
  gpu !== null && gpu.vendor !== null && OF_PHONES.has(gpu.vendor);

const SYSTEMS: Readonly<Record<string, string>> = {
  'chrome os': 'ChromeOS',
  'chromium os': 'ChromeOS',
  chromeos: 'ChromeOS',
  'mac os x': 'macOS',
  macos: 'macOS',
  windows: 'Windows',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  fuchsia: 'Fuchsia',
  harmonyos: 'HarmonyOS',
  tizen: 'Tizen',
  webos: 'webOS',
};

/** A system of the table; hints are the client's to choose. */
function osName(name: string): string | null {
  const key = name.toLowerCase();
  return Object.hasOwn(SYSTEMS, key) ? (SYSTEMS[key] ?? null) : null;
}

/**
 * Null where the string freezes it: NT 10.0 for Windows 10 and 11, 10.15 for every macOS since,
 * "Android 10; K" and "CrOS 14541.0.0" once reduced
 * (https://www.chromium.org/updates/ua-reduction), iOS 18.6 and 18.7 since Safari 26.
 */
function versionInString(os: string | null, version: string, userAgent: string): number | null {
  if (os === 'iOS') return iosVersion(version, userAgent);
  if (os === 'Android') return userAgent.includes('Android 10; K') ? null : major(version);
  if (os !== 'ChromeOS') return null;
  // bowser takes one digit too few off "16295.54.0".
  const full = /\bCrOS \S+ ([\d.]+)/.exec(userAgent)?.[1] ?? '';
  return full === '14541.0.0' ? null : major(full);
}

/**
 * Safari's version is that of its iOS; from 26 on the system's own number stands still, and other
 * browsers tell only that.
 */
function iosVersion(version: string, userAgent: string): number | null {
  const safari = major(/\bVersion\/(\d+)/.exec(userAgent)?.[1] ?? '');
  if (safari !== null && safari >= 26) return safari;
  const said = major(version);
  const frozen = safari === null && /\bOS 18_[6-9]/.test(userAgent);
  return frozen ? null : said;
}

/**
 * https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11: 13 and later is 11,
 * 1 to 10 is 10.
 */
function windowsVersion(platformVersion: string): number | null {
  const version = major(platformVersion);
  if (version === null || version === 0) return null;
  return version >= 13 ? 11 : 10;
}

function major(version: string): number | null {
  const digits = /^\d{1,6}(?!\d)/.exec(version)?.[0];
  return digits === undefined ? null : Number(digits);
}
