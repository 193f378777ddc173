// What browsers say of themselves: plain, masked, rounded and coarse, with strings as they are
// seen.
import type { Environment } from '@/lib/submission/schema';

export interface Browser {
  readonly userAgent: string;
  readonly userAgentData: Environment['userAgentData'];
  /** Step of performance.now() on an isolated page, microseconds. */
  readonly timerStepUs: number;
  readonly webgpu: boolean;
  /** What WebGL names the GPU: as the driver does, one word for all of them, or nothing. */
  readonly renderer: 'exact' | 'apple' | 'blank' | 'refused';
  /** The API tells of battery and mains. */
  readonly battery: boolean;
  /** How many cores it admits. */
  readonly mostCores: number;
  readonly memory: boolean;
}

/** Chromium's releases come every four weeks; visits of half a year meet several. */
export const CHROMIUM_MAJORS = [150, 152, 153, 154, 155, 156] as const;

type Platform = 'Windows' | 'macOS' | 'Linux' | 'Android' | 'Chrome OS';

const SYSTEMS: Readonly<Record<Platform, string>> = {
  Windows: 'Windows NT 10.0; Win64; x64',
  macOS: 'Macintosh; Intel Mac OS X 10_15_7',
  Linux: 'X11; Linux x86_64',
  Android: 'Linux; Android 10; K',
  'Chrome OS': 'X11; CrOS x86_64 14541.0.0',
};

const VERSIONS: Readonly<Record<Platform, string>> = {
  Windows: '19.0.0',
  macOS: '26.1.0',
  Linux: '6.12.0',
  Android: '16.0.0',
  'Chrome OS': '16433.0.0',
};

interface ChromiumOptions {
  readonly brand?: 'Google Chrome' | 'Microsoft Edge' | 'Brave';
  readonly architecture?: string;
  readonly model?: string;
}

export function chromium(
  platform: Platform,
  major: number,
  { brand = 'Google Chrome', architecture = 'x86', model = '' }: ChromiumOptions = {},
): Browser {
  const phone = platform === 'Android' && model !== '';
  const agent = `Mozilla/5.0 (${SYSTEMS[platform]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 ${phone ? 'Mobile ' : ''}Safari/537.36`;
  return {
    userAgent: brand === 'Microsoft Edge' ? `${agent} Edg/${major}.0.0.0` : agent,
    userAgentData: {
      brands: [
        { brand: 'Chromium', version: String(major) },
        { brand, version: String(major) },
        { brand: 'Not?A_Brand', version: '24' },
      ],
      mobile: phone,
      platform,
      platformVersion: VERSIONS[platform],
      architecture: platform === 'Android' ? '' : architecture,
      bitness: platform === 'Android' ? '' : '64',
      model,
    },
    timerStepUs: brand === 'Brave' ? 100 : 5,
    webgpu: true,
    renderer: brand === 'Brave' ? 'blank' : 'exact',
    battery: brand !== 'Brave',
    mostCores: 64,
    memory: brand !== 'Brave',
  };
}

/** `masked`: it resists fingerprinting, and its clock steps by milliseconds. */
export function firefox(
  platform: 'Windows' | 'Linux' | 'macOS',
  major: number,
  masked = false,
): Browser {
  const system = platform === 'macOS' ? 'Macintosh; Intel Mac OS X 10.15' : SYSTEMS[platform];
  return {
    userAgent: `Mozilla/5.0 (${system}; rv:${major}.0) Gecko/20100101 Firefox/${major}.0`,
    userAgentData: null,
    timerStepUs: masked ? 1000 : 20,
    webgpu: platform !== 'Linux' && !masked,
    renderer: masked ? 'refused' : 'exact',
    battery: false,
    mostCores: masked ? 8 : 16,
    memory: false,
  };
}

export function safari(device: 'Mac' | 'iPhone' | 'iPad', version: number): Browser {
  const system =
    device === 'iPhone'
      ? 'iPhone; CPU iPhone OS 18_7 like Mac OS X'
      : device === 'iPad'
        ? 'iPad; CPU OS 18_7 like Mac OS X'
        : 'Macintosh; Intel Mac OS X 10_15_7';
  return {
    userAgent: `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version}.0 ${device === 'Mac' ? '' : 'Mobile/15E148 '}Safari/605.1.15`,
    userAgentData: null,
    timerStepUs: 20,
    webgpu: true,
    renderer: 'apple',
    battery: false,
    mostCores: 8,
    memory: false,
  };
}
