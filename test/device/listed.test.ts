import { describe, expect, it } from 'vitest';
import { BACKENDS } from '@/lib/core/backend';
import { deviceOf } from '@/lib/device/device';
import { gpuSlug, gpuTitle, nameOf } from '@/lib/device/gpu-name/gpu-name';
import { listedDeclaredSlugsOf, listedDeviceOf, listedName } from '@/lib/device/listed';
import { ENVIRONMENT } from '@/scripts/client/submission';
import { referenceJson } from '@/scripts/oracle/reference';

const WORDS = Array.from({ length: 110 }, (_, i) => `word${i}`).join(' ');

/** What boards, titles, search and badges would show of a renderer string, on every backend. */
function shownOf(
  renderer: string,
  webgpu: Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>> = {},
) {
  const environment = {
    ...ENVIRONMENT,
    webgl: { vendor: 'x', renderer },
    webgpu: {
      status: 'available' as const,
      vendor: '',
      architecture: '',
      device: '',
      description: renderer,
      fallbackAdapter: false,
      features: [],
      ...webgpu,
    },
  };
  return BACKENDS.map((backend) => listedDeviceOf(environment, backend)).flatMap(
    ({ slug, name, otherGpu }) => [slug, name, otherGpu ?? ''],
  );
}

describe('a name that no table has', () => {
  it.each([
    ['NVIDIA RTX 5O90', /5o90/i],
    ['NVIDIA GeForce RTX 9999', /9999/],
    ['AMD Radeon RX 7900 XTX IS A Scam Evil.example', /scam|evil/i],
    ['DO NOT BUY', /buy/i],
    ['Intel DO NOT BUY Graphics', /buy/i],
    ['AMD Ryzen DO NOT BUY with Radeon Graphics', /buy/i],
    ['Snapdragon DO NOT BUY Adreno GPU', /buy/i],
    ['Apple M99', /M99/i],
    [`NVIDIA GeForce RTX 4090 ${WORDS}`, /word/],
    [`ANGLE (AMD, AMD Radeon ${WORDS} Direct3D11 vs_5_0 ps_5_0, D3D11)`, /word/],
    [WORDS, /word/],
    ['VMware SVGA 3D (NVIDIA GeForce RTX 4090 EVIL)', /evil/i],
  ])('%s reaches nothing', (renderer, words) => {
    for (const shown of shownOf(renderer)) {
      expect(shown).not.toMatch(words);
      expect(shown.length).toBeLessThan(64);
    }
  });

  it('is its vendor, at one address', () => {
    const found = [
      'NVIDIA RTX 5O90',
      'NVIDIA GeForce RTX 9999',
      `NVIDIA GeForce RTX 4090 ${WORDS}`,
    ].map((text) => {
      const name = listedName(nameOf(text));
      return `${gpuSlug(name)}: ${gpuTitle(name)}`;
    });
    expect(new Set(found)).toEqual(
      new Set(['nvidia-unlisted-model: NVIDIA GPU (model not listed)']),
    );
  });

  it('is none of an architecture either', () => {
    for (const shown of shownOf('', { vendor: 'nvidia', architecture: 'do-not-buy' }))
      expect(shown).not.toMatch(/buy/i);
    expect(shownOf('', { vendor: 'nvidia', architecture: 'lovelace' })).toContain(
      'nvidia-family-lovelace',
    );
  });
});

describe('software that a browser names', () => {
  const said = {
    brands: [{ brand: 'DO NOT BUY', version: '1' }],
    mobile: false,
    platform: 'DO NOT BUY',
  };
  const userAgentData = {
    ...said,
    platformVersion: '',
    architecture: 'x86',
    bitness: '64',
    model: 'DO NOT BUY',
  };
  it('reaches no device either', () => {
    const device = listedDeviceOf({ ...ENVIRONMENT, userAgentData, webgl: null }, 'wasm');
    expect(`${device.slug} ${device.name}`).not.toMatch(/buy/i);
  });
});

describe('a declaration', () => {
  const declared = (gpu: string | null, cpu: string | null) =>
    listedDeclaredSlugsOf(
      { ...ENVIRONMENT, webgl: null, webgpu: { status: 'unavailable', reason: '' } },
      { gpu, cpu },
    );

  it('counts where it is listed', () => {
    expect(declared('NVIDIA GeForce RTX 4090', '12th Gen Intel(R) Core(TM) i7-12700H')).toEqual({
      gpu: 'declared-gpu-nvidia-geforce-rtx-4090',
      cpu: 'declared-cpu-intel-core-i7-12700h',
    });
  });

  it.each(['DO NOT BUY', 'NVIDIA RTX 5O90', WORDS])('counts nowhere where it is not: %s', (text) =>
    expect(declared(text, text)).toEqual({ gpu: null, cpu: null }),
  );
});

it('leaves every name of a real machine as it is', () => {
  const corpus = (referenceJson('renderers.json') ?? []) as readonly { readonly string: string }[];
  const moved = corpus.flatMap(({ string }) => {
    const read = nameOf(string);
    const environment = {
      ...ENVIRONMENT,
      userAgentData: null,
      webgl: { vendor: '', renderer: string },
    };
    const before = [gpuSlug(read), deviceOf(environment, 'wasm').slug];
    const after = [gpuSlug(listedName(read)), listedDeviceOf(environment, 'wasm').slug];
    return before.join() === after.join() ? [] : [`${string}: ${before} → ${after}`];
  });
  expect(moved).toEqual([]);
  const device = deviceOf(ENVIRONMENT, 'webgpu');
  expect(listedDeviceOf(ENVIRONMENT, 'webgpu')).toEqual(device);
});
