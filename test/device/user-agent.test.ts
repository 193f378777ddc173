import { describe, expect, it } from 'vitest';
import type { UserAgentData } from '@/lib/device/environment';
import { osBucket, readUserAgent } from '@/lib/device/user-agent';

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
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

describe('client hints come first', () => {
  it('reads browser, system, architecture and form', () => {
    expect(readUserAgent(CHROME, HINTS)).toEqual({
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
    expect(readUserAgent('', { ...HINTS, platformVersion }).osMajor).toBe(version);
  });

  it('names Edge, Brave and plain Chromium by their own brand', () => {
    const branded = (brand: string) =>
      readUserAgent('', {
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
    const android = { ...HINTS, platform: 'Android', platformVersion: '15.0.0', architecture: '', bitness: '' };
    expect(readUserAgent('', { ...android, mobile: true })).toMatchObject({
      os: 'Android',
      osMajor: 15,
      form: 'phone',
    });
    expect(readUserAgent('', android)).toMatchObject({ form: 'tablet', architecture: null });
  });
});

describe('the User-Agent string, and what it freezes', () => {
  it.each([
    [CHROME, 'Chrome', 'Windows', 'x86-64', 'desktop'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0',
      'Firefox',
      'macOS',
      null,
      'desktop',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux', 'x86-64', 'desktop'],
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
      'x86-64',
      'desktop',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
      null,
      'phone',
    ],
    ['Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 'Firefox', 'Android 14', null, 'phone'],
    ['', null, null, null, 'other'],
  ])('%s', (text, browser, os, architecture, form) => {
    const agent = readUserAgent(text, null);
    expect({ browser: agent.browser, os: osBucket(agent), architecture: agent.architecture, form: agent.form }).toEqual(
      {
        browser,
        os,
        architecture,
        form,
      },
    );
    expect(agent.provenance).toBe('user-agent-string');
  });
});
