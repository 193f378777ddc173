import { describe, expect, it } from 'vitest';
import type { UserAgentData } from '@/lib/device/environment';
import { type AgentEvidence, osBucket, readUserAgent } from '@/lib/device/user-agent';

const HINTS: UserAgentData = {
  brands: [
    { brand: 'Not/A)Brand', version: '8' },
    { brand: 'Chromium', version: '141' },
    { brand: 'Google Chrome', version: '141' },
  ],
  mobile: false,
  platform: 'Windows',
  platformVersion: '15.0.0',
  architecture: 'x86',
  bitness: '64',
  model: '',
};
const read = (
  userAgent: string,
  userAgentData: UserAgentData | null,
  beside: Partial<AgentEvidence> = {},
) => readUserAgent({ userAgent, userAgentData, ...beside });
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

describe('client hints come first', () => {
  it('reads browser, system, architecture and form', () => {
    expect(read(CHROME, HINTS)).toEqual({
      browser: 'Chrome',
      browserMajor: 141,
      os: 'Windows',
      osMajor: 11,
      architecture: 'x86-64',
      form: 'desktop',
      provenance: 'client-hints',
    });
  });

  it.each([
    ['10.0.0', 10],
    ['0.3.0', null],
    ['13.0.0', 11],
    ['', null],
  ])('Windows platformVersion %j is Windows %j', (platformVersion, version) => {
    expect(read('', { ...HINTS, platformVersion }).osMajor).toBe(version);
  });

  it('names Edge, Brave and plain Chromium by their own brand', () => {
    const branded = (brand: string) =>
      read('', {
        ...HINTS,
        brands: [
          { brand: 'Chromium', version: '141' },
          { brand, version: '140' },
        ],
      });
    expect(branded('Microsoft Edge').browser).toBe('Edge');
    expect(branded('Brave')).toMatchObject({ browser: 'Brave', browserMajor: 140 });
    expect(branded('Not?A_Brand').browser).toBe('Chromium');
  });

  it('tells phones from tablets on Android', () => {
    const android = {
      ...HINTS,
      platform: 'Android',
      platformVersion: '15.0.0',
      architecture: '',
      bitness: '',
    };
    expect(read('', { ...android, mobile: true })).toMatchObject({
      os: 'Android',
      osMajor: 15,
      form: 'phone',
    });
    expect(read('', android)).toMatchObject({ form: 'tablet', architecture: null });
  });
});

describe('the User-Agent string, and what it freezes', () => {
  it.each([
    [CHROME, 'Chrome', 'Windows', null, 'desktop'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0',
      'Firefox',
      'macOS',
      null,
      'desktop',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Firefox',
      'Linux',
      null,
      'desktop',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS 17',
      'arm64',
      'phone',
    ],
    [
      'Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
      'Safari',
      'Linux',
      'arm64',
      'desktop',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      'Chrome',
      'ChromeOS',
      null,
      'desktop',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 16295.54.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
      'Chrome',
      'ChromeOS 16295',
      null,
      'desktop',
    ],
    [
      'Mozilla/5.0 (X11; CrOS aarch64 15633.69.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36',
      'Chrome',
      'ChromeOS 15633',
      'arm64',
      'desktop',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS 26',
      'arm64',
      'phone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.7 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS 18',
      'arm64',
      'phone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1',
      'Chrome',
      'iOS',
      'arm64',
      'phone',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/39.1.0.12 SamsungBrowser/4.0 Chrome/136.0.0.0 VR Safari/537.36',
      'Meta Quest Browser',
      'Android',
      'arm64',
      'other',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/39.1.0.12 Chrome/136.0.0.0 VR Safari/537.36',
      'Meta Quest Browser',
      'Android',
      'arm64',
      'other',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Edge',
      'Windows',
      null,
      'desktop',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
      null,
      'phone',
    ],
    [
      'Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0',
      'Firefox',
      'Android 14',
      null,
      'phone',
    ],
    ['', null, null, null, 'other'],
  ])('%s', (text, browser, os, architecture, form) => {
    const agent = read(text, null);
    expect({
      browser: agent.browser,
      os: osBucket(agent),
      architecture: agent.architecture,
      form: agent.form,
    }).toEqual({
      browser,
      os,
      architecture,
      form,
    });
    expect(agent.provenance).toBe('user-agent-string');
  });
});

