// Constant folding: the elements of small tensors, computed as ONNX defines them. Elements that are
// not known stay null, so that Shape → Gather → Concat keeps what it can. Integer results that
// leave ±2⁵³ are dropped, never rounded.
import type { DataType } from '../types';
import { extent, stridesOf } from './dims';
import { type Dims, isKnown, type Scalar, VALUE_LIMIT } from './fact';

export type Values = readonly Scalar[];

/**
 * Moves `at` on by one element in row-major order, and returns the axis that it went along: -1
 * after the last.
 */
function step(at: number[], dims: readonly number[]): number {
  let axis = dims.length - 1;
  for (; axis >= 0; axis -= 1) {
    at[axis] += 1;
    if (at[axis] < dims[axis]) break;
    at[axis] = 0;
  }
  return axis;
}

/**
 * Rearranges `values`: `source(at)` is the flat index of the element at output coordinates `at`, -1
 * for `fill`.
 */
export function rearrange(
  values: Values | null,
  dims: Dims | null,
  source: (at: readonly number[]) => number,
  fill: Scalar = null,
): Scalar[] | null {
  if (values === null || !isKnown(dims)) return null;
  const count = extent(dims);
  if (count === null || count > VALUE_LIMIT) return null;
  const result = new Array<Scalar>(count);
  const at = new Array<number>(dims.length).fill(0);
  for (let i = 0; i < count; i += 1) {
    const from = source(at);
    result[i] = from < 0 ? fill : values[from];
    step(at, dims);
  }
  return result;
}

/** The elements of a box of shape `dims` in `values`: from `start` on, `strides` apart. */
export function strided(
  values: Values | null,
  dims: Dims | null,
  start: number,
  strides: readonly number[],
): Scalar[] | null {
  if (values === null || !isKnown(dims)) return null;
  const count = extent(dims);
  if (count === null || count > VALUE_LIMIT) return null;
  const result = new Array<Scalar>(count);
  // A step along an axis goes back to the beginning of those behind it.
  const jumps = new Array<number>(dims.length);
  let behind = 0;
  for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
    jumps[axis] = strides[axis] - behind;
    behind += (dims[axis] - 1) * strides[axis];
  }
  const at = new Array<number>(dims.length).fill(0);
  let from = start;
  for (let i = 0; i < count; i += 1) {
    result[i] = values[from];
    const axis = step(at, dims);
    if (axis >= 0) from += jumps[axis];
  }
  return result;
}

/** Strides that read a tensor of `dims` as if broadcast to `rank` axes: 0 where it repeats. */
function broadcastStrides(dims: readonly number[], rank: number): number[] {
  const strides = stridesOf(dims);
  const shift = rank - dims.length;
  return Array.from({ length: rank }, (_, i) =>
    i < shift || dims[i - shift] === 1 ? 0 : strides[i - shift],
  );
}

/** `values` of shape `from` broadcast to `to`. */
export function spread(values: Values | null, from: Dims | null, to: Dims | null): Values | null {
  if (values === null || !isKnown(from) || !isKnown(to)) return null;
  const count = extent(to);
  if (values.length === count) return values;
  if (values.length === 1 && count !== null && count <= VALUE_LIMIT)
    return new Array<Scalar>(count).fill(values[0]);
  return strided(values, to, 0, broadcastStrides(from, to.length));
}

/** The integer types and their least and greatest values, as far as numbers are exact. */
const RANGES: Partial<Record<DataType, readonly [number, number]>> = {
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int8: [-128, 127],
  uint8: [0, 255],
};

/** Rounds a result into `dtype`; null where the exact value cannot be held. */
export function store(value: number, dtype: DataType | null): Scalar {
  if (dtype === null) return null;
  const range = RANGES[dtype];
  // Adding 0 makes −0 the integer 0.
  if (range !== undefined)
    return Number.isInteger(value) && value >= range[0] && value <= range[1] ? value + 0 : null;
  switch (dtype) {
    case 'float32':
      return Math.fround(value);
    case 'float64':
      return value;
    case 'bool':
      return value === 0 ? 0 : 1;
    default:
      // Half precision: small integers are exact in every float type that shapes pass through.
      return dtype === 'float16' && Number.isInteger(value) && Math.abs(value) <= 2048
        ? value
        : null;
  }
}

/** Whether a type holds whole numbers, whose arithmetic wraps. */
export const isInteger = (dtype: DataType | null): boolean =>
  dtype !== null && RANGES[dtype] !== undefined;

/** Symbolic results: `combine` may decide without numbers (x·1, x + 0, x = x). */
export type Combine = (a: Scalar, b: Scalar, integers: boolean) => Scalar;

const numeric =
  (compute: (a: number, b: number, integers: boolean) => number): Combine =>
  (a, b, integers) =>
    typeof a === 'number' && typeof b === 'number' ? compute(a, b, integers) : null;

const truth =
  (compute: (a: number, b: number) => boolean): Combine =>
  (a, b, integers) =>
    typeof a === 'number' && typeof b === 'number' && !(integers && isRounded(a, b))
      ? Number(compute(a, b))
      : null;

