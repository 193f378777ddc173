// What is known of a graph's input: the type that the file declares, the extents that a person
// binds (also over fixed ones: an export for one batch may be asked about four), and its elements
// where they are given.
import type { Dim, ValueInfo, ValueType } from '../ir';
import { extent } from './dims';
import {
  type Dims,
  doubtful,
  type Fact,
  isKnown,
  OPAQUE,
  type Scalar,
  tensor,
  VALUE_LIMIT,
} from './fact';
import { type Binding, boundExtent, type Given } from './given';

/** More axes are not followed (fact.ts). */
const RANK_LIMIT = 64;

/**
 * The name that an axis of an input goes by where the file gives it none, and over what the file
 * says.
 */
export const placeName = (input: string, axis: number): string => `${input}[${axis}]`;

/** Extents of an input that is declared without a shape: those bound by place decide its rank. */
function boundShape(name: string, bind: Binding): Dim[] | null {
  let rank = 0;
  for (let axis = 0; axis < RANK_LIMIT; axis += 1)
    if (Object.hasOwn(bind, placeName(name, axis))) rank = axis + 1;
  if (rank === 0) return null;
  return Array.from(
    { length: rank },
    (_, axis) => bind[placeName(name, axis)] ?? placeName(name, axis),
  );
}

function inputDims(name: string, dims: Dims | null, bind: Binding): Dim[] | null {
  if (dims === null) return boundShape(name, bind);
  return dims.map((dim, axis): Dim => {
    const place = placeName(name, axis);
    const placed = Object.hasOwn(bind, place) ? bind[place] : undefined;
    if (placed !== undefined) return placed;
    if (typeof dim === 'number' && dim >= 0) return dim;
    const symbol = typeof dim === 'string' ? dim : place;
    return boundExtent(bind, symbol) ?? symbol;
  });
}

/**
 * The value given for an input: by its own name, also among the bindings where no dimension has
 * that name.
 */
function givenValue(name: string, { values, bind }: Given): number | readonly number[] | null {
  if (values !== undefined && Object.hasOwn(values, name)) return values[name] ?? null;
  return bind !== undefined && Object.hasOwn(bind, name) ? (bind[name] ?? null) : null;
}

function elementsFor(
  dims: Dims,
  value: number | readonly number[] | null,
): readonly Scalar[] | null {
  const count = value === null ? null : extent(dims);
  if (value === null || count === null || count > VALUE_LIMIT) return null;
  if (typeof value === 'number') return new Array<Scalar>(count).fill(value);
  return value.length === count ? value : null;
}

function ofType(type: ValueType | null, name: string, given: Given): Fact {
  const { bind = {} } = given;
  switch (type?.kind) {
    case 'tensor':
    case 'sparse': {
      const dims = inputDims(name, type.dims, bind);
      const value = givenValue(name, given);
      // A list gives a single open axis its extent.
      const shape =
        dims?.length === 1 &&
        typeof dims[0] !== 'number' &&
        typeof value === 'object' &&
        value !== null
          ? [value.length]
          : dims;
      if (shape === null || !isKnown(shape))
        return doubtful(type.dtype, 'unbound-dimension', shape);
      return tensor(type.dtype, shape, elementsFor(shape, value));
    }
    case 'sequence':
      return { kind: 'sequence', element: ofType(type.element, name, given), items: null };
    case 'optional':
      return { kind: 'optional', element: ofType(type.element, name, given), present: null };
    default:
      return OPAQUE;
  }
}

/** The fact of an input of the outermost graph. */
export const inputFact = ({ name, type }: ValueInfo, given: Given): Fact =>
  ofType(type, name, given);
