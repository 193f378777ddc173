// The dimensions of a model's inputs that a person may bind, by the names that `CountOptions.bind`
// takes: what the file leaves open, from what it follows, and what may be tried first.
import { bodiesOf } from '@/lib/onnx/bodies';
import { boundExtent, expressionOf, type Given } from '@/lib/onnx/infer/given';
import { placeName } from '@/lib/onnx/infer/inputs';
import type { Dim, Graph, ValueInfo, ValueType } from '@/lib/onnx/ir';

export interface FreeDimension {
  readonly name: string;
  /** Inputs in whose shape it stands. */
  readonly inputs: readonly string[];
  /** What it is computed from, once those names are bound; null where it must be given. */
  readonly follows: string | null;
  /** A sensible first extent: 1 for a batch, 640 for the side of an image, 128 for a sequence. */
  readonly guess: number;
}

const BATCH_GUESS = 1;
const CHANNEL_GUESS = 3;
const IMAGE_GUESS = 640;
const SEQUENCE_GUESS = 128;

function guessFor(name: string, axis: number, rank: number): number {
  if (/batch|^(n|b|bs|bsz)$|^unk__/i.test(name)) return BATCH_GUESS;
  if (/height|width|size|^(h|w)$/i.test(name)) return IMAGE_GUESS;
  if (/past|cache/i.test(name)) return SEQUENCE_GUESS;
  if (/seq|len|time|frame|token|^(s|t|l)$/i.test(name)) return SEQUENCE_GUESS;
  if (axis === 0) return BATCH_GUESS;
  if (rank >= 4) return axis === 1 ? CHANNEL_GUESS : IMAGE_GUESS;
  return SEQUENCE_GUESS;
}

/** An extent that a file leaves open: a name, nothing, or a number that is none. */
const isFree = (dim: Dim): boolean => typeof dim !== 'number' || dim < 0;

function fedInputs(graph: Graph): readonly ValueInfo[] {
  const initialised = new Set(graph.initializers.map(({ name }) => name));
  return graph.inputs.filter(({ name }) => !initialised.has(name));
}

const dimsOf = (type: ValueType | null): readonly Dim[] | null =>
  type?.kind === 'tensor' ? type.dims : null;

/**
 * The dimensions of a graph's inputs that a person may bind, each with the inputs that have it and
 * a likely value.
 */
export function freeDimensionsOf(graph: Graph): readonly FreeDimension[] {
  const found = new Map<string, { inputs: string[]; guess: number }>();
  const names = new Set(
    graph.inputs.flatMap(({ type }) => dimsOf(type) ?? []).filter((dim) => typeof dim === 'string'),
  );
  for (const { name, type } of fedInputs(graph)) {
    const dims = dimsOf(type);
    dims?.forEach((dim, axis) => {
      if (!isFree(dim)) return;
      const symbol = typeof dim === 'string' ? dim : placeName(name, axis);
      const known = found.get(symbol);
      if (known === undefined)
        found.set(symbol, { inputs: [name], guess: guessFor(symbol, axis, dims.length) });
      else if (!known.inputs.includes(name)) known.inputs.push(name);
    });
  }
  return [...found].map(([name, { inputs, guess }]) => ({
    name,
    inputs,
    follows: followed(name, names),
    guess,
  }));
}

/** The expression of other dimensions of this model from which one follows. */
function followed(name: string, names: ReadonlySet<string>): string | null {
  const expression = expressionOf(name);
  if (expression === null) return null;
  const parts = expression.match(/[^-+*/()\s]+/g) ?? [];
  return parts.every((part) => /^\d+$/.test(part) || (part !== name && names.has(part)))
    ? expression
    : null;
}

/** Those that stay open under what a person has given. */
export const openDimensionsOf = (graph: Graph, { bind = {} }: Given): readonly FreeDimension[] =>
  freeDimensionsOf(graph).filter(({ name, inputs }) => {
    if (boundExtent(bind, name) !== undefined) return false;
    const places = fedInputs(graph).filter((input) => inputs.includes(input.name));
    return places.some(({ name: input, type }) =>
      dimsOf(type)?.some((dim, axis) => {
        const place = placeName(input, axis);
        return (dim === name || (place === name && isFree(dim))) && !Object.hasOwn(bind, place);
      }),
    );
  });

/**
 * Every name that `CountOptions.bind` and `CountOptions.values` listen to: dimensions by symbol or
 * place, also fixed ones of inputs, symbols that stand further inside, and inputs, whose elements
 * may be given.
 */
export function isBindable(graph: Graph, name: string): boolean {
  return bindableNames(graph).has(name) || isPlaceOfShapeless(graph, name);
}

function bindableNames(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, type } of [...graph.inputs, ...graph.valueInfo, ...graph.outputs]) {
    dimsOf(type)?.forEach((dim, axis) => {
      names.add(placeName(name, axis));
      if (typeof dim === 'string') names.add(dim);
    });
  }
  for (const { name } of fedInputs(graph)) names.add(name);
  // What a dimension follows from may be bound, too.
  for (const name of [...names]) {
    for (const part of expressionOf(name)?.match(/[^-+*/()\s]+/g) ?? [])
      if (!/^\d+$/.test(part)) names.add(part);
  }
  for (const node of graph.nodes) {
    for (const body of bodiesOf(node)) for (const name of bindableNames(body)) names.add(name);
  }
  return names;
}

const isPlaceOfShapeless = (graph: Graph, name: string): boolean => {
  const at = name.lastIndexOf('[');
  const input = fedInputs(graph).find((info) => info.name === name.slice(0, at));
  return input !== undefined && dimsOf(input.type) === null && /^\[\d+\]$/.test(name.slice(at));
};