describe('architecture, from what cannot lie', () => {
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
  const webgl = (renderer: string) => ({ webgl: { vendor: '', renderer } });

  it('is that of the produced NaN where the string says x86_64 on every machine', () => {
    expect(read(FIREFOX, null, { nanByte: 255 }).architecture).toBe('x86-64');
    expect(read(FIREFOX, null, { nanByte: 127 }).architecture).toBe('arm64');
    expect(read(CHROME, null, { nanByte: 127 }).architecture).toBe('arm64');
    expect(read(FIREFOX, null, { nanByte: 3 }).architecture).toBeNull();
  });

  it.each([
    ['Apple M1 (G13G B1)', 'arm64'],
    ['V3D 7.1.10.2', 'arm64'],
    ['Adreno X1-85', 'arm64'],
    ['NVIDIA GB10/PCIe', 'arm64'],
    ['Mesa Intel(R) UHD Graphics 620 (KBL GT2)', 'x86-64'],
    ['NVIDIA GeForce RTX 4090/PCIe/SSE2', null],
    ['Apple M1, or similar', null],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', null],
  ])('without it, that of a processor with %s', (renderer, architecture) => {
    expect(read(FIREFOX, null, webgl(renderer)).architecture).toBe(architecture);
  });

  it('is unknown without either', () => {
    expect(read(FIREFOX, null).architecture).toBeNull();
  });

  it('takes the hints, unless the NaN denies them', () => {
    expect(read(CHROME, HINTS, { nanByte: 255 }).architecture).toBe('x86-64');
    expect(read(CHROME, { ...HINTS, architecture: 'arm' }, { nanByte: 127 }).architecture).toBe(
      'arm64',
    );
    // x86 code on an ARM machine: an emulator's speed is neither's.
    expect(
      read(CHROME, { ...HINTS, architecture: 'arm' }, { nanByte: 255 }).architecture,
    ).toBeNull();
  });

  it('sees through Android that asks for desktop pages as Linux on x86', () => {
    const desktop = { ...HINTS, platform: 'Linux', platformVersion: '' };
    expect(read('', desktop, { nanByte: 127 })).toMatchObject({
      os: null,
      architecture: 'arm64',
      form: 'other',
    });
    expect(read('', desktop, { nanByte: 255 })).toMatchObject({
      os: 'Linux',
      architecture: 'x86-64',
      form: 'desktop',
    });
    const firefox = read(FIREFOX, null, {
      nanByte: 127,
      touchPoints: 5,
      ...webgl('Adreno (TM) 740'),
    });
    expect(firefox).toMatchObject({ os: null, form: 'other', architecture: 'arm64' });
  });
});

describe('machines that call themselves others', () => {
  const SAFARI =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';

  it('an iPad in desktop mode is an iPad by its touch points, a Mac has none, and without the count it is unknown', () => {
    expect(read(SAFARI, null, { touchPoints: 5 })).toMatchObject({
      os: 'iOS',
      osMajor: null,
      form: 'tablet',
    });
    expect(read(SAFARI, null, { touchPoints: 0 })).toMatchObject({
      os: 'macOS',
      osMajor: null,
      form: 'desktop',
    });
    expect(read(SAFARI, null)).toMatchObject({
      browser: 'Safari',
      browserMajor: 26,
      os: null,
      form: 'other',
    });
  });

  it('a Quest is one browser by its hints and by its string', () => {
    const brands = [
      { brand: 'Chromium', version: '136' },
      { brand: 'Oculus Browser', version: '39' },
    ];
    const hinted = read('', { ...HINTS, brands, platform: 'Android', mobile: true });
    expect(hinted).toMatchObject({ browser: 'Meta Quest Browser', browserMajor: 39 });
  });

  it('gives macOS 26 its name where an old program is told 16', () => {
    const mac = { ...HINTS, platform: 'macOS', platformVersion: '16.0.0' };
    expect(osBucket(read('', mac))).toBe('macOS 26');
  });

  it('names no browser and no system that the tables do not hold', () => {
    const brands = [
      { brand: 'Chromium', version: '141' },
      { brand: 'Buy Cheap Watches', version: '1' },
    ];
    expect(read('', { ...HINTS, brands, platform: 'Visit example.com' })).toMatchObject({
      browser: null,
      os: null,
    });
  });
});

it.each([
  ['Google Chrome', 'Chrome'],
  ['Microsoft Edge', 'Edge'],
  ['Opera GX', 'Opera'],
  ['Samsung Internet', 'Samsung Internet'],
  ['DuckDuckGo', 'DuckDuckGo'],
  ['YaBrowser', 'Yandex Browser'],
])('the brand %s and the string of the same browser are one entry', (brand, name) => {
  const brands = [
    { brand: 'Chromium', version: '141' },
    { brand, version: '141' },
  ];
  expect(read('', { ...HINTS, brands }).browser).toBe(name);
});
