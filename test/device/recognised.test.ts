import { describe, expect, it } from 'vitest';
import type { DeviceEnvironment } from '@/lib/device/environment';
import { nameOf } from '@/lib/device/gpu-name/gpu-name';
import { isRecognised, isRecognisedGpu } from '@/lib/device/recognised';
import cases from '@/test/fixtures/cases/renderers.json';
import { referenceJson } from '@/test/support/reference';

const machine = (renderer: string, vendor: string, architecture: string): DeviceEnvironment => ({
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  userAgentData: null,
  cores: 8,
  webgl: { vendor: '', renderer },
  webgpu: {
    status: 'available',
    vendor,
    architecture,
    device: '',
    description: '',
    fallbackAdapter: false,
    features: [],
  },
});

describe('names from the tables', () => {
  it('are those of real renderers and adapters', () => {
    const corpus = (referenceJson('renderers.json') ?? []) as readonly { readonly string: string }[];
    const names = [...corpus, ...cases].map(({ string }) => nameOf(string));
    expect(names.filter((name) => !isRecognisedGpu(name))).toEqual([]);
  });

  it('are not made of free words', () => {
    const advert = machine('NVIDIA GeForce RTX 4090 BUY NOW', 'nvidia', 'lovelace');
    expect(isRecognised(advert, 'webgpu')).toBe(false);
    expect(isRecognised(machine('', 'nvidia', 'buy-now'), 'webgpu')).toBe(false);
    expect(isRecognised(machine('NVIDIA GeForce RTX 5O90', 'nvidia', 'blackwell'), 'webgpu')).toBe(true);
    expect(isRecognised(machine('NVIDIA GeForce RTX 4090', 'nvidia', 'lovelace'), 'webgpu')).toBe(true);
  });

  it('are those of processors that the GPU names', () => {
    const ryzen = 'AMD Ryzen 7 7840U w/ Radeon 780M Graphics (radeonsi, gfx1103_r1, LLVM 17.0.6)';
    expect(isRecognised(machine(ryzen, 'amd', 'rdna-3'), 'wasm')).toBe(true);
    expect(isRecognised(machine('Apple M2 Pro', 'apple', 'metal-3'), 'wasm')).toBe(true);
    expect(isRecognised(machine('AMD Ryzen best hosting Radeon Graphics', 'amd', 'rdna-3'), 'wasm')).toBe(false);
  });
});
