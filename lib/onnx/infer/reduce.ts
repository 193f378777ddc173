// Reductions over axes: attributes until opset 12 or 17, an input afterwards. Products and sums of small integer tensors
// are folded (element counts in shape chains). Sources: ONNX Reduce*, ArgMax, TopK; com.microsoft QLinearReduceMean.
import type { Dim } from '../ir';
import { axisOf, stridesOf, withDim } from './dims';
import { rearrange, store } from './evaluate';
import { type Dims, doubtful, isKnown, type Scalar, type TensorFact, tensor, VALUE_LIMIT } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

const reducedDims = (dims: Dims, axes: readonly number[], keep: boolean): Dim[] =>
  keep ? dims.map((dim, i) => (axes.includes(i) ? 1 : dim)) : dims.filter((_, i) => !axes.includes(i));

const FOLD: Readonly<Record<string, (a: number, b: number) => number>> = {
  ReduceProd: (a, b) => a * b,
  ReduceSum: (a, b) => a + b,
  ReduceMax: Math.max,
  ReduceMin: Math.min,
};

/** Folds a constant tensor; only where every element is a number. */
function foldValues(x: TensorFact, axes: readonly number[], dims: Dims, combine: (a: number, b: number) => number) {
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
    const parts = offsets.map((offset) => values[start + offset]);
    const numbers = parts.filter((part) => typeof part === 'number');
    results.push(numbers.length === parts.length && parts.length > 0 ? store(numbers.reduce(combine), x.dtype) : null);
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
  if (axes === null) return [doubtful(x.dtype, 'data-dependent', keep ? x.dims.map(() => null) : null)];
  const none = axes === undefined || axes.length === 0;
  if (none && n.int('noop_with_empty_axes', 0) === 1) return [x];
  const over = none ? x.dims.map((_, i) => i) : axes;
  const dims = reducedDims(x.dims, over, keep);
  const combine = FOLD[n.node.opType];
  return [(combine === undefined ? null : foldValues(x, over, dims, combine)) ?? tensor(x.dtype, dims)];
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
    return [tensor(n.dtype(0), x === null || axes === null ? null : reducedDims(x, axes, n.int('keepdims', 1) === 1))];
  },
  TopK: topK,
};
