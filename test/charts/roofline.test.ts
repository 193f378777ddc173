// The roofline: the attainable rate by the formula, a roof per backend, a mark per workload, names
// that stay text.
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { attainableGflops, drawRoofline, type RooflineCeiling } from '@/lib/charts/roofline';
import { decades } from '@/lib/charts/svg-plot';

const roof: RooflineCeiling = { backend: 'wasm', peakGflops: 40, bandwidthGBs: 20 };

describe('attainableGflops', () => {
  it.each([
    [0.5, 10],
    [2, 40],
    [100, 40],
  ])('at %s FLOPs per byte: %s GFLOPS', (intensity, gflops) =>
    expect(attainableGflops(roof, intensity)).toBe(gflops),
  );
});

describe('drawRoofline', () => {
  it('draws a roof per backend and a mark per workload', () => {
    const svg = drawRoofline(
      [roof, { backend: 'webgpu', peakGflops: 4000, bandwidthGBs: 300 }],
      [
        { name: 'MobileNetV2', backend: 'wasm', intensity: 6, gflops: 14 },
        { name: '<script>alert(1)</script>', backend: 'webgpu', intensity: 6, gflops: 33 },
      ],
      'narrow',
    );
    const { document } = parseHTML(`<body>${svg}</body>`);
    expect(document.querySelectorAll('[data-mark="line"] path')).toHaveLength(2);
    expect(document.querySelectorAll('[data-mark="dot"] path')).toHaveLength(2);
    expect(document.querySelectorAll('script')).toHaveLength(0);
  });

  it('refuses to draw without a ceiling', () =>
    expect(() => drawRoofline([], [], 'wide')).toThrow(RangeError));
});

describe('decades', () => {
  it.each([
    [
      [3, 40],
      [1, 100],
    ],
    [[10], [10, 100]],
    [
      [0.02, 0.5],
      [0.01, 1],
    ],
  ])('%j → %j', (values, expected) => {
    const [low, high] = decades(values);
    expect(low).toBeCloseTo(expected[0] ?? Number.NaN, 12);
    expect(high).toBeCloseTo(expected[1] ?? Number.NaN, 12);
  });
});
