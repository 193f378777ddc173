// What browsers say of themselves and of their machines: plain, masked, rounded and coarse. Strings
// as they are seen.
import type { Prng } from '@/lib/core/prng';
import { ORT_VERSION } from '@/lib/ort/version';
import type { Environment } from '@/lib/submission/schema';

type Adapter = Extract<Environment['webgpu'], { status: 'available' }>;

const chrome = (system: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36`;
const angle = (vendor: string, gpu: string): string =>
  `ANGLE (${vendor}, ${gpu} Direct3D11 vs_5_0 ps_5_0, D3D11)`;

const hints = (
  platform: string,
  platformVersion: string,
  architecture: string,
): Environment['userAgentData'] => ({
  brands: [
    { brand: 'Chromium', version: '141' },
    { brand: 'Google Chrome', version: '141' },
    { brand: 'Not?A_Brand', version: '8' },
  ],
  mobile: platform === 'Android',
  platform,
  platformVersion,
  architecture,
  bitness: '64',
  model: '',
});

/** A GPU that a browser names, and what its vendor says it computes in fp32, 10⁹ FLOP/s. */
export interface Chip {
  readonly renderer: string;
  /** As Dawn says it. */
  readonly architecture: string;
  readonly peakGflops: number;
  /** Cores on the same chip; null where the name tells nothing of the processor. */
  readonly cores: number | null;
}

const nvidia = (model: string, architecture: string, peakGflops: number): Chip => ({
  renderer: angle('NVIDIA', `NVIDIA GeForce ${model}`),
  architecture,
  peakGflops,
  cores: null,
});
const apple = (model: string, cores: number, peakGflops: number): Chip => ({
  renderer: `ANGLE (Apple, ANGLE Metal Renderer: Apple ${model}, Unspecified Version)`,
  architecture: 'metal-3',
  peakGflops,
  cores,
});
const adreno = (model: number, peakGflops: number): Chip => ({
  renderer: `Adreno (TM) ${model}`,
  architecture: `adreno-${Math.floor(model / 100)}xx`,
  peakGflops,
  cores: null,
});

const adapter = (vendor: string, architecture: string): Adapter => ({
  status: 'available',
  vendor,
  architecture,
  device: '',
  description: '',
  fallbackAdapter: false,
  features: ['shader-f16', 'timestamp-query'],
});

const NO_ADAPTER: Environment['webgpu'] = {
  status: 'unavailable',
  reason: 'no WebGPU in this browser',
};

interface Browser {
  readonly userAgent: string;
  readonly userAgentData: Environment['userAgentData'];
  readonly webgl: Environment['webgl'];
  readonly webgpu: Environment['webgpu'];
  readonly timerStepUs: number;
  readonly isolated: boolean;
  /**
   * What a named GPU may be, weakest first; its name stands in `webgl` and `webgpu`. Empty where
   * those name none.
   */
  readonly chips: readonly Chip[];
}

export const BROWSERS: Readonly<Record<string, Browser>> = {
  'Chrome on Windows, NVIDIA': {
    userAgent: chrome('Windows NT 10.0; Win64; x64'),
    userAgentData: hints('Windows', '15.0.0', 'x86'),
    webgl: {
      vendor: 'Google Inc. (NVIDIA)',
      renderer: angle('NVIDIA', 'NVIDIA GeForce RTX 5090'),
    },
    webgpu: adapter('nvidia', 'blackwell'),
    timerStepUs: 5,
    isolated: true,
    chips: [
      nvidia('GTX 1650', 'turing', 2_984),
      nvidia('RTX 2060', 'turing', 6_451),
      nvidia('RTX 3060', 'ampere', 12_738),
      nvidia('RTX 4070', 'lovelace', 29_146),
      nvidia('RTX 4080', 'lovelace', 48_737),
      nvidia('RTX 4090', 'lovelace', 82_575),
      nvidia('RTX 5090', 'blackwell', 104_753),
    ],
  },
  'Chrome on Windows, hybrid': {
    userAgent: chrome('Windows NT 10.0; Win64; x64'),
    userAgentData: hints('Windows', '10.0.0', 'x86'),
    webgl: {
      vendor: 'Google Inc. (Intel)',
      renderer: angle('Intel', 'Intel(R) Iris(R) Xe Graphics (0x00009A49)'),
    },
    webgpu: adapter('nvidia', 'ampere'),
    timerStepUs: 5,
    isolated: true,
    chips: [],
  },
  'Chrome on macOS': {
    userAgent: chrome('Macintosh; Intel Mac OS X 10_15_7'),
    userAgentData: hints('macOS', '15.3.0', 'arm'),
    webgl: {
      vendor: 'Google Inc. (Apple)',
      renderer: 'ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Max, Unspecified Version)',
    },
    webgpu: adapter('apple', 'metal-3'),
    timerStepUs: 5,
    isolated: true,
    chips: [
      apple('M1', 8, 2_617),
      apple('M1 Pro', 10, 5_308),
      apple('M1 Max', 10, 10_617),
      apple('M2 Ultra', 24, 27_200),
    ],
  },
  'Chrome on Android': {
    userAgent: chrome('Linux; Android 10; K').replace('Safari', 'Mobile Safari'),
    userAgentData: hints('Android', '14.0.0', ''),
    webgl: { vendor: 'Qualcomm', renderer: 'Adreno (TM) 740' },
    webgpu: adapter('qualcomm', 'adreno-7xx'),
    timerStepUs: 5,
    isolated: true,
    chips: [adreno(618, 360), adreno(640, 900), adreno(740, 2_500)],
  },
  'Safari on macOS': {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    userAgentData: null,
    webgl: { vendor: 'Apple Inc.', renderer: 'Apple GPU' },
    webgpu: adapter('apple', ''),
    timerStepUs: 20,
    isolated: true,
    chips: [],
  },
  'Firefox on Linux': {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
    userAgentData: null,
    webgl: { vendor: 'AMD', renderer: 'Radeon R9 200 Series, or similar' },
    webgpu: NO_ADAPTER,
    timerStepUs: 20,
    isolated: true,
    chips: [],
  },
  'Firefox that resists fingerprinting': {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
    userAgentData: null,
    webgl: { vendor: 'Mozilla', renderer: 'Mozilla' },
    webgpu: NO_ADAPTER,
    timerStepUs: 1000,
    isolated: true,
    chips: [],
  },
  'Brave on Windows': {
    userAgent: chrome('Windows NT 10.0; Win64; x64'),
    userAgentData: hints('Windows', '15.0.0', 'x86'),
    webgl: { vendor: '', renderer: '' },
    webgpu: adapter('', ''),
    timerStepUs: 100,
    isolated: true,
    chips: [],
  },
  'Chrome on Linux, not isolated': {
    userAgent: chrome('X11; Linux x86_64'),
    userAgentData: null,
    webgl: null,
    webgpu: NO_ADAPTER,
    timerStepUs: 100,
    isolated: false,
    chips: [],
  },
};

export const browserNames = Object.keys(BROWSERS);

/**
 * The browser on a machine with `chip`; null for one that it does not name, or the one it names by
 * default.
 */
export function environmentOf(
  browser: Browser,
  cores: number,
  prng: Prng,
  chip: Chip | null = null,
): Environment {
  const { userAgent, userAgentData, timerStepUs, isolated } = browser;
  const webgl =
    chip === null || browser.webgl === null
      ? browser.webgl
      : { ...browser.webgl, renderer: chip.renderer };
  const webgpu =
    chip === null || browser.webgpu.status === 'unavailable'
      ? browser.webgpu
      : { ...browser.webgpu, architecture: chip.architecture };
  return {
    userAgent,
    userAgentData,
    cores,
    memoryGiB: [null, 4, 8][prng.below(3)],
    crossOriginIsolated: isolated,
    timerStepUs,
    simd: true,
    relaxedSimd: null,
    runtime: 'ort',
    ortVersion: ORT_VERSION,
    ortBundle: webgpu.status === 'available' ? 'wasm+webgpu-jspi' : 'wasm',
    webgl,
    webgpu,
    power: { state: 'unknown', provenance: 'unknown' },
  };
}
