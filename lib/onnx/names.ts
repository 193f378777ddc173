// The names of a graph as numbers, found once per graph: bodies are inferred many times. A name
// means the value that was defined last before it is read (ONNX IR.md, "Names Within a Graph");
// what a graph does not define comes from around it.
import { bodiesOf } from './bodies';
import type { Graph } from './ir';

/** The number of no value: an omitted input. */
export const NO_VALUE = -1;

export interface Names {
  /**
   * Of the inputs of all nodes, one after the other: a local number, NO_VALUE, or below that a name
   * from outside.
   */
  readonly reads: Int32Array;
  /** Where each node's begin in `reads`, and where the last one's end. */
  readonly firstReads: Int32Array;
  /**
   * Of each node's first output; the others follow. Outputs nobody asked for, which have no name,
   * are numbered too.
   */
  readonly firstWrites: Int32Array;
  readonly inputs: readonly number[];
  /** The dense ones, then the sparse ones. */
  readonly initializers: readonly number[];
  readonly outputs: readonly number[];
  readonly locals: ReadonlyMap<string, number>;
  /** Names that are read here and defined outside, or nowhere. */
  readonly outer: readonly string[];
  /** Local numbers are below this. */
  readonly count: number;
  /** A value that a node reads before another one writes it; null in a graph that is in order. */
  readonly early: string | null;
  /** A value that two nodes write; null in a graph that is sound. */
  readonly twice: { readonly name: string; readonly node: number } | null;
}

/** Place in `outer` → number in `reads`, and back. */
const outerNumber = (place: number): number => -2 - place;

/** The place in `outer` that a number of `reads` stands for; see `outerNumber`. */
export const placeOf = (number: number): number => -2 - number;

const KNOWN = new WeakMap<Graph, Names>();

/** The names of a graph's values as numbers, worked out once for each graph. */
export function namesOf(graph: Graph): Names {
  const known = KNOWN.get(graph);
  if (known !== undefined) return known;
  const names = number(graph);
  KNOWN.set(graph, names);
  return names;
}

function number(graph: Graph): Names {
  const { nodes } = graph;
  const locals = new Map<string, number>();
  const outer: string[] = [];
  const outerPlaces = new Map<string, number>();
  let count = 0;
  let early: string | null = null;
  let twice: Names['twice'] = null;

  const define = (name: string): number => {
    if (name !== '') locals.set(name, count);
    count += 1;
    return count - 1;
  };
  const read = (name: string): number => {
    if (name === '') return NO_VALUE;
    const local = locals.get(name);
    if (local !== undefined) return local;
    let place = outerPlaces.get(name);
    if (place === undefined) {
      place = outer.length;
      outer.push(name);
      outerPlaces.set(name, place);
    }
    return outerNumber(place);
  };

  const inputs = graph.inputs.map(({ name }) => define(name));
  const dense = graph.initializers.map(({ name }) => define(name));
  const sparse = graph.sparseInitializers.map(({ values }) => define(values.name));
  /** Inputs and initialisers, which a node may write over once. */
  const given = new Set(locals.keys());
  const firstReads = new Int32Array(nodes.length + 1);
  for (let i = 0; i < nodes.length; i += 1)
    firstReads[i + 1] = firstReads[i] + nodes[i].inputs.length;
  const reads = new Int32Array(firstReads[nodes.length]);
  const firstWrites = new Int32Array(nodes.length);
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i];
    for (let k = 0; k < node.inputs.length; k += 1) reads[firstReads[i] + k] = read(node.inputs[k]);
    for (const body of bodiesOf(node)) for (const name of namesOf(body).outer) read(name);
    firstWrites[i] = count;
    for (let k = 0; k < node.outputs.length; k += 1) {
      const name = node.outputs[k];
      if (outerPlaces.size > 0 && outerPlaces.has(name)) early ??= name;
      const defined = locals.size;
      define(name);
      if (locals.size === defined && name !== '' && !given.delete(name))
        twice ??= { name, node: i };
    }
  }
  const outputs = graph.outputs.map(({ name }) => read(name));
  return {
    reads,
    firstReads,
    firstWrites,
    inputs,
    initializers: [...dense, ...sparse],
    outputs,
    locals,
    outer,
    count,
    early,
    twice,
  };
}
