// Cells of an icicle: children within their parent, nothing too narrow to see, and no more cells
// than fit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icicleCells } from '@/lib/charts/icicle';

interface Tree {
  readonly weight: number;
  readonly children: readonly Tree[];
}

const shape = {
  weightOf: ({ weight }: Tree) => weight,
  childrenOf: ({ children }: Tree) => children,
};
const leaf = (weight: number): Tree => ({ weight, children: [] });

describe('icicleCells', () => {
  it('gives each its part of the whole, below its parent', () => {
    const cells = icicleCells([{ weight: 3, children: [leaf(1), leaf(2)] }, leaf(1)], {
      ...shape,
      leastWidth: 0,
      mostDepth: 9,
    });
    expect(cells.map(({ start, width, depth }) => [start, width, depth])).toEqual([
      [0, 0.75, 0],
      [0, 0.25, 1],
      [0.25, 0.5, 1],
      [0.75, 0.25, 0],
    ]);
  });

  it('fills a parent with its children also where they count one of several runs', () => {
    const [, inner] = icicleCells([{ weight: 12, children: [leaf(1)] }], {
      ...shape,
      leastWidth: 0,
      mostDepth: 9,
    });
    expect(inner).toMatchObject({ start: 0, width: 1 });
  });

  it('holds for any tree: inside the parent, at least as wide as asked, and bounded in number', () => {
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.record({
        weight: fc.nat({ max: 1000 }),
        children: fc.oneof(
          { maxDepth: 4 },
          fc.constant([]),
          fc.array(tie('tree'), { maxLength: 6 }),
        ),
      }),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 20 }), (roots) => {
        const cells = icicleCells(roots, { ...shape, leastWidth: 0.01, mostDepth: 4 });
        expect(cells.length).toBeLessThanOrEqual(400);
        for (const { start, width, depth, item } of cells) {
          expect(width).toBeGreaterThanOrEqual(0.01);
          expect(item.weight).toBeGreaterThan(0);
          const within = cells.some(
            (other) =>
              other.depth === depth - 1 &&
              other.start <= start + 1e-9 &&
              start + width <= other.start + other.width + 1e-9,
          );
          expect(depth === 0 || within).toBe(true);
        }
      }),
    );
  });
});
