// Insights: pairs that the manifest has, promises of the counts, each device one voice, exponents
// of known lines.
import { describe, expect, it } from 'vitest';
import { scalingOf } from '@/app/insights/scaling';
import { FEWEST_DEVICES, summariseGains } from '@/app/insights/summary';
import type { WorkAndTime } from '@/lib/charts/work-and-time';
import type { Gain } from '@/lib/db/gains';
import { MANIFEST } from '@/lib/models/manifest';
import { designPairs, precisionPairs, promised, pruningPairs } from '@/lib/models/pairs';

describe('pairs', () => {
  it('set every cheaper precision against its own fp32, with the same FLOPs', () => {
    const pairs = precisionPairs(MANIFEST);
    expect(pairs.map(({ base, variant }) => [base.id, variant.id])).toContainEqual([
      'resnet50-fp32',
      'resnet50-fp16',
    ]);
    expect(new Set(pairs.map(({ group }) => group))).toEqual(
      new Set(['fp16', 'int8', 'int4, fp16', 'int4, fp32']),
    );
    for (const pair of pairs) {
      expect(pair.base.precision).toBe('fp32');
      expect(pair.variant.flops).toBe(pair.base.flops);
    }
  });

  it('set pruned nets against the whole one, which has more FLOPs', () => {
    const pairs = pruningPairs(MANIFEST);
    expect(pairs.map(({ group }) => group)).toContain('MobileNetV2, 50 %');
    for (const pair of pairs) expect(promised(pair)).toBeGreaterThan(1);
  });

  it('set efficient nets against a classic one', () => {
    const pairs = designPairs(MANIFEST);
    expect(pairs.length).toBeGreaterThan(4);
    for (const pair of pairs) expect(promised(pair)).toBeGreaterThan(2);
  });
});

describe('summariseGains', () => {
  const gain = (deviceSlug: string, ratio: number, given: Partial<Gain> = {}): Gain => ({
    base: 'a',
    variant: 'b',
    baseBackend: 'wasm',
    backend: 'wasm',
    deviceSlug,
    deviceName: deviceSlug,
    networks: 5,
    ratio,
    ...given,
  });

  it('gives every device one voice, whatever its networks and workloads', () => {
    const gains = [
      gain('x', 1, { networks: 500 }),
      gain('x', 4, { variant: 'c' }),
      gain('y', 3),
      gain('z', 8),
    ];
    const { rows } = summariseGains(gains, () => 'group');
    expect(rows).toEqual([
      {
        group: 'group',
        backend: 'wasm',
        devices: 3,
        networks: 510,
        ratio: {
          value: expect.closeTo(3, 9),
          interval: [expect.closeTo(2, 9), expect.closeTo(8, 9)],
        },
      },
    ]);
  });

  it('draws nothing below the fewest devices and says how many there are', () => {
    const few = Array.from({ length: FEWEST_DEVICES - 1 }, (_, index) => gain(`${index}`, 2));
    expect(summariseGains(few, () => 'group')).toEqual({
      rows: [],
      mostDevices: FEWEST_DEVICES - 1,
    });
    expect(summariseGains(few, () => null)).toEqual({ rows: [], mostDevices: 0 });
  });
});

describe('scalingOf', () => {
  const points = (device: string, exponent: number, flops: readonly number[]): WorkAndTime[] =>
    flops.map((count) => ({
      model: `${count}`,
      device,
      backend: 'wasm',
      flops: count,
      medianMs: 3 * (count / 1e9) ** exponent,
    }));

  it('finds the power of each device', () => {
    const all = [...points('x', 0.5, [1e8, 1e9, 1e10]), ...points('y', 1, [1e8, 2e9, 1e10])];
    expect(scalingOf(all)).toEqual({
      series: 2,
      median: expect.closeTo(0.75, 9),
      lowest: expect.closeTo(0.5, 9),
      highest: expect.closeTo(1, 9),
    });
  });

  it('says nothing of two models, or of one size', () => {
    expect(scalingOf(points('x', 1, [1e8, 1e9]))).toBeNull();
    expect(scalingOf(points('x', 1, [1e9, 1e9, 1e9]))).toBeNull();
  });
});
