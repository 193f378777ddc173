// The distribution of a cell: every person is in one bar, whatever the values.
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { drawDistribution } from '@/lib/charts/distribution';

const draw = (valuesMs: readonly number[]): string =>
  drawDistribution(
    { backend: 'wasm', voters: 'networks', valuesMs, p10Ms: 1, p50Ms: 2, p90Ms: 3 },
    'wide',
  );

describe('drawDistribution', () => {
  it('draws for any positive times, one person or many alike', () => {
    const times = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(times, (values) => {
        const { document } = parseHTML(`<body>${draw(values)}</body>`);
        expect(document.querySelectorAll('[data-mark="rect"] rect').length).toBeGreaterThan(1);
        expect(document.querySelector('svg')?.outerHTML).not.toContain('NaN');
      }),
      { numRuns: 30 },
    );
  });

  it('says its numbers to those who do not see it', () => {
    expect(draw([1, 2, 3])).toContain('Distribution over 3 networks: median 2.00\u2009ms');
  });

  it('refuses to draw nothing', () => expect(() => draw([])).toThrow(RangeError));
});
