import { describe, expect, it } from 'vitest';
import { plainText, reportAdapter } from '@/lib/device/adapter-report';
import { describeEnvironment, type ProbedEnvironment } from '@/lib/device/facts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

const environment: ProbedEnvironment = {
  userAgent: FIREFOX,
  userAgentData: null,
  cores: 16,
  memoryGiB: null,
  crossOriginIsolated: true,
  timerStepUs: 20,
  webgl: { vendor: 'NVIDIA Corporation', renderer: 'GeForce GTX 980, or similar' },
  webgpu: { status: 'unavailable', reason: 'no adapter' },
  power: { state: 'unknown', provenance: 'unknown' },
};
const fidelities = (changes: Partial<ProbedEnvironment>): Record<string, string> =>
  Object.fromEntries(
    describeEnvironment({ ...environment, ...changes }).map(({ key, fidelity }) => [key, fidelity]),
  );

describe('how far a browser lets a value through', () => {
  it('Firefox: cores capped at 16, renderer bucketed, no memory', () => {
    expect(fidelities({})).toMatchObject({
      cores: 'rounded',
      webglRenderer: 'bucketed',
      memoryGiB: 'absent',
    });
    expect(fidelities({ cores: 12 }).cores).toBe('exact');
  });

  it('Safari: cores in classes, GPU masked in WebGL and WebGPU', () => {
    const apple = { vendor: 'apple', architecture: 'apple', device: 'apple', description: 'apple' };
    const safari = fidelities({
      userAgent: SAFARI,
      cores: 8,
      webgl: { vendor: 'Apple Inc.', renderer: 'Apple GPU' },
      webgpu: { status: 'available', ...apple, fallbackAdapter: null, features: [] },
    });
    expect(safari).toMatchObject({
      cores: 'bucketed',
      webglRenderer: 'masked',
      'webgpu.vendor': 'masked',
    });
  });

  it('Brave: cores drawn at random', () => {
    const brands = [{ brand: 'Brave', version: '141' }];
    const data = {
      brands,
      mobile: false,
      platform: 'Linux',
      platformVersion: '6.1',
      architecture: 'x86',
      bitness: '64',
      model: '',
    };
    expect(fidelities({ userAgentData: data }).cores).toBe('masked');
  });

  it('Chromium: memory and limits coarse, names of devices withheld', () => {
    const chromium = fidelities({
      memoryGiB: 8,
      webgpu: {
        status: 'available',
        vendor: 'nvidia',
        architecture: 'ampere',
        device: '',
        description: '',
        fallbackAdapter: false,
        features: ['shader-f16'],
        limits: { maxBufferSize: 4294967296 },
      },
    });
    expect(chromium).toMatchObject({
      memoryGiB: 'rounded',
      'webgpu.architecture': 'exact',
      'webgpu.device': 'masked',
      'webgpu.limits': 'bucketed',
    });
  });

  it('gives every fact the API it is from', () => {
    expect(describeEnvironment(environment).filter(({ provenance }) => provenance === '')).toEqual(
      [],
    );
  });
});

describe('adapter report', () => {
  it('reads limits from getters and takes the fallback flag from either place', () => {
    const limits = Object.create({
      get maxBufferSize() {
        return 5;
      },
      toJSON() {
        return {};
      },
    }) as object;
    const report = reportAdapter({
      info: { vendor: 'intel' },
      features: new Set(['b', 'a']),
      limits,
      isFallbackAdapter: true,
    });
    expect(report).toMatchObject({
      vendor: 'intel',
      device: '',
      features: ['a', 'b'],
      limits: { maxBufferSize: 5 },
      fallbackAdapter: true,
    });
    expect(
      reportAdapter({ info: { isFallbackAdapter: false }, features: [], limits: {} })
        .fallbackAdapter,
    ).toBe(false);
  });

  it('makes text that the wire accepts', () => {
    expect(plainText('a\u0000b\u202ec')).toBe('a b c');
    expect(plainText('x'.repeat(600))).toHaveLength(512);
    expect(plainText(undefined)).toBe('');
  });
});
