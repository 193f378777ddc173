// Operators that put elements together or between others: concatenate, expand, tile, pad, scatter.
import type { Dim } from '../ir';
import {
  agree,
  axesOf,
  axisOf,
  broadcast,
  dimOf,
  extent,
  overDim,
  plusDim,
  stridesOf,
  timesDim,
} from './dims';
import { rearrange, spread, type Values } from './evaluate';
import {
  type Dims,
  doubtful,
  isKnown,
  type Scalar,
  tensor,
  unknownDims,
  VALUE_LIMIT,
} from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { shapeFrom, unknownRank, unknownShape } from './partial';

/**
 * The shape of parts put together: sizes along `axis` add up, all others agree; null where they do
 * not.
 */
export function concatenate(parts: readonly (Dims | null)[], axis: number): Dims | null {
  let result: Dim[] | null = null;
  for (const part of parts) {
    if (part === null) return null;
    if (result === null) {
      result = part.slice();
      continue;
    }
    if (part.length !== result.length) return null;
    for (let i = 0; i < part.length; i += 1) {
      if (i === axis) result[i] = plusDim(result[i], part[i]);
      else if (
        typeof part[i] === 'number' &&
        typeof result[i] === 'number' &&
        part[i] !== result[i]
      )
        return null;
      else result[i] = agree(result[i], part[i]);
    }
  }
  return result;
}

const concat: Rule = (n) => {
  const parts = n.shapes();
  const rank = parts.find((part) => part !== null)?.length ?? null;
  const axis = rank === null ? null : axisOf(n.int('axis', 1), rank);
  if (axis === null) return unknownRank(n);
  const dims = concatenate(parts, axis);
  return [tensor(n.dtype(0), dims, concatValues(n, dims, axis))];
};

/** Parts without known elements leave gaps; their sizes must be known. */
function concatValues(n: NodeView, dims: Dims | null, axis: number): Values | null {
  if (!isKnown(dims)) return null;
  const size = extent(dims);
  if (size === null || size > VALUE_LIMIT) return null;
  const count = n.inputCount;
  let known = false;
  for (let i = 0; i < count && !known; i += 1) known = n.values(i) !== null;
  if (!known) return null;
  let outer = 1;
  for (let i = 0; i < axis; i += 1) outer *= dims[i];
  const result = new Array<Scalar>(size);
  let at = 0;
  for (let row = 0; row < outer; row += 1) {
    for (let i = 0; i < count; i += 1) {
      const { dims: part, values } = n.tensor(i);
      const elements = part === null ? null : extent(part);
      if (elements === null) return null;
      const width = elements / outer;
      for (let k = 0; k < width; k += 1, at += 1)
        result[at] = values === null ? null : values[row * width + k];
    }
  }
  return result;
}

const expand: Rule = (n) => {
  const target = n.values(1);
  if (target === null) {
    const length = n.dims(1)?.[0];
    const rank = typeof length === 'number' ? Math.max(length, n.rank(0) ?? 0) : null;
    return unknownShape(n, rank === null || n.rank(0) === null ? null : unknownDims(rank));
  }
  const x = n.tensor(0);
  const dims = broadcast(
    x.dims,
    target.map((value) => (typeof value === 'number' ? dimOf(value) : value)),
  );
  if (dims !== null && target.includes(null)) return unknownShape(n, dims);
  return [tensor(x.dtype, dims, spread(x.values, x.dims, dims))];
};

/** Opset 1 repeats one axis, named by its third input. */
function repeatsOf(n: NodeView, rank: number): readonly Scalar[] | null {
  if (n.opset >= 6) return n.values(1);
  const [times, axis] = [n.values(1)?.[0] ?? null, n.number(2)];
  const at = axis === null ? null : axisOf(axis, rank);
  return at === null ? null : Array.from({ length: rank }, (_, i) => (i === at ? times : 1));
}

const tile: Rule = (n) => {
  const x = n.tensor(0);
  const repeats = x.dims === null ? null : repeatsOf(n, x.dims.length);
  if (x.dims === null) return unknownRank(n);
  if (repeats === null)
    return unknownShape(
      n,
      x.dims.map(() => null),
    );
  if (repeats.length !== x.dims.length) return unknownRank(n);
  const dims = x.dims.map((dim, i) => timesDim(dim, repeats[i]));
  if (repeats.includes(null)) return unknownShape(n, dims);
  if (x.values === null || !isKnown(x.dims)) return [tensor(x.dtype, dims)];
  const [source, strides] = [x.dims, stridesOf(x.dims)];
  const values = rearrange(x.values, dims, (at) =>
    at.reduce((sum, c, i) => sum + (c % source[i]) * strides[i], 0),
  );
  return [tensor(x.dtype, dims, values)];
};

