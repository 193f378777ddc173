// What a rule says that a node costs: matrix products with the inputs they depend on (the backward
// pass needs to know), and other operations. Null means that an extent it needs is unknown.

import type { TensorFact } from '@/lib/onnx/infer/fact';
import type { NodeView } from '@/lib/onnx/infer/node-view';
import type { Dim } from '@/lib/onnx/ir';
import { type Count, times } from '../exact';

/** left · right, both named by the node's inputs they depend on. */
export interface Product {
  readonly macs: Count;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

export interface Cost {
  readonly products: readonly Product[];
  readonly other: Count;
  /** The products are integer arithmetic. */
  readonly integer: boolean;
  /** MACs that a fused backward pass computes once more (attention scores). */
  readonly recomputed: Count;
}

/** `y` is the first output. */
export type CostRule = (n: NodeView, y: TensorFact) => Cost | null;
export type CostRules = Readonly<Record<string, CostRule>>;

export const FREE: Cost = { products: [], other: 0, integer: false, recomputed: 0 };

/** Product of extents, exact; null where one is not a number. */
export function size(dims: readonly Dim[] | null): Count | null {
  if (dims === null) return null;
  let result: Count = 1;
  for (let i = 0; i < dims.length; i += 1) {
    const dim = dims[i];
    if (typeof dim !== 'number') return dims.includes(0) ? 0 : null;
    result = times(result, dim);
  }
  return result;
}

/** A cost of other operations alone; null where their number is not known. */
export function ops(count: Count | null): Cost | null {
  return count === null ? null : { ...FREE, other: count };
}

/** A count times a factor; null where either is not known. */
export const scaled = (count: Count | null, factor: Count | null): Count | null =>
  count === null || factor === null ? null : times(count, factor);

/** One product of input `left` with input `right`, and other operations. */
export function multiplyAdd(
  macs: Count | null,
  left: number,
  right: number,
  other: Count | null = 0,
  integer = false,
): Cost | null {
  if (macs === null || other === null) return null;
  return { products: [{ macs, left: [left], right: [right] }], other, integer, recomputed: 0 };
}

/** The rule of operators that only move data: they cost nothing. */
export const free: CostRule = () => FREE;
/** What is computed depends on values that only exist at run time, whatever the shapes are. */
export const dependsOnData: CostRule = () => null;
/** The rule of operators that take `factor` operations for each element of their first output. */
export const perOutput =
  (factor: Count): CostRule =>
  (_, y) =>
    ops(scaled(size(y.dims), factor));
/** The rule of operators that take `factor` operations for each element of one of their inputs. */
export const perInput =
  (factor: Count, input = 0): CostRule =>
  (n) =>
    ops(scaled(size(n.dims(input)), factor));

/** One rule for several operators, whose names stand with spaces between them. */
export const costsFor = (names: string, rule: CostRule): CostRules =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));