const named = (value: Scalar): boolean => typeof value === 'string';

/** Powers that are whole: others are rounded differently by every library. */
function exactPower(a: number, b: number): number | null {
  const power = a ** b;
  return Number.isInteger(a) && Number.isInteger(b) && Number.isSafeInteger(power) ? power : null;
}

/**
 * Integers beyond 2⁵³ were rounded when they were read: two of them are in order, or not
 * comparable.
 */
const isRounded = (a: number, b: number): boolean =>
  a === b && !Number.isSafeInteger(a) && Number.isInteger(a);

/** Symbols stand for extents, which are never negative. */
const equal: Combine = (a, b, integers) => {
  if (typeof a === 'number' && typeof b === 'number')
    return integers && isRounded(a, b) ? null : Number(a === b);
  if (named(a) && a === b) return 1;
  return (named(a) && typeof b === 'number' && b < 0) ||
    (named(b) && typeof a === 'number' && a < 0)
    ? 0
    : null;
};

export const COMBINE: Readonly<Record<string, Combine>> = {
  Add: (a, b) =>
    a === 0 ? b : b === 0 ? a : typeof a === 'number' && typeof b === 'number' ? a + b : null,
  Sub: (a, b) =>
    b === 0
      ? a
      : named(a) && a === b
        ? 0
        : typeof a === 'number' && typeof b === 'number'
          ? a - b
          : null,
  // A float that is not known may be infinite.
  Mul: (a, b, integers) =>
    a === 1
      ? b
      : b === 1
        ? a
        : integers && (a === 0 || b === 0)
          ? 0
          : numeric((x, y) => x * y)(a, b, integers),
  Div: (a, b, integers) =>
    b === 1
      ? a
      : named(a) && a === b
        ? 1
        : numeric((x, y) => (integers ? Math.trunc(x / y) : x / y))(a, b, integers),
  Pow: (a, b) => (typeof a === 'number' && typeof b === 'number' ? exactPower(a, b) : null),
  Min: numeric((a, b) => Math.min(a, b)),
  Max: numeric((a, b) => Math.max(a, b)),
  Sum: numeric((a, b) => a + b),
  And: truth((a, b) => a !== 0 && b !== 0),
  Or: truth((a, b) => a !== 0 || b !== 0),
  Xor: truth((a, b) => (a !== 0) !== (b !== 0)),
  Equal: equal,
  Less: truth((a, b) => a < b),
  Greater: truth((a, b) => a > b),
  LessOrEqual: truth((a, b) => a <= b),
  GreaterOrEqual: truth((a, b) => a >= b),
};

/** Mod with the divisor's sign (Python's %), or the dividend's (C's fmod). */
export const remainder =
  (fmod: boolean): Combine =>
  (a, b) => {
    if (b === 1 && named(a)) return 0;
    if (typeof a !== 'number' || typeof b !== 'number' || b === 0) return null;
    const rest = a % b;
    return fmod || rest === 0 || rest < 0 === b < 0 ? rest : rest + b;
  };

const roundHalfEven = (x: number): number => {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest < 0.5 ? floor : rest > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
};

export const APPLY: Readonly<Record<string, (x: number) => number>> = {
  Neg: (x) => -x,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Round: roundHalfEven,
  Sqrt: Math.sqrt,
  Sign: Math.sign,
  Reciprocal: (x) => 1 / x,
  Not: (x) => (x === 0 ? 1 : 0),
  Relu: (x) => Math.max(x, 0),
};

/** The elements broadcast to `dims`; a single one, which stands for all, stays alone. */
const operand = (
  { values, dims: from }: { values: Values | null; dims: Dims | null },
  dims: Dims | null,
) => (values?.length === 1 ? values : spread(values, from, dims));

/** Element by element after broadcasting; null where nothing is known or the result is large. */
export function combineAll(
  a: { values: Values | null; dims: Dims | null },
  b: { values: Values | null; dims: Dims | null },
  dims: Dims | null,
  operandType: DataType | null,
  resultType: DataType | null,
  combine: Combine,
): Values | null {
  const left = operand(a, dims);
  const right = operand(b, dims);
  const count = isKnown(dims) ? extent(dims) : null;
  if (left === null || right === null || count === null) return null;
  const integers = isInteger(operandType);
  const [leftStep, rightStep] = [left.length === 1 ? 0 : 1, right.length === 1 ? 0 : 1];
  const result = new Array<Scalar>(count);
  for (let i = 0; i < count; i += 1) {
    const value = combine(left[i * leftStep], right[i * rightStep], integers);
    result[i] = typeof value === 'number' ? store(value, resultType) : value;
  }
  return result;
}

/** Cast of one element (ONNX Cast: floats are truncated towards zero into integers). */
export function cast(value: Scalar, to: DataType | null): Scalar {
  if (typeof value !== 'number')
    return isInteger(to) || to === 'float32' || to === 'float64' ? value : null;
  return store(isInteger(to) ? Math.trunc(value) : value, to);
}
