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
  for (let i = 0; i < fact.dims.length; i += 1) {
    const dim = fact.dims[i];
    if (typeof dim !== 'number') return null;
    count *= dim;
  }
  const bytes = Math.ceil((count * bits) / 8);
  if (Number.isSafeInteger(count * bits)) return bytes;
  const exact = BigInt(product(fact.dims.map((dim) => (typeof dim === 'number' ? dim : 0))));
  return plus(0, (exact * BigInt(bits) + 7n) / 8n);
}

/** The place of one value, shared by its views. */
interface Slot {
  readonly bytes: Count;
  /** Index of the last node that reads it. */
  lastUse: number;
  live: boolean;
}

/** Slots of all values by name; null where a size is unknown. */
function slotsOf(
  { graph, nodes, values }: GraphFacts,
  constants: ReadonlySet<string>,
  isBody: boolean,
): ReadonlyMap<string, Slot> | null {
  const slots = new Map<string, Slot>();
  const add = (name: string, fact: Fact | undefined, at: number): boolean => {
    if (name === '' || constants.has(name)) return true;
    const bytes = bytesOfFact(fact);
    if (bytes !== null) slots.set(name, { bytes, lastUse: at, live: false });
    return bytes !== null;
  };
  // The inputs of a body are values (or slices of values) of the graph around it.
  if (!isBody) for (const { name } of graph.inputs) if (!add(name, values.get(name), -1)) return null;
  for (let i = 0; i < nodes.length; i += 1) {
    const facts = nodes[i];
    const { node, outputs } = facts;
    if (node.opType === 'Constant') continue;
    const names = inputsOf(facts);
    for (let k = 0; k < names.length; k += 1) {
      const slot = slots.get(names[k]);
      if (slot !== undefined) slot.lastUse = i;
    }
    if (isView(facts)) {
      // A view of something without a slot is a view of a constant.
      const viewed = slots.get(node.inputs[0]);
      if (viewed !== undefined) slots.set(node.outputs[0], viewed);
    } else for (let k = 0; k < node.outputs.length; k += 1) if (!add(node.outputs[k], outputs[k], i)) return null;
  }
  for (const { name } of graph.outputs) {
    const slot = slots.get(name);
    if (slot !== undefined) slot.lastUse = nodes.length;
  }
  return slots;
}

/** Largest sum of live activations; null where a size is unknown. */
export function peakBytes(facts: GraphFacts, constants: ReadonlySet<string>, isBody = false): Count | null {
  const slots = slotsOf(facts, constants, isBody);
  if (slots === null) return null;
  let live: Count = 0;
  const start = (name: string): void => {
    const slot = slots.get(name);
    if (slot === undefined || slot.live || slot.bytes === 0) return;
    slot.live = true;
    live = plus(live, slot.bytes);
  };
  const finish = (name: string, at: number): void => {
    const slot = slots.get(name);
    if (slot === undefined || !slot.live || slot.lastUse > at) return;
    slot.live = false;
    live = plus(live, -slot.bytes);
  };
  for (const { name } of facts.graph.inputs) start(name);
  let peak: Count = live;
  for (let i = 0; i < facts.nodes.length; i += 1) {
    const { node, bodies } = facts.nodes[i];
    if (node.opType === 'Constant') continue;
    for (let k = 0; k < node.outputs.length; k += 1) start(node.outputs[k]);
    let inside: Count = 0;
    for (const { facts: body } of bodies) {
      const own = peakBytes(body, constants, true);
      if (own === null) return null;
      if (own > inside) inside = own;
    }
    const now = inside === 0 ? live : plus(live, inside);
    if (now > peak) peak = now;
    const names = inputsOf(facts.nodes[i]);
    for (let k = 0; k < names.length; k += 1) finish(names[k], i);
    for (let k = 0; k < node.outputs.length; k += 1) finish(node.outputs[k], i);
  }
  return peak;
}

/** Names that a node reads, from inside its bodies too. */
function inputsOf({ node, bodies }: NodeFacts): readonly string[] {
  if (bodies.length === 0) return node.inputs;
  return [...node.inputs, ...bodies.flatMap(({ facts }) => facts.nodes.flatMap(inputsOf))];
}
