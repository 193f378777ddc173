// Where the cells of an icicle stand: a row for each depth, children below their parent in its
// width, each as wide as its part of the whole. What would be too narrow to see is left out, which
// bounds the picture whatever the tree is.

export interface IcicleCell<T> {
  readonly item: T;
  /** Parts of the whole width, 0 to 1. */
  readonly start: number;
  readonly width: number;
  /** Row from the top, 0 for the outermost. */
  readonly depth: number;
}

export interface IcicleShape<T> {
  /** 0 for what takes no room. */
  readonly weightOf: (item: T) => number;
  readonly childrenOf: (item: T) => readonly T[];
  /** Part of the whole below which a cell is left out. */
  readonly leastWidth: number;
  readonly mostDepth: number;
}

/** Cells from left to right and from the top down: a parent stands before its children. */
export function icicleCells<T>(
  roots: readonly T[],
  shape: IcicleShape<T>,
): readonly IcicleCell<T>[] {
  const cells: IcicleCell<T>[] = [];
  place(roots, 0, 1, 0, shape, cells);
  return cells;
}

function place<T>(
  items: readonly T[],
  from: number,
  width: number,
  depth: number,
  shape: IcicleShape<T>,
  cells: IcicleCell<T>[],
): void {
  const { weightOf, childrenOf, leastWidth, mostDepth } = shape;
  if (depth >= mostDepth) return;
  // Children share what their parent has: what is counted once per run stands in a body for all its
  // runs.
  const whole = items.reduce((sum, item) => sum + weightOf(item), 0);
  if (whole <= 0) return;
  let start = from;
  for (const item of items) {
    const own = (width * weightOf(item)) / whole;
    if (own >= leastWidth) {
      cells.push({ item, start, width: own, depth });
      place(childrenOf(item), start, own, depth + 1, shape, cells);
    }
    start += own;
  }
}
