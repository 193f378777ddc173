// Arithmetic on extents that may be symbolic or unknown: broadcasting (ONNX Broadcasting.md),
// products, axes. A result is a number or a name only when it is certain.
import type { Dim } from '../ir';
import type { Dims } from './fact';

/** The extent of two broadcast axes; undefined where they contradict each other. */
function broadcastDim(a: Dim, b: Dim): Dim | undefined {
  if (a === b) return a;
  if (a === 1) return b;
  if (b === 1) return a;
  if (typeof a === 'number' && typeof b === 'number') return undefined;
  // An extent other than 1 decides: whatever the other one is, it must be 1 or the same.
  if (typeof a === 'number') return a;
  if (typeof b === 'number') return b;
  return null;
}

/** Multidirectional broadcasting; null where a rank is unknown or the shapes do not fit. */
export function broadcast(a: Dims | null, b: Dims | null): Dims | null {
  if (a === null || b === null) return null;
  if (a === b) return a;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const shift = long.length - short.length;
  const result = long.slice();
  for (let i = 0; i < short.length; i += 1) {
    const dim = broadcastDim(long[i + shift], short[i]);
    if (dim === undefined) return null;
    result[i + shift] = dim;
  }
  return result;
}

/** Number of elements; null where an extent is not a number (a zero decides alone). */
export function extent(dims: readonly Dim[]): number | null {
  let result = 1;
  let known = true;
  for (let i = 0; i < dims.length; i += 1) {
    const dim = dims[i];
    if (dim === 0) return 0;
    if (typeof dim === 'number') result *= dim;
    else known = false;
  }
  return known ? result : null;
}

/** `dims[from..to)` as one extent; a single axis keeps its name. */
export function fold(dims: Dims, from: number, to: number): Dim {
  const named = dims.slice(from, to).filter((dim) => dim !== 1);
  return named.length === 1 ? named[0] : extent(named);
}

/** A possibly negative axis as an index below `rank`; null where it is out of range. */
export function axisOf(axis: number, rank: number): number | null {
  const index = axis < 0 ? axis + rank : axis;
  return Number.isInteger(index) && index >= 0 && index < rank ? index : null;
}

/** All axes as indices; null where one is out of range or appears twice. */
export function axesOf(axes: readonly number[], rank: number): number[] | null {
  if (axes.length > rank) return null;
  const result = new Array<number>(axes.length);
  for (let i = 0; i < axes.length; i += 1) {
    const index = axisOf(axes[i], rank);
    if (index === null || result.includes(index)) return null;
    result[i] = index;
  }
  return result;
}

/** A function of extents, null as soon as one is not a number or the result is no extent. */
export function dimOf(result: number): Dim {
  return Number.isSafeInteger(result) && result >= 0 ? result : null;
}

/** The sum of two extents; a name stays where the other is 0, and null is what is not known. */
export const plusDim = (a: Dim, b: Dim): Dim =>
  b === 0 ? a : a === 0 ? b : typeof a === 'number' && typeof b === 'number' ? a + b : null;

/** The product of two extents; a name stays where the other is 1, and null is what is not known. */
export const timesDim = (a: Dim, b: Dim): Dim =>
  b === 1 ? a : a === 1 ? b : typeof a === 'number' && typeof b === 'number' ? a * b : null;

/** Divides a by b where the quotient is whole; null otherwise. */
export const overDim = (a: Dim, b: Dim): Dim =>
  b === 1
    ? a
    : typeof a === 'number' && typeof b === 'number' && b > 0 && a % b === 0
      ? a / b
      : null;

/** The better known of two extents that must be equal. */
export const agree = (a: Dim, b: Dim): Dim =>
  typeof a === 'number' ? a : typeof b === 'number' ? b : (a ?? b);

/** Copy of `dims` with one extent replaced. */
export function withDim(dims: Dims, axis: number, dim: Dim): Dim[] {
  const result = dims.slice();
  result[axis] = dim;
  return result;
}

/** The strides of a shape in row-major order, in elements. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length);
  let step = 1;
  for (let i = dims.length - 1; i >= 0; i -= 1) {
    strides[i] = step;
    step *= dims[i];
  }
  return strides;
}
