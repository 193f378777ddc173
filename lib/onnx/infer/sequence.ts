// Sequences and optional values. While the number of elements is known each one is followed by
// itself; afterwards only what holds for all. Sources: ONNX Sequence*, SplitToSequence,
// ConcatFromSequence, Optional*.
import type { Dim } from '../ir';
import { axisOf, stridesOf, withDim } from './dims';
import { strided, type Values } from './evaluate';
import {
  type Dims,
  doubtful,
  type Fact,
  isKnown,
  join,
  OPAQUE,
  type SequenceFact,
  scalar,
  tensor,
} from './fact';
import { concatenate } from './join';
import type { NodeView, Rule, Rules } from './node-view';

/** More elements than this are followed together. */
export const ITEM_LIMIT = 1024;

/** A sequence of these items: what holds for all of them, and each of them where they are few. */
export function sequenceOf(items: readonly Fact[]): SequenceFact {
  const element = items.length === 0 ? null : items.reduce(join);
  return { kind: 'sequence', element, items: items.length > ITEM_LIMIT ? null : items };
}

/** Input `i` as a sequence, also inside an optional; null where it is none. */
export const sequence = (n: NodeView, i: number): SequenceFact | null => {
  const fact = n.input(i);
  if (fact?.kind === 'sequence') return fact;
  return fact?.kind === 'optional' && fact.element?.kind === 'sequence' ? fact.element : null;
};

/** Index input `i`, counted from the front; undefined where it is not given, null where unknown. */
const position = (n: NodeView, i: number, length: number): number | null | undefined => {
  if (!n.has(i)) return undefined;
  const given = n.number(i);
  return given === null ? null : given < 0 ? given + length : given;
};

const insert: Rule = (n) => {
  const into = sequence(n, 0);
  const added = n.input(1);
  if (into === null || added === undefined) return [OPAQUE];
  const element = into.element === null ? added : join(into.element, added);
  const at = into.items === null ? null : position(n, 2, into.items.length);
  if (into.items === null || at === null) return [{ kind: 'sequence', element, items: null }];
  const items = into.items.slice();
  items.splice(at ?? items.length, 0, added);
  return [sequenceOf(items)];
};

const erase: Rule = (n) => {
  const from = sequence(n, 0);
  if (from === null) return [OPAQUE];
  const at = from.items === null ? null : position(n, 1, from.items.length);
  if (from.items === null || at === null) return [{ ...from, items: null }];
  const items = from.items.slice();
  items.splice(at ?? items.length - 1, 1);
  return [sequenceOf(items)];
};

const elementAt: Rule = (n) => {
  const from = sequence(n, 0);
  if (from === null) return [OPAQUE];
  const at = from.items === null ? null : position(n, 1, from.items.length);
  const item = at === null || at === undefined ? undefined : from.items?.[at];
  return [item ?? from.element ?? OPAQUE];
};

/** The elements of the part that begins at `start` along an axis. */
function partValues(
  values: Values | null,
  source: Dims,
  dims: Dims,
  axis: number,
  start: number,
): Values | null {
  if (values === null || !isKnown(source) || !isKnown(dims)) return null;
  const strides = stridesOf(source);
  return strided(values, dims, start * (strides[axis] ?? 0), strides);
}

const splitToSequence: Rule = (n) => {
  const x = n.tensor(0);
  const axis = x.dims === null ? null : axisOf(n.int('axis', 0), x.dims.length);
  const unknown: SequenceFact = { kind: 'sequence', element: tensor(x.dtype, null), items: null };
  if (x.dims === null || axis === null) return [unknown];
  const size = x.dims[axis];
  const { dims: source, values } = x;
  let from = 0;
  const part = (length: Dim): Fact => {
    const dims = withDim(source, axis, length);
    const start = from;
    from += typeof length === 'number' ? length : 0;
    const elements = partValues(values, source, dims, axis, start);
    if (!n.has(1) && n.int('keepdims', 1) === 0) dims.splice(axis, 1);
    return length === null
      ? doubtful(x.dtype, 'data-dependent', dims)
      : tensor(x.dtype, dims, elements);
  };
  const given = n.has(1) ? n.numbers(1) : [1];
  if (given === null) return [{ kind: 'sequence', element: part(null), items: null }];
  const even = !n.has(1) || n.rank(1) === 0;
  if (even && (typeof size !== 'number' || given[0] < 1)) {
    return [{ kind: 'sequence', element: part(given[0] === 1 ? 1 : null), items: null }];
  }
  const lengths =
    even && typeof size === 'number'
      ? Array.from({ length: Math.min(Math.ceil(size / given[0]), ITEM_LIMIT + 1) }, (_, i) =>
          Math.min(given[0], size - i * given[0]),
        )
      : given;
  return [sequenceOf(lengths.map(part))];
};

const concatFromSequence: Rule = (n) => {
  const from = sequence(n, 0);
  const stack = n.int('new_axis', 0) === 1;
  const first = from?.element?.kind === 'tensor' ? from.element : null;
  if (from === null || first === null || first.dims === null)
    return [tensor(first?.dtype ?? null, null)];
  const axis = axisOf(n.int('axis', 0), first.dims.length + (stack ? 1 : 0));
  if (axis === null) return [tensor(first.dtype, null)];
  const widen = (dims: readonly Dim[]): readonly Dim[] =>
    stack ? [...dims.slice(0, axis), 1, ...dims.slice(axis)] : dims;
  if (from.items === null)
    return [doubtful(first.dtype, 'data-dependent', withDim(widen(first.dims), axis, null))];
  const parts = from.items.map((item) =>
    item.kind === 'tensor' && item.dims !== null ? widen(item.dims) : null,
  );
  return [tensor(first.dtype, concatenate(parts, axis))];
};

const optional: Rule = (n) => {
  const fact = n.input(0);
  return [{ kind: 'optional', element: fact ?? null, present: fact !== undefined }];
};

export const SEQUENCE: Rules = {
  SequenceConstruct: (n) => [sequenceOf(n.inputs().map((fact) => fact ?? OPAQUE))],
  SequenceEmpty: () => [sequenceOf([])],
  SequenceInsert: insert,
  SequenceErase: erase,
  SequenceAt: elementAt,
  SequenceLength: (n) => [scalar('int64', sequence(n, 0)?.items?.length ?? null)],
  SplitToSequence: splitToSequence,
  ConcatFromSequence: concatFromSequence,
  Optional: optional,
  OptionalGetElement: (n) => {
    const fact = n.input(0);
    return [(fact?.kind === 'optional' ? fact.element : fact) ?? OPAQUE];
  },
  OptionalHasElement: (n) => {
    const fact = n.input(0);
    if (fact === undefined) return [scalar('bool', 0)];
    return [
      scalar(
        'bool',
        fact.kind !== 'optional' ? 1 : fact.present === null ? null : Number(fact.present),
      ),
    ];
  },
};
