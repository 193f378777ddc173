// Bytes of values, and how many of them live at once when nodes run in file order. A value lives
// from the node that makes it to the last that reads it; views (a reshape) share their source's
// bytes; initialisers and constants are weights, not activations.
import type { Fact } from '@/lib/onnx/infer/fact';
import type { GraphFacts, NodeView } from '@/lib/onnx/infer/node-view';
import { domainOf } from '@/lib/onnx/ir';
import { NO_VALUE } from '@/lib/onnx/names';
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
export const SHAPE_ONLY: ReadonlySet<string> = new Set([
  'Shape',
  'Size',
  'SequenceLength',
  'OptionalHasElement',
]);

/** Whether a node gives its input another shape without copying it, so that it takes no memory. */
export function isView(view: NodeView): boolean {
  const { node } = view;
  if (domainOf(node.domain) !== '') return false;
  return (
    VIEWS.has(node.opType) ||
    (node.opType === 'Dropout' && node.outputs.length === 1 && !view.has(2))
  );
}

/**
 * Bytes of a value; null where its extents or type are unknown. Strings count as 0: their length is
 * not in the graph.
 */
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
  if (fact.kind === 'optional')
    return fact.present === false ? 0 : bytesOfFact(fact.element ?? undefined);
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

const NONE = -1;

/** Whether a value, by its number, is a weight or a constant. */
export type IsConstant = (value: number) => boolean;

/**
 * When the values of one graph live, by their number from its first on. Values of the graph around
 * it are not its own.
 */
class Lives {
  private readonly first: number;
  /**
   * The value whose bytes a value is: itself, the source of a view, NONE for a constant or what has
   * not been made.
   */
  private readonly owners: Int32Array;
  private readonly bytes: Count[];
  /** Index of the last node that reads a value or a view of it. */
  private readonly lastUses: Int32Array;
  private readonly live: Uint8Array;
  total: Count = 0;

  constructor({ firstValue, ownValues }: GraphFacts) {
    this.first = firstValue;
    this.owners = new Int32Array(ownValues).fill(NONE);
    this.bytes = new Array<Count>(ownValues);
    this.lastUses = new Int32Array(ownValues);
    this.live = new Uint8Array(ownValues);
  }

  private ownerOf(value: number): number {
    const own = value - this.first;
    return own >= 0 && own < this.owners.length ? this.owners[own] : NONE;
  }

  add(value: number, bytes: Count, at: number): void {
    const own = value - this.first;
    this.owners[own] = own;
    this.bytes[own] = bytes;
    this.lastUses[own] = at;
  }

  /** A view of something without an owner is a view of a constant. */
  share(value: number, source: number): void {
    if (value !== NO_VALUE) this.owners[value - this.first] = this.ownerOf(source);
  }

  use(value: number, at: number): void {
    const owner = this.ownerOf(value);
    if (owner !== NONE) this.lastUses[owner] = at;
  }

  start(value: number): void {
    const owner = this.ownerOf(value);
    if (owner === NONE || this.live[owner] === 1) return;
    this.live[owner] = 1;
    this.total = plus(this.total, this.bytes[owner]);
  }

  /** Frees a value that no node after `at` reads. */
  finish(value: number, at: number): void {
    const owner = this.ownerOf(value);
    if (owner === NONE || this.live[owner] === 0 || this.lastUses[owner] > at) return;
    this.live[owner] = 0;
    this.total = plus(this.total, -this.bytes[owner]);
  }
}

/** When all values of a graph live; null where a size is unknown. */
function livesOf(facts: GraphFacts, isConstant: IsConstant, isBody: boolean): Lives | null {
  const { nodes, inputs, inputValues, outputValues } = facts;
  const lives = new Lives(facts);
  const add = (value: number, fact: Fact | undefined, at: number): boolean => {
    if (value === NO_VALUE || isConstant(value)) return true;
    const bytes = bytesOfFact(fact);
    if (bytes !== null) lives.add(value, bytes, at);
    return bytes !== null;
  };
  // The inputs of a body are values (or slices of values) of the graph around it.
  if (!isBody)
    for (let i = 0; i < inputs.length; i += 1) if (!add(inputValues[i], inputs[i], -1)) return null;
  let at = 0;
  const use = (value: number): void => lives.use(value, at);
  for (; at < nodes.length; at += 1) {
    const view = nodes.at(at);
    if (view.node.opType === 'Constant') continue;
    eachRead(view, use);
    if (isView(view)) lives.share(view.firstWrite, view.read(0));
    else
      for (let k = 0; k < view.outputCount; k += 1)
        if (view.node.outputs[k] !== '' && !add(view.firstWrite + k, view.output(k), at))
          return null;
  }
  for (const value of outputValues) lives.use(value, nodes.length);
  return lives;
}

/** Largest sum of live activations; null where a size is unknown. */
export function peakBytes(facts: GraphFacts, isConstant: IsConstant, isBody = false): Count | null {
  const lives = livesOf(facts, isConstant, isBody);
  if (lives === null) return null;
  for (const value of facts.inputValues) lives.start(value);
  let peak = lives.total;
  let at = 0;
  const finish = (value: number): void => lives.finish(value, at);
  for (; at < facts.nodes.length; at += 1) {
    const view = facts.nodes.at(at);
    if (view.node.opType === 'Constant') continue;
    const { firstWrite, outputCount } = view;
    for (let k = 0; k < outputCount; k += 1) lives.start(firstWrite + k);
    let inside: Count = 0;
    for (const { facts: body } of view.inside?.bodies ?? []) {
      const own = peakBytes(body, isConstant, true);
      if (own === null) return null;
      if (own > inside) inside = own;
    }
    const now = plus(lives.total, inside);
    if (now > peak) peak = now;
    eachRead(view, finish);
    for (let k = 0; k < outputCount; k += 1) finish(firstWrite + k);
  }
  return peak;
}

/** Calls `visit` with every value that a node reads, from inside its bodies too. */
function eachRead(view: NodeView, visit: (value: number) => void): void {
  for (let i = 0; i < view.inputCount; i += 1) visit(view.read(i));
  if (view.inside === null) return;
  for (const { facts } of view.inside.bodies) {
    for (let i = 0; i < facts.nodes.length; i += 1) eachRead(facts.nodes.at(i), visit);
  }
}
