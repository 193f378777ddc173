// What inference knows of a value: its type, its extents as far as they are certain, and the
// elements of small tensors that are constant (the integers that shape chains compute). Nothing is
// guessed: null stands for "not known".
import type { Dim } from '../ir';
import { type DataType, isFloat } from '../types';

export type Dims = readonly Dim[];

/**
 * One known element: a number, a symbolic dimension's name, or null. int64 beyond 2⁵³ is rounded
 * and only compared.
 */
export type Scalar = number | string | null;

/**
 * Why a shape is not fully known. `unbound-dimension` starts at graph inputs, `unknown-input`
 * passes it on.
 */
export type Doubt =
  | 'unsupported-operator'
  | 'unknown-input'
  | 'unbound-dimension'
  | 'data-dependent'
  | 'missing-sidecar'
  | 'unread-attribute'
  | 'inconsistent'
  | 'too-large';

export interface TensorFact {
  readonly kind: 'tensor';
  readonly dtype: DataType | null;
  readonly dims: Dims | null;
  /** Elements in row-major order; null where none is known or the tensor is large. */
  readonly values: readonly Scalar[] | null;
  /** Set by the rule that lost the shape; null where it is known or only passed on. */
  readonly doubt: Doubt | null;
}

export interface SequenceFact {
  readonly kind: 'sequence';
  /** What holds for every element; null for an empty sequence. */
  readonly element: Fact | null;
  /** The elements themselves, while their number is known. */
  readonly items: readonly Fact[] | null;
}

export interface OptionalFact {
  readonly kind: 'optional';
  readonly element: Fact | null;
  readonly present: boolean | null;
}

/** Maps of ai.onnx.ml and values of unknown kind have no extents. */
export interface OpaqueFact {
  readonly kind: 'opaque';
}

export type Fact = TensorFact | SequenceFact | OptionalFact | OpaqueFact;

/** Tensors with more elements than this keep no values: shape chains are short, weights are not. */
export const VALUE_LIMIT = 1024;
/**
 * Weights and masks are no shape arithmetic: of floats only short lists are kept (scales of a
 * Resize, a scalar).
 */
const FLOAT_LIMIT = 16;

/** How many elements of a tensor of this type are kept at most. */
export const valueLimit = (dtype: DataType | null): number =>
  dtype !== null && isFloat(dtype) ? FLOAT_LIMIT : VALUE_LIMIT;

/** No operator needs more axes; a file that claims more is not followed. */
const RANK_LIMIT = 64;
const NO_VALUES: readonly Scalar[] = [];

function kept(
  dtype: DataType | null,
  dims: Dims | null,
  values: readonly Scalar[] | null,
): readonly Scalar[] | null {
  // An empty tensor has no elements that could be unknown.
  if (values === null) return dims?.includes(0) === true ? NO_VALUES : null;
  return values.length > FLOAT_LIMIT && values.length > valueLimit(dtype) ? null : values;
}

/**
 * What is known of a tensor: type, shape and, for small constants, elements. Ranks beyond the limit
 * are doubtful.
 */
export function tensor(
  dtype: DataType | null,
  dims: Dims | null,
  values: readonly Scalar[] | null = null,
): TensorFact {
  if (dims !== null && dims.length > RANK_LIMIT) return doubtful(dtype, 'too-large');
  return { kind: 'tensor', dtype, dims, values: kept(dtype, dims, values), doubt: null };
}

/** A tensor of which something is not known, and why. */
export function doubtful(
  dtype: DataType | null,
  doubt: Doubt,
  dims: Dims | null = null,
): TensorFact {
  return {
    kind: 'tensor',
    dtype,
    dims: dims !== null && dims.length > RANK_LIMIT ? null : dims,
    values: null,
    doubt,
  };
}

/** A shape of `rank` extents that are not known; null where the rank is none either. */
export const unknownDims = (rank: Dim | undefined): Dims | null =>
  typeof rank === 'number' && rank <= RANK_LIMIT ? new Array<Dim>(rank).fill(null) : null;

/** A tensor without dimensions, with its value where that is known. */
export const scalar = (dtype: DataType | null, value: Scalar = null): TensorFact =>
  tensor(dtype, [], value === null ? null : [value]);

export const UNKNOWN_TENSOR: TensorFact = tensor(null, null);
export const OPAQUE: OpaqueFact = { kind: 'opaque' };

/** Whether the rank is known and every extent is a number. */
export const isKnown = (dims: Dims | null): dims is readonly number[] => {
  if (dims === null) return false;
  // Asked of every value, several times: an index makes no iterator.
  for (let i = 0; i < dims.length; i += 1) if (typeof dims[i] !== 'number') return false;
  return true;
};

/** What holds for a value that is either `a` or `b`: where they differ, nothing. */
export function join(a: Fact, b: Fact): Fact {
  if (a === b) return a;
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const dtype = a.dtype === b.dtype ? a.dtype : null;
    const { dims: left, values } = a;
    const { dims: right } = b;
    if (left === null || right === null || left.length !== right.length)
      return doubtful(dtype, 'data-dependent');
    const dims = left.map((dim, i) => (dim === right[i] ? dim : null));
    const same = values !== null && b.values !== null && values.length === b.values.length;
    const common = same ? values.map((value, i) => (value === b.values?.[i] ? value : null)) : null;
    const lost = dims.some((dim, i) => dim === null && left[i] !== null && right[i] !== null);
    return {
      kind: 'tensor',
      dtype,
      dims,
      values: common,
      doubt: lost ? 'data-dependent' : (a.doubt ?? b.doubt),
    };
  }
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    const element =
      a.element === null ? b.element : b.element === null ? a.element : join(a.element, b.element);
    const items =
      a.items !== null && b.items !== null && a.items.length === b.items.length
        ? a.items.map((item, i) => join(item, b.items?.[i] ?? OPAQUE))
        : null;
    return { kind: 'sequence', element, items };
  }
  if (a.kind === 'optional' && b.kind === 'optional') {
    const element =
      a.element === null ? b.element : b.element === null ? a.element : join(a.element, b.element);
    return { kind: 'optional', element, present: a.present === b.present ? a.present : null };
  }
  return OPAQUE;
}

/** Equal in everything that a further round of inference could use. */
export function sameFact(a: Fact, b: Fact): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
