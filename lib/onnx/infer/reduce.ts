// Reductions over axes: attributes until opset 12 or 17, an input afterwards. Products and sums of
// small integer tensors are folded (element counts in shape chains). Sources: ONNX Reduce*, ArgMax,
// TopK; com.microsoft QLinearReduceMean.
import type { Dim } from '../ir';
import type { DataType } from '../types';
import { axisOf, stridesOf, withDim } from './dims';
import { isInteger, rearrange, store } from './evaluate';
import {
  type Dims,
  doubtful,
  isKnown,
  type Scalar,
  type TensorFact,
  tensor,
  VALUE_LIMIT,
} from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

const reducedDims = (dims: Dims, axes: readonly number[], keep: boolean): Dim[] =>
  keep
    ? dims.map((dim, i) => (axes.includes(i) ? 1 : dim))
    : dims.filter((_, i) => !axes.includes(i));

interface Fold {
  readonly combine: (a: number, b: number) => number;
  /**
   * Rounding depends on the order, which runtimes choose: sums and products are folded only where,
   * from this number on, the sizes of all elements together stay exact.
   */
  readonly from: number | null;
}

const FOLD: Readonly<Record<string, Fold>> = {
  ReduceProd: { combine: (a, b) => a * b, from: 1 },
  ReduceSum: { combine: (a, b) => a + b, from: 0 },
  ReduceMax: { combine: (a, b) => Math.max(a, b), from: null },
  ReduceMin: { combine: (a, b) => Math.min(a, b), from: null },
};

/** Integers up to these are exact, whatever the order in which they are added or multiplied. */
const EXACT_FLOAT = 2 ** 24;
const exactIn = (dtype: DataType | null): number =>
  isInteger(dtype) ? Number.MAX_SAFE_INTEGER : EXACT_FLOAT;

/** One reduced element; null where it is not certain. */
function folded(parts: readonly Scalar[], { combine, from }: Fold, dtype: DataType | null): Scalar {
  const numbers = parts.filter((part) => typeof part === 'number');
  if (numbers.length !== parts.length || numbers.length === 0 || numbers.some(Number.isNaN))
    return null;
  if (from !== null) {
    let size = from;
    for (const number of numbers) {
      if (!Number.isInteger(number)) return null;
      size = combine(size, Math.max(from, Math.abs(number)));
    }
    if (size > exactIn(dtype)) return null;
  }
  return store(
    numbers.reduce((a, b) => combine(a, b)),
    dtype,
  );
}

/** Folds a constant tensor; only where every element is a number. */
function foldValues(x: TensorFact, axes: readonly number[], dims: Dims, fold: Fold) {
  if (x.values === null || !isKnown(x.dims) || x.values.length > VALUE_LIMIT) return null;
  const strides = stridesOf(x.dims);
  const kept = x.dims.map((_, i) => i).filter((i) => !axes.includes(i));
  const known = x.dims;
  const cells = axes.map((axis) => known[axis]);
  const offsets: number[] = [];
  rearrange([0], cells, (at) => {
    offsets.push(at.reduce((sum, c, i) => sum + c * strides[axes[i]], 0));
    return 0;
  });
  const values = x.values;
  const outer = kept.map((axis) => known[axis]);
  const results: Scalar[] = [];
  rearrange([0], outer, (at) => {
    const start = at.reduce((sum, c, i) => sum + c * strides[kept[i]], 0);
    const parts = offsets.map((offset) => values[start + offset] ?? null);
    results.push(folded(parts, fold, x.dtype));
    return 0;
  });
  return tensor(x.dtype, dims, results);
}

const reduce: Rule = (n) => {
  const x = n.tensor(0);
  const keep = n.int('keepdims', 1) === 1;
  if (x.dims === null) {
    const all = n.axes(1, 64) === undefined && !keep && n.int('noop_with_empty_axes', 0) === 0;
    return [tensor(x.dtype, all ? [] : null)];
  }
  const axes = n.axes(1, x.dims.length);
  if (axes === null)
    return [doubtful(x.dtype, 'data-dependent', keep ? x.dims.map(() => null) : null)];
  const none = axes === undefined || axes.length === 0;
  if (none && n.int('noop_with_empty_axes', 0) === 1) return [x];
  const over = none ? x.dims.map((_, i) => i) : axes;
  const dims = reducedDims(x.dims, over, keep);
  const fold = FOLD[n.node.opType];
  return [(fold === undefined ? null : foldValues(x, over, dims, fold)) ?? tensor(x.dtype, dims)];
};

const argument: Rule = (n) => {
  const x = n.dims(0);
  const axis = x === null ? null : axisOf(n.int('axis', 0), x.length);
  if (x === null || axis === null) return [tensor('int64', null)];
  return [tensor('int64', reducedDims(x, [axis], n.int('keepdims', 1) === 1))];
};

const topK: Rule = (n) => {
  const x = n.dims(0);
  const axis = x === null ? null : axisOf(n.int('axis', -1), x.length);
  if (x === null || axis === null) return [tensor(n.dtype(0), null), tensor('int64', null)];
  const k: Dim = n.opset < 10 ? n.int('k', 1) : (n.values(1)?.[0] ?? null);
  const dims = withDim(x, axis, k);
  return k === null
    ? [doubtful(n.dtype(0), 'data-dependent', dims), doubtful('int64', 'data-dependent', dims)]
    : [tensor(n.dtype(0), dims), tensor('int64', dims)];
};

/** com.microsoft.QLinearReduceMean always has its axes as an attribute. */
const names =
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare';

export const REDUCE: Rules = {
  ...rulesFor(names, reduce),
  ...rulesFor('ArgMax ArgMin', argument),
  'com.microsoft:QLinearReduceMean': (n: NodeView) => {
    const x = n.dims(0);
    const axes = x === null ? null : (n.axes(-1, x.length) ?? x.map((_, i) => i));
    return [
      tensor(
        n.dtype(0),
        x === null || axes === null ? null : reducedDims(x, axes, n.int('keepdims', 1) === 1),
      ),
    ];
  },
  TopK: topK,
};
