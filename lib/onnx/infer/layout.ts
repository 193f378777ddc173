// Operators that move elements without computing: reshape, slice, gather, concatenate, pad, expand, scatter. Here shape
// chains live, so elements are folded wherever they are constant.
import type { Dim } from '../ir';
import {
  agree,
  axesOf,
  axisOf,
  broadcast,
  dimOf,
  extent,
  fold,
  overDim,
  plusDim,
  stridesOf,
  timesDim,
  withDim,
} from './dims';
import { rearrange, spread, strided, type Values } from './evaluate';
import { type Dims, doubtful, isKnown, type Scalar, scalar, tensor, unknownDims, VALUE_LIMIT } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

const unknownShape = (n: NodeView, dims: Dims | null = null) => [doubtful(n.dtype(0), 'data-dependent', dims)];
/** A shape that follows from the elements of input `i`, which are unknown: at most its rank is certain. */
const shapeFrom = (n: NodeView, i: number) => unknownShape(n, unknownDims(n.dims(i)?.[0]));

/** Input 0 with another shape and the same elements in the same order. */
const viewed = (n: NodeView, dims: Dims | null) => [tensor(n.dtype(0), dims, dims === null ? null : n.values(0))];

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
    return source !== null && n.dims(1)?.[0] === 1 ? viewed(n, [fold(source, 0, source.length)]) : shapeFrom(n, 1);
  }
  const zeroCopies = n.int('allowzero', 0) === 0;
  let hole = -1;
  let unsure = 0;
  const dims: Dim[] = target.map((value, i) => {
    if (value === 0 && zeroCopies) return source === null ? null : i < source.length ? source[i] : null;
    if (value === -1) hole = i;
    if (value === null) unsure += 1;
    return typeof value === 'number' ? dimOf(value) : value;
  });
  if (hole < 0 && unsure === 1) hole = target.indexOf(null);
  if (hole >= 0 && source !== null) dims[hole] = remaining(source, dims, hole);
  const [before, after] = [source === null ? null : extent(source), extent(dims)];
  if (before !== null && after !== null && before !== after) return [doubtful(n.dtype(0), 'inconsistent')];
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

const unknownRank = (n: NodeView) => [tensor(n.dtype(0), null)];

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

/** Sizes along `axis` add up, all others agree. `extra` is 1 where a new axis is stacked. */
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
      else if (typeof part[i] === 'number' && typeof result[i] === 'number' && part[i] !== result[i]) return null;
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
      for (let k = 0; k < width; k += 1, at += 1) result[at] = values === null ? null : values[row * width + k];
    }
  }
  return result;
}

/** Lengths of the parts along the axis; null where they are unknown or do not fit. */
function splitLengths(n: NodeView, size: Dim, parts: number): Dim[] | null {
  const given = n.ints('split') ?? (n.has(1) ? n.numbers(1) : undefined);
  if (given === null) return null;
  if (given !== undefined) return given.length === parts ? given.slice() : null;
  if (typeof size !== 'number') return parts === 1 ? [size] : new Array<Dim>(parts).fill(null);
  const chunk = Math.ceil(size / parts);
  return Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(chunk, size - i * chunk)));
}

const split: Rule = (n) => {
  const x = n.dims(0);
  const axis = x === null ? null : axisOf(n.int('axis', 0), x.length);
  if (x === null || axis === null) return n.node.outputs.map(() => tensor(n.dtype(0), null));
  const lengths = splitLengths(n, x[axis], n.outputCount);
  const values = n.values(0);
  let start = 0;
  return n.node.outputs.map((_, part) => {
    if (lengths === null) return doubtful(n.dtype(0), 'data-dependent', withDim(x, axis, null));
    const length = lengths[part];
    const from = start;
    start += typeof length === 'number' ? length : 0;
    const folded = x.length === 1 && values !== null && typeof length === 'number' ? values.slice(from, start) : null;
    return tensor(n.dtype(0), withDim(x, axis, length), folded);
  });
};

interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** The elements that `start:end:step` selects of `size` (NumPy's rules; out-of-range bounds are clamped). */
export function sliceRange(size: number, start: number, end: number, step: number): Range | null {
  if (step === 0) return null;
  const clamp = (bound: number, low: number, high: number): number =>
    Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
  const from = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
  // The greatest integer means the end in either direction (so ONNX Runtime reads it, and exporters write it).
  const open = step < 0 && (end === 2 ** 31 - 1 || end >= 2 ** 63 - 1024);
  const to = step > 0 ? clamp(end, 0, size) : open ? -1 : clamp(end, -1, size - 1);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

const slice: Rule = (n) => {
  const x = n.tensor(0);
  if (x.dims === null) return unknownRank(n);
  const source = x.dims;
  const legacy = n.ints('starts');
  const starts = legacy ?? n.values(1);
  const ends = n.ints('ends') ?? n.values(2);
  const length = starts?.length ?? ends?.length ?? (n.dims(1)?.[0] as number | undefined);
  const givenAxes = legacy !== null || !n.has(3) ? n.ints('axes') : n.numbers(3);
  if (givenAxes === null && legacy === null && n.has(3))
    return unknownShape(
      n,
      source.map(() => null),
    );
  if (typeof length !== 'number')
    return unknownShape(
      n,
      source.map(() => null),
    );
  const axes = axesOf(givenAxes ?? Array.from({ length }, (_, i) => i), source.length);
  if (axes === null || axes.length !== length) return unknownRank(n);
  const steps = n.has(4) ? n.values(4) : null;
  const dims = source.slice();
  const ranges: (Range | null)[] = source.map((dim) =>
    typeof dim === 'number' ? { start: 0, step: 1, count: dim } : null,
  );
  let lost = false;
  for (const [i, axis] of axes.entries()) {
    const [start, end, step] = [starts?.[i] ?? null, ends?.[i] ?? null, n.has(4) ? (steps?.[i] ?? null) : 1];
    const size = source[axis];
    ranges[axis] = null;
    // A full slice keeps even a symbolic extent.
    if (start === 0 && step === 1 && (end === size || (typeof end === 'number' && end >= 2 ** 31 - 1))) {
      ranges[axis] = typeof size === 'number' ? { start: 0, step: 1, count: size } : null;
      continue;
    }
    dims[axis] = null;
    if (typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number') {
      lost = true;
    } else if (typeof size === 'number') {
      const range = sliceRange(size, start, end, step);
      if (range === null) return unknownRank(n);
      ranges[axis] = range;
      dims[axis] = range.count;
    }
  }
  if (lost) return unknownShape(n, dims);
  return [tensor(x.dtype, dims, sliceValues(x.values, source, dims, ranges))];
};

function sliceValues(
  values: Values | null,
  source: Dims,
  dims: Dims,
  ranges: readonly (Range | null)[],
): Values | null {
  if (values === null || !isKnown(source)) return null;
  if (source.length === 1) {
    const range = ranges[0];
    return range === null ? null : Array.from({ length: range.count }, (_, i) => values[range.start + i * range.step]);
  }
  const strides = stridesOf(source);
  let start = 0;
  for (let i = 0; i < strides.length; i += 1) {
    start += (ranges[i]?.start ?? 0) * strides[i];
    strides[i] *= ranges[i]?.step ?? 1;
  }
  return strided(values, dims, start, strides);
}

const gather: Rule = (n) => {
  const [x, indices] = [n.tensor(0), n.tensor(1)];
  const axis = x.dims === null ? null : axisOf(n.int('axis', 0), x.dims.length);
  if (x.dims === null || indices.dims === null || axis === null) return unknownRank(n);
  const dims = [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)];
  if (x.values === null || indices.values === null || !isKnown(x.dims)) return [tensor(x.dtype, dims)];
  const [source, rank, picks] = [x.dims, indices.dims.length, indices.values];
  const size = source[axis];
  const inner = extent(source.slice(axis + 1)) ?? 0;
  const outer = extent(source.slice(0, axis)) ?? 0;
  if (outer === 1 && inner === 1)
    return [
      tensor(
        x.dtype,
        dims,
        picks.map((pick) => pickOne(x.values, pick, size)),
      ),
    ];
  const pickStrides = stridesOf(isKnown(indices.dims) ? indices.dims : []);
  const strides = stridesOf(source);
  const values = rearrange(x.values, dims, (at) => {
    let pick = 0;
    for (let i = 0; i < rank; i += 1) pick += at[axis + i] * pickStrides[i];
    const chosen = picks[pick];
    if (typeof chosen !== 'number') return -1;
    let flat = (chosen < 0 ? chosen + size : chosen) * strides[axis];
    for (let i = 0; i < axis; i += 1) flat += at[i] * strides[i];
    for (let i = axis + 1; i < source.length; i += 1) flat += at[i + rank - 1] * strides[i];
    return flat;
  });
  return [tensor(x.dtype, dims, values)];
};

function pickOne(values: Values | null, pick: string | number | null, size: number) {
  if (values === null || typeof pick !== 'number') return null;
  return values[pick < 0 ? pick + size : pick] ?? null;
}

const gatherNd: Rule = (n) => {
  const [x, indices] = [n.dims(0), n.dims(1)];
  const batch = n.int('batch_dims', 0);
  const depth = indices?.[indices.length - 1];
  if (x === null || indices === null || typeof depth !== 'number' || batch + depth > x.length) return unknownRank(n);
  return [tensor(n.dtype(0), [...indices.slice(0, -1), ...x.slice(batch + depth)])];
};

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
  const values = rearrange(x.values, dims, (at) => at.reduce((sum, c, i) => sum + (c % source[i]) * strides[i], 0));
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

const compress: Rule = (n) => {
  const x = n.dims(0);
  if (n.attribute('axis') !== undefined && x === null) return unknownRank(n);
  const axis = n.attribute('axis') === undefined || x === null ? null : axisOf(n.int('axis', 0), x.length);
  const flags = n.numbers(1);
  const size = x === null ? null : axis === null ? extent(x) : x[axis];
  const kept =
    flags === null || typeof size !== 'number' ? null : flags.slice(0, size).filter((flag) => flag !== 0).length;
  const count = kept ?? n.selected(size);
  const dims = axis === null || x === null ? [count] : withDim(x, axis, count);
  return count === null ? unknownShape(n, dims) : [tensor(n.dtype(0), dims)];
};

const nonZero: Rule = (n) => {
  const x = n.tensor(0);
  const values = n.numbers(0);
  const rank = x.dims?.length ?? null;
  if (values === null || !isKnown(x.dims)) {
    const selected = n.selected(x.dims === null ? null : extent(x.dims));
    const dims = [rank, selected];
    return [selected === null ? doubtful('int64', 'data-dependent', dims) : tensor('int64', dims)];
  }
  const strides = stridesOf(x.dims);
  const hits = values.flatMap((value, i) => (value === 0 ? [] : [i]));
  const known = x.dims;
  const coordinates = strides.flatMap((stride, axis) => hits.map((flat) => Math.floor(flat / stride) % known[axis]));
  return [tensor('int64', [rank, hits.length], coordinates)];
};

const unique: Rule = (n) => {
  const x = n.dims(0);
  const flat = n.attribute('axis') === undefined;
  const axis = flat || x === null ? null : axisOf(n.int('axis', 0), x.length);
  const values = n.values(0);
  const known = values?.every((value) => typeof value === 'number') === true;
  const total = x === null ? null : flat ? extent(x) : axis === null ? null : x[axis];
  const count = known && (flat || x?.length === 1) ? new Set(values).size : n.selected(total ?? null);
  const dims = flat ? [count] : x === null || axis === null ? null : withDim(x, axis, count);
  const list = (length: Dim) =>
    length === null ? doubtful('int64', 'data-dependent', [null]) : tensor('int64', [length]);
  const result = count === null ? doubtful(n.dtype(0), 'data-dependent', dims) : tensor(n.dtype(0), dims);
  return [result, list(count), list(total), list(count)];
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
  if (x.values === null || updates === null || picks === null || !isKnown(x.dims) || typeof depth !== 'number') {
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
  return target === null || target.includes(null) ? unknownShape(n, dims) : [tensor(n.dtype(0), dims)];
};

const col2im: Rule = (n) => {
  const x = n.dims(0);
  const image = n.values(1);
  const block = n.numbers(2);
  if (image === null || block === null) return shapeFrom(n, -1);
  const volume = extent(block);
  return [tensor(n.dtype(0), x === null ? null : [x[0], volume === null ? null : overDim(x[1], volume), ...image])];
};

const intoFirst: Rule = (n) => [tensor(n.dtype(0), n.dims(0))];

export const LAYOUT: Rules = {
  ...rulesFor('ScatterElements Scatter TensorScatter ReverseSequence Trilu CumSum CumProd', intoFirst),
  ...rulesFor('DepthToSpace SpaceToDepth', depthToSpace),
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  GatherElements: (n) => [tensor(n.dtype(0), n.dims(1))],
  GatherND: gatherNd,
  ScatterND: scatterNd,
  Expand: expand,
  Tile: tile,
  Pad: pad,
  Shape: shape,
  Size: size,
  Compress: compress,
  NonZero: nonZero,
  Unique: unique,
  OneHot: oneHot,
  CenterCropPad: centerCropPad,
  Col2Im: col2im,
};
