// Ratios by family: a mark per ratio, a span per interval, round ticks that always hold 1.
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { drawRatios, ratioTicks } from '@/lib/charts/ratios';

describe('drawRatios', () => {
  it('draws a lettered dot per ratio and a span where there is an interval', () => {
    const svg = drawRatios(
      [
        { group: 'GEMM', subject: 'B', value: 2, interval: [1.5, 2.5] },
        { group: '<script>', subject: 'C', value: 0.4, interval: null },
      ],
      'times as fast as A',
      'narrow',
    );
    const { document } = parseHTML(`<body>${svg}</body>`);
    expect(document.querySelectorAll('[data-mark="dot"] path')).toHaveLength(2);
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toContain('GEMM B 2.00');
  });

  it('gives backends their own shapes and no letters', () => {
    const svg = drawRatios(
      [{ group: 'GEMM', subject: 'webgpu', backend: 'webgpu', value: 2, interval: null }],
      'times',
      'wide',
    );
    const { document } = parseHTML(`<body>${svg}</body>`);
    expect(document.querySelector('[data-mark="dot"] path')?.getAttribute('fill')).toBe(
      'var(--color-webgpu)',
    );
    expect(document.querySelectorAll('[data-mark="text"] text')).toHaveLength(0);
  });

  it('refuses to draw nothing', () =>
    expect(() => drawRatios([], 'x', 'wide')).toThrow(RangeError));
});

describe('ratioTicks', () => {
  it.each([
    [[2.3], [0.5, 1, 2, 5]],
    [
      [0.532, 0.1],
      [0.05, 0.1, 0.2, 0.5, 1, 2],
    ],
    [[1], [0.5, 1, 2]],
  ])('%j → %j', (values, ticks) =>
    expect(ratioTicks(values)).toEqual(ticks.map((tick) => expect.closeTo(tick, 9))),
  );
});
