import { describe, expect, it } from 'vitest';
import { timeKey, variantTimes } from '@/app/models/[id]/variant-times';
import type { Gain } from '@/lib/db/gains';

const gain = (
  variant: string,
  backend: Gain['backend'],
  deviceSlug: string,
  ratio: number,
): Gain => ({
  base: 'resnet50-fp32',
  variant,
  baseBackend: backend,
  backend,
  deviceSlug,
  deviceName: deviceSlug,
  networks: 1,
  ratio,
});

describe('variantTimes', () => {
  it('turns gains into times, by variant and backend, as the median over devices', () => {
    const times = variantTimes([
      gain('resnet50-w8a8', 'wasm', 'a', 2),
      gain('resnet50-w8a8', 'wasm', 'b', 4),
      gain('resnet50-w8a8', 'wasm', 'c', 2.5),
      gain('resnet50-fp16', 'webgpu', 'a', 1.25),
    ]);
    expect(times.get(timeKey('resnet50-w8a8', 'wasm'))).toMatchObject({
      devices: 3,
      ratio: { value: 0.4 },
    });
    expect(times.get(timeKey('resnet50-fp16', 'webgpu'))).toMatchObject({
      devices: 1,
      ratio: { value: 0.8 },
    });
    expect(times.get(timeKey('resnet50-fp16', 'wasm'))).toBeUndefined();
  });
});
