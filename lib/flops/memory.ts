// Bytes of values, and how many of them live at once when nodes run in file order. A value lives from the node that makes
// it to the last that reads it; views (a reshape) share their source's bytes; initialisers and constants are weights, not
// activations.
import type { Fact } from '@/lib/onnx/infer/fact';
import type { GraphFacts, NodeFacts } from '@/lib/onnx/infer/graph-facts';
import { bitsOf } from '@/lib/onnx/types';
import { type Count, plus, product } from './exact';

/** Operators whose output is the bytes of input 0 under another shape, so that nothing moves. */
const VIEWS: ReadonlySet<string> = new Set([
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Identity',
  'Optional',
  'OptionalGetElement',
]);
/** Operators that read only the shape of their input. */
export const SHAPE_ONLY: ReadonlySet<string> = new Set(['Shape', 'Size', 'SequenceLength', 'OptionalHasElement']);

export function isView({ node, view }: NodeFacts): boolean {
  if (node.domain !== '' && node.domain !== 'ai.onnx') return false;
  return VIEWS.has(node.opType) || (node.opType === 'Dropout' && node.outputs.length === 1 && !view.has(2));
}

/** Bytes of a value; null where its extents or type are unknown. Strings count as 0: their length is not in the graph. */
export function bytesOfFact(fact: Fact | undefined): Count | null {
  if (fact === undefined) return 0;
  if (fact.kind === 'sequence') {
    if (fact.items === null) return null;
    let total: Count = 0;
    for (const item of fact.items) {
      const bytes = bytesOfFact(item);
      if (bytes === null) return null;
      total = plus(total, bytes);
    }
    return total;
  }
  if (fact.kind === 'optional') return fact.present === false ? 0 : bytesOfFact(fact.element ?? undefined);
  if (fact.kind !== 'tensor' || fact.dims === null || fact.dtype === null) return null;
  const bits = bitsOf(fact.dtype);
  let count = 1;
  for (const dim of fact.dims) {
    if (typeof dim !== 'number') return null;
    count *= dim;
  }
  const bytes = Math.ceil((count * bits) / 8);
  if (Number.isSafeInteger(count * bits)) return bytes;
  const exact = BigInt(product(fact.dims.map((dim) => (typeof dim === 'number' ? dim : 0))));
  return plus(0, (exact * BigInt(bits) + 7n) / 8n);
}

/** Largest sum of live activations; null where a size is unknown. */
export function peakBytes(facts: GraphFacts, constants: ReadonlySet<string>, isBody = false): Count | null {
  const roots = new Map<string, string>();
  const rootOf = (name: string): string => roots.get(name) ?? name;
  const lastUse = new Map<string, number>();
  const captured = (node: NodeFacts): readonly string[] =>
    node.bodies.flatMap(({ facts: body }) => body.nodes.flatMap((inner) => [...inner.node.inputs, ...captured(inner)]));
  facts.nodes.forEach((node, i) => {
    if (isView(node) && node.node.inputs.length > 0) roots.set(node.node.outputs[0], rootOf(node.node.inputs[0]));
    const inputs = node.bodies.length === 0 ? node.node.inputs : [...node.node.inputs, ...captured(node)];
    for (const name of inputs) lastUse.set(rootOf(name), i);
  });
  const end = facts.nodes.length;
  for (const { name } of facts.graph.outputs) lastUse.set(rootOf(name), end);

  const sizes = new Map<string, Count>();
  let live: Count = 0;
  const start = (name: string, fact: Fact | undefined): boolean => {
    if (name === '' || constants.has(name) || roots.has(name)) return true;
    const bytes = bytesOfFact(fact);
    if (bytes === null) return false;
    sizes.set(name, bytes);
    live = plus(live, bytes);
    return true;
  };
  // The inputs of a body are values (or slices of values) of the graph around it.
  for (const { name } of isBody ? [] : facts.graph.inputs) if (!start(name, facts.values.get(name))) return null;
  let peak: Count = live;
  const endings = new Map<number, string[]>();
  for (const [name, at] of lastUse) {
    const list = endings.get(at);
    if (list === undefined) endings.set(at, [name]);
    else list.push(name);
  }
  for (const [i, node] of facts.nodes.entries()) {
    for (const [k, name] of node.node.outputs.entries()) if (!start(name, node.outputs[k])) return null;
    let inside: Count = 0;
    for (const { facts: body } of node.bodies) {
      const own = peakBytes(body, constants, true);
      if (own === null) return null;
      if (own > inside) inside = own;
    }
    const now = plus(live, inside);
    if (now > peak) peak = now;
    const finished = endings.get(i) ?? [];
    for (const name of [...finished, ...node.node.outputs.filter((output) => !lastUse.has(rootOf(output)))]) {
      const bytes = sizes.get(name);
      if (bytes === undefined) continue;
      live = plus(live, -bytes);
      sizes.delete(name);
    }
  }
  return peak;
}
