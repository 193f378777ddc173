// Operators that give the same elements another shape or order: reshape, flatten, squeeze,
// transpose. Shape chains live here, in slices and in joins, so elements are folded wherever they
// are constant.
import type { Dim } from '../ir';
import { axesOf, dimOf, extent, fold, overDim, stridesOf, timesDim } from './dims';
import { strided } from './evaluate';
import { type Dims, doubtful, isKnown, scalar, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { shapeFrom, unknownRank, unknownShape } from './partial';

/** Input 0 with another shape and the same elements in the same order. */
const viewed = (n: NodeView, dims: Dims | null) => [
  tensor(n.dtype(0), dims, dims === null ? null : n.values(0)),
];

/** The one unknown extent of `target`, from the extents of `source` that it must use up. */
function remaining(source: Dims, target: Dims, hole: number): Dim {
  const names = source.filter((dim) => typeof dim !== 'number');
  for (const [i, dim] of target.entries()) {
    if (i === hole || typeof dim === 'number') continue;
    const found = dim === null ? -1 : names.indexOf(dim);
    if (found < 0) return null;
    names.splice(found, 1);
  }
  const total = extent(source.filter((dim) => typeof dim === 'number'));
  const used = extent(target.filter((dim, i) => i !== hole && typeof dim === 'number'));
  if (total === null || used === null || used === 0) return null;
  if (names.length === 0) return total % used === 0 ? total / used : null;
  return names.length === 1 && total === used ? names[0] : null;
}

const reshape: Rule = (n) => {
  const source = n.dims(0);
  // Until opset 4 the shape was an attribute.
  const target = n.opset < 5 ? n.ints('shape') : n.values(1);
  if (target === null) {
    // One axis holds all elements, whatever the value says.
    return source !== null && n.dims(1)?.[0] === 1
      ? viewed(n, [fold(source, 0, source.length)])
      : shapeFrom(n, 1);
  }
  const zeroCopies = n.int('allowzero', 0) === 0;
  let hole = -1;
  let unsure = 0;
  const dims: Dim[] = target.map((value, i) => {
    if (value === 0 && zeroCopies)
      return source === null ? null : i < source.length ? source[i] : null;
    if (value === -1) hole = i;
    if (value === null) unsure += 1;
    return typeof value === 'number' ? dimOf(value) : value;
  });
  if (hole < 0 && unsure === 1) hole = target.indexOf(null);
  if (hole >= 0 && source !== null) dims[hole] = remaining(source, dims, hole);
  const [before, after] = [source === null ? null : extent(source), extent(dims)];
  if (before !== null && after !== null && before !== after)
    return [doubtful(n.dtype(0), 'inconsistent')];
  if (unsure > 0 && dims.includes(null)) return unknownShape(n, dims);
  return viewed(n, dims);
};

const flatten: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return unknownRank(n);
  const axis = n.int('axis', 1);
  const split = axis < 0 ? axis + x.length : axis;
  if (split < 0 || split > x.length) return unknownRank(n);
  return viewed(n, [fold(x, 0, split), fold(x, split, x.length)]);
};

const squeeze: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return unknownRank(n);
  const axes = n.axes(1, x.length);
  if (axes === null) return squeezeUnnamed(n, x);
  // An empty list of axes is none that is given: so ONNX Runtime reads it.
  if (axes === undefined || axes.length === 0) {
    return x.every((dim) => typeof dim === 'number')
      ? viewed(
          n,
          x.filter((dim) => dim !== 1),
        )
      : unknownShape(n);
  }
  if (axes.some((axis) => typeof x[axis] === 'number' && x[axis] !== 1)) return unknownRank(n);
  return viewed(
    n,
    x.filter((_, i) => !axes.includes(i)),
  );
};

/** Axes unknown: where as many extents are 1 as axes are removed, they are those. */
function squeezeUnnamed(n: NodeView, x: Dims) {
  const rest = x.filter((dim) => dim !== 1);
  const certain = isKnown(x) && n.dims(1)?.[0] === x.length - rest.length;
  return certain ? viewed(n, rest) : unknownShape(n);
}

const unsqueeze: Rule = (n) => {
  const x = n.dims(0);
  const added = n.ints('axes')?.length ?? n.numbers(1)?.length;
  if (added === undefined) return unknownShape(n);
  if (x === null) return unknownRank(n);
  const axes = n.axes(1, x.length + added);
  if (axes === null || axes === undefined) return unknownRank(n);
  const dims = new Array<Dim>(x.length + added);
  let next = 0;
  for (let i = 0; i < dims.length; i += 1) {
    if (axes.includes(i)) dims[i] = 1;
    else {
      dims[i] = x[next];
      next += 1;
    }
  }
  return viewed(n, dims);
};

const transpose: Rule = (n) => {
  const x = n.tensor(0);
  if (x.dims === null) return unknownRank(n);
  const source = x.dims;
  const given = n.ints('perm') ?? source.map((_, i) => source.length - 1 - i);
  const order = axesOf(given, source.length);
  if (order === null || order.length !== source.length) return unknownRank(n);
  const dims = order.map((axis) => source[axis]);
  if (x.values === null || !isKnown(source)) return [tensor(x.dtype, dims)];
  const strides = stridesOf(source);
  const moved = order.map((axis) => strides[axis]);
  const values = strided(x.values, dims, 0, moved);
  return [tensor(x.dtype, dims, values)];
};

/** Blocks of channels become pixels, or the reverse. */
const depthToSpace: Rule = (n) => {
  const x = n.dims(0);
  const block = n.int('blocksize', 0);
  if (x === null || x.length !== 4 || block < 1) return unknownRank(n);
  const deep = n.node.opType === 'SpaceToDepth';
  const channels = deep ? timesDim(x[1], block * block) : overDim(x[1], block * block);
  const pixels = (dim: Dim): Dim => (deep ? overDim(dim, block) : timesDim(dim, block));
  return [tensor(n.dtype(0), [x[0], channels, pixels(x[2]), pixels(x[3])])];
};

const shape: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return [tensor('int64', [null])];
  const bound = (name: string, fallback: number): number => {
    const given = n.int(name, fallback);
    return Math.min(Math.max(given < 0 ? given + x.length : given, 0), x.length);
  };
  const dims = x.slice(bound('start', 0), Math.max(bound('start', 0), bound('end', x.length)));
  return [tensor('int64', [dims.length], dims)];
};

const size: Rule = (n) => {
  const x = n.dims(0);
  return [scalar('int64', x === null ? null : fold(x, 0, x.length))];
};

export const RESHAPE: Rules = {
  ...rulesFor('DepthToSpace SpaceToDepth', depthToSpace),
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Shape: shape,
  Size: size,
};
