// The scatter as SVG: one mark per point at the right place, names that stay text, nothing that
// depends on the theme.
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { drawWorkAndTime, type WorkAndTime } from '@/lib/charts/work-and-time';

const point = (over: Partial<WorkAndTime> = {}): WorkAndTime => ({
  model: 'MobileNetV2',
  device: 'GeForce RTX 4070',
  backend: 'webgpu',
  flops: 1e9,
  medianMs: 10,
  ...over,
});

function marksOf(svg: string): Element[] {
  const { document } = parseHTML(`<body>${svg}</body>`);
  return [...document.querySelectorAll('[data-mark="dot"] path')];
}

describe('drawWorkAndTime', () => {
  it.each(['narrow', 'wide'] as const)('draws every point (%s)', (width) => {
    const points = [1, 10, 100].map((factor) =>
      point({ flops: 1e8 * factor, medianMs: 2 * factor }),
    );
    const marks = marksOf(drawWorkAndTime(points, width));
    expect(marks).toHaveLength(3);
    const places = marks.map(
      (mark) =>
        mark
          .getAttribute('transform')
          ?.match(/[\d.]+/g)
          ?.map(Number) ?? [],
    );
    const [first = [], second = [], third = []] = places;
    // Equal ratios are equal distances on both log scales; more FLOPs lie to the right, more time
    // lies higher.
    expect((third[0] ?? 0) - (second[0] ?? 0)).toBeCloseTo((second[0] ?? 0) - (first[0] ?? 0), 1);
    expect((second[1] ?? 0) - (third[1] ?? 0)).toBeCloseTo((first[1] ?? 0) - (second[1] ?? 0), 1);
    expect((third[0] ?? 0) > (first[0] ?? 0) && (third[1] ?? 0) < (first[1] ?? 0)).toBe(true);
  });

  it('keeps hostile names as text', () => {
    const svg = drawWorkAndTime(
      [point({ device: '</title><script>alert(1)</script>', model: '"&<img src=x>' })],
      'wide',
    );
    const { document } = parseHTML(`<body>${svg}</body>`);
    expect(document.querySelectorAll('script, img')).toHaveLength(0);
    expect(svg).toContain('&lt;script');
  });

  it('has one accessible name and colours by variable only', () => {
    const svg = drawWorkAndTime([point()], 'wide');
    expect(svg).toMatch(
      /^<svg aria-label="FLOPs against median time of one result, from [^"]+" role="img"/,
    );
    expect(svg).not.toMatch(/#[0-9a-f]{3,6}\b|<style/i);
    expect(svg).toContain('var(--color-webgpu)');
  });

  it('refuses an empty list', () => expect(() => drawWorkAndTime([], 'wide')).toThrow(RangeError));
});
