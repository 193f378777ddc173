// Operators that take some of the elements: split, slice, gather, compress, and what depends on
// which of them are set.
import type { Dim } from '../ir';
import { axesOf, axisOf, extent, stridesOf, withDim } from './dims';
import { rearrange, strided, type Values } from './evaluate';
import { type Dims, doubtful, isKnown, tensor } from './fact';
import type { NodeView, Rule, Rules } from './node-view';
import { unknownRank, unknownShape } from './partial';

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
    const folded =
      x.length === 1 && values !== null && typeof length === 'number'
        ? values.slice(from, start)
        : null;
    return tensor(n.dtype(0), withDim(x, axis, length), folded);
  });
};

interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * The elements that `start:end:step` selects of `size` (NumPy's rules; out-of-range bounds are
 * clamped).
 */
export function sliceRange(size: number, start: number, end: number, step: number): Range | null {
  if (step === 0) return null;
  const clamp = (bound: number, low: number, high: number): number =>
    Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
  const from = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
  // The greatest integer means the end in either direction (so ONNX Runtime reads it, and exporters
  // write it).
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
    const [start, end, step] = [
      starts?.[i] ?? null,
      ends?.[i] ?? null,
      n.has(4) ? (steps?.[i] ?? null) : 1,
    ];
    const size = source[axis];
    ranges[axis] = null;
    // A full slice keeps even a symbolic extent.
    if (
      start === 0 &&
      step === 1 &&
      (end === size || (typeof end === 'number' && end >= 2 ** 31 - 1))
    ) {
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
    return range === null
      ? null
      : Array.from({ length: range.count }, (_, i) => values[range.start + i * range.step]);
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
  if (x.values === null || indices.values === null || !isKnown(x.dims))
    return [tensor(x.dtype, dims)];
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
  if (x === null || indices === null || typeof depth !== 'number' || batch + depth > x.length)
    return unknownRank(n);
  return [tensor(n.dtype(0), [...indices.slice(0, -1), ...x.slice(batch + depth)])];
};

const compress: Rule = (n) => {
  const x = n.dims(0);
  if (n.attribute('axis') !== undefined && x === null) return unknownRank(n);
  const axis =
    n.attribute('axis') === undefined || x === null ? null : axisOf(n.int('axis', 0), x.length);
  const flags = n.numbers(1);
  const size = x === null ? null : axis === null ? extent(x) : x[axis];
  const kept =
    flags === null || typeof size !== 'number'
      ? null
      : flags.slice(0, size).filter((flag) => flag !== 0).length;
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
  const coordinates = strides.flatMap((stride, axis) =>
    hits.map((flat) => Math.floor(flat / stride) % known[axis]),
  );
  return [tensor('int64', [rank, hits.length], coordinates)];
};

const unique: Rule = (n) => {
  const x = n.dims(0);
  const flat = n.attribute('axis') === undefined;
  const axis = flat || x === null ? null : axisOf(n.int('axis', 0), x.length);
  const values = n.values(0);
  const known = values?.every((value) => typeof value === 'number') === true;
  const total = x === null ? null : flat ? extent(x) : axis === null ? null : x[axis];
  const count =
    known && (flat || x?.length === 1) ? new Set(values).size : n.selected(total ?? null);
  const dims = flat ? [count] : x === null || axis === null ? null : withDim(x, axis, count);
  const list = (length: Dim) =>
    length === null ? doubtful('int64', 'data-dependent', [null]) : tensor('int64', [length]);
  const result =
    count === null ? doubtful(n.dtype(0), 'data-dependent', dims) : tensor(n.dtype(0), dims);
  return [result, list(count), list(total), list(count)];
};

export const SELECT: Rules = {
  Split: split,
  Slice: slice,
  Gather: gather,
  GatherElements: (n) => [tensor(n.dtype(0), n.dims(1))],
  GatherND: gatherNd,
  Compress: compress,
  NonZero: nonZero,
  Unique: unique,
};
