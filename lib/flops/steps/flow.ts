// Who reads whose output: the graph as folding sees it. Every node has its inputs' producers and
// its outputs' readers, and knows which values are constants, given or computed.
import type { GraphFacts, NodeView } from '@/lib/onnx/infer/node-view';
import { keyOf } from '@/lib/onnx/ir';
import { NO_VALUE } from '@/lib/onnx/names';

/** Operators whose result differs from run to run. */
const RANDOM = /^(Random|Multinomial|Bernoulli)/;

export class Flow {
  readonly facts: GraphFacts;
  readonly count: number;
  /** By value. */
  private readonly producers = new Map<number, number>();
  private readonly readers = new Map<number, number[]>();
  private readonly outputs: ReadonlySet<number>;
  private readonly constants = new Set<number>();
  /** Operator of each node, with its domain where that is not ai.onnx. */
  readonly ops: readonly string[];

  constructor(facts: GraphFacts, around: ReadonlySet<number> = new Set()) {
    this.facts = facts;
    this.count = facts.nodes.length;
    this.outputs = new Set(facts.outputValues);
    for (const value of around) this.constants.add(value);
    for (const value of facts.initializerValues) this.constants.add(value);
    const ops: string[] = [];
    for (let i = 0; i < this.count; i += 1) {
      const view = facts.nodes.at(i);
      ops.push(keyOf(view.node.domain, view.node.opType));
      for (let k = 0; k < view.inputCount; k += 1) {
        const value = view.read(k);
        if (value === NO_VALUE) continue;
        const known = this.readers.get(value);
        if (known === undefined) this.readers.set(value, [i]);
        else known.push(i);
      }
      for (let k = 0; k < view.outputCount; k += 1) this.producers.set(view.firstWrite + k, i);
      if (this.isComputedBefore(view)) {
        for (let k = 0; k < view.outputCount; k += 1) this.constants.add(view.firstWrite + k);
      }
    }
    this.ops = ops;
  }

  /** All inputs are constants, or all outputs are known already: runtimes fold the node away. */
  private isComputedBefore(view: NodeView): boolean {
    if (RANDOM.test(view.node.opType) || view.inside !== null) return false;
    let constant = true;
    for (let k = 0; k < view.inputCount && constant; k += 1) {
      constant = !view.has(k) || this.constants.has(view.read(k));
    }
    if (constant) return true;
    for (let k = 0; k < view.outputCount; k += 1) {
      const fact = view.output(k);
      if (fact?.kind !== 'tensor' || fact.values === null) return false;
      if (!fact.values.every((value) => typeof value === 'number')) return false;
    }
    return true;
  }

  isConstant(value: number): boolean {
    return this.constants.has(value);
  }

  get constantValues(): ReadonlySet<number> {
    return this.constants;
  }

  view(i: number): NodeView {
    return this.facts.nodes.at(i);
  }

  /** Number of the node's first output. */
  result(i: number): number {
    return this.view(i).firstWrite;
  }

  /** The node that makes input `k` of node `i`; null for graph inputs and constants. */
  producer(i: number, k: number): number | null {
    const value = this.view(i).read(k);
    return value === NO_VALUE || this.constants.has(value)
      ? null
      : (this.producers.get(value) ?? null);
  }

  producerOf(value: number): number | null {
    return this.producers.get(value) ?? null;
  }

  /** Nodes that read the first output of node `i`, each as often as it reads it. */
  readersOf(i: number): readonly number[] {
    return this.readers.get(this.result(i)) ?? [];
  }

  /** The only reader of the node's only output, which no one outside sees; null otherwise. */
  next(i: number): number | null {
    const view = this.view(i);
    const value = view.firstWrite;
    if (view.outputCount > 1 || this.outputs.has(value)) return null;
    const readers = this.readers.get(value) ?? [];
    const [first] = readers;
    return first !== undefined && readers.every((reader) => reader === first) ? first : null;
  }

  /** The one input of node `i` that is no constant, where all others are; null otherwise. */
  variableInput(i: number): number | null {
    const view = this.view(i);
    let found: number | null = null;
    for (let k = 0; k < view.inputCount; k += 1) {
      if (!view.has(k) || this.constants.has(view.read(k))) continue;
      if (found !== null) return null;
      found = k;
    }
    return found;
  }
}
