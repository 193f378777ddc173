// The formulas that the learn page prints against what its graphs count.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYER_KINDS, type Sizes } from '@/app/learn/flops/layers';
import { countModel } from '@/lib/flops/count';

const FORMULAS: Readonly<Record<string, (s: Sizes) => number>> = {
  linear: (s) => s.rows * s.in * s.out,
  convolution: (s) => {
    const extent = Math.floor((s.extent + 2 * (s.kernel >> 1) - s.kernel) / s.stride) + 1;
    return s.batch * s.out * extent * extent * (s.in / s.groups) * s.kernel * s.kernel;
  },
  attention: (s) => s.batch * (4 * s.tokens * s.width * s.width + 2 * s.tokens * s.tokens * s.width),
  lstm: (s) => s.steps * s.batch * 4 * s.hidden * (s.in + s.hidden),
  normalisation: () => 0,
  embedding: () => 0,
};

describe.each(LAYER_KINDS)('$id', (kind) => {
  const drawn = fc.record(
    Object.fromEntries(kind.sizes.map(({ key, max }) => [key, fc.integer({ min: 1, max: Math.min(max, 12) })])),
  );
  // Sizes that must be multiples of others are made so, or hardly any draw would fit.
  const arbitrary = drawn.map((sizes): Sizes => {
    if (kind.id === 'convolution') return { ...sizes, in: sizes.in * sizes.groups, out: sizes.out * sizes.groups };
    return kind.id === 'attention' ? { ...sizes, width: sizes.width * sizes.heads } : sizes;
  });

  it('counts what its formula says', () => {
    let tried = 0;
    fc.assert(
      fc.property(arbitrary, (sizes) => {
        fc.pre(kind.problem(sizes) === null);
        tried += 1;
        const report = countModel(kind.build(sizes));
        expect(report.coverage.unknown).toEqual([]);
        expect(report.macs).toBe(FORMULAS[kind.id](sizes));
      }),
      { numRuns: 50 },
    );
    expect(tried).toBeGreaterThanOrEqual(50);
  });

  it('starts from sizes that fit', () => {
    const sizes = Object.fromEntries(kind.sizes.map(({ key, initial }) => [key, initial]));
    expect(kind.problem(sizes)).toBeNull();
  });
});