const pad: Rule = (n) => {
  const x = n.tensor(0);
  if (x.dims === null) return unknownRank(n);
  const source = x.dims;
  const pads = n.ints('pads') ?? n.ints('paddings') ?? n.values(1);
  const axes = n.has(3) ? n.numbers(3) : source.map((_, i) => i);
  if (pads === null || axes === null)
    return unknownShape(
      n,
      source.map(() => null),
    );
  const places = axesOf(axes, source.length);
  if (places === null || pads.length !== 2 * places.length) return unknownRank(n);
  const dims = source.slice();
  const before = new Array<number>(source.length).fill(0);
  for (const [i, axis] of places.entries()) {
    const [low, high] = [pads[i], pads[i + places.length]];
    const size = source[axis];
    const isNumber = typeof low === 'number' && typeof high === 'number';
    before[axis] = isNumber ? low : 0;
    if (isNumber && typeof size === 'number') dims[axis] = dimOf(size + low + high);
    else if (low !== 0 || high !== 0) dims[axis] = null;
  }
  if (pads.some((value) => typeof value !== 'number')) return unknownShape(n, dims);
  if (x.values === null || !isKnown(source) || n.text('mode', 'constant') !== 'constant')
    return [tensor(x.dtype, dims)];
  const strides = stridesOf(source);
  const fill = n.has(2) ? n.number(2) : n.float('value', 0);
  const values = rearrange(
    x.values,
    dims,
    (at) => {
      let flat = 0;
      for (let i = 0; i < at.length; i += 1) {
        const c = at[i] - before[i];
        if (c < 0 || c >= source[i]) return -1;
        flat += c * strides[i];
      }
      return flat;
    },
    fill,
  );
  return [tensor(x.dtype, dims, values)];
};

const oneHot: Rule = (n) => {
  const indices = n.dims(0);
  if (indices === null) return [tensor(n.dtype(2), null)];
  const depth = n.values(1)?.[0] ?? null;
  const axis = axisOf(n.int('axis', -1), indices.length + 1);
  if (axis === null) return [tensor(n.dtype(2), null)];
  const dims = [
    ...indices.slice(0, axis),
    typeof depth === 'number' ? dimOf(Math.trunc(depth)) : depth,
    ...indices.slice(axis),
  ];
  return [depth === null ? doubtful(n.dtype(2), 'data-dependent', dims) : tensor(n.dtype(2), dims)];
};

const scatterNd: Rule = (n) => {
  const [x, indices] = [n.tensor(0), n.tensor(1)];
  const updates = n.values(2);
  const picks = n.numbers(1);
  const depth = indices.dims?.[indices.dims.length - 1];
  if (
    x.values === null ||
    updates === null ||
    picks === null ||
    !isKnown(x.dims) ||
    typeof depth !== 'number'
  ) {
    return [tensor(x.dtype, x.dims)];
  }
  if (n.text('reduction', 'none') !== 'none' || depth === 0) return [tensor(x.dtype, x.dims)];
  const [strides, known] = [stridesOf(x.dims), x.dims];
  const width = extent(known.slice(depth)) ?? 0;
  const values = x.values.slice();
  for (let row = 0; row * depth < picks.length; row += 1) {
    let flat = 0;
    for (let i = 0; i < depth; i += 1) {
      const pick = picks[row * depth + i];
      flat += (pick < 0 ? pick + known[i] : pick) * strides[i];
    }
    for (let k = 0; k < width; k += 1) values[flat + k] = updates[row * width + k];
  }
  return [tensor(x.dtype, x.dims, values)];
};

const centerCropPad: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return unknownRank(n);
  const target = n.values(1);
  const axes = n.axes(-1, x.length) ?? x.map((_, i) => i);
  const dims = x.slice();
  for (const [i, axis] of axes.entries()) dims[axis] = target?.[i] ?? null;
  return target === null || target.includes(null)
    ? unknownShape(n, dims)
    : [tensor(n.dtype(0), dims)];
};

const col2im: Rule = (n) => {
  const x = n.dims(0);
  const image = n.values(1);
  const block = n.numbers(2);
  if (image === null || block === null) return shapeFrom(n, -1);
  const volume = extent(block);
  return [
    tensor(
      n.dtype(0),
      x === null ? null : [x[0], volume === null ? null : overDim(x[1], volume), ...image],
    ),
  ];
};

const intoFirst: Rule = (n) => [tensor(n.dtype(0), n.dims(0))];

export const JOIN: Rules = {
  ...rulesFor(
    'ScatterElements Scatter TensorScatter ReverseSequence Trilu CumSum CumProd',
    intoFirst,
  ),
  Concat: concat,
  Expand: expand,
  Tile: tile,
  Pad: pad,
  OneHot: oneHot,
  ScatterND: scatterNd,
  CenterCropPad: centerCropPad,
  Col2Im: col2im,
};
