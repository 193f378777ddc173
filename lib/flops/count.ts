// Counts a model: every node by its rule, bodies by how often they run, totals over what is
// resolved and a list of what is not. Convention `flopmark-flops/1`: `If` takes the larger branch,
// `Loop` and `Scan` the trip count where it is constant.

import { FLOP_CONVENTION } from '@/lib/core/units';
import { bodiesOf } from '@/lib/onnx/bodies';
import { CONTROL } from '@/lib/onnx/infer/control';
import { type Fact, isKnown, UNKNOWN_TENSOR } from '@/lib/onnx/infer/fact';
import { inferModel } from '@/lib/onnx/infer/infer';
import type { Controlled, GraphFacts, NodeView } from '@/lib/onnx/infer/node-view';
import { elementsOf, type Graph, keyOf, type Model, type Node } from '@/lib/onnx/ir';
import { liveGraph } from '@/lib/onnx/live';
import { NO_VALUE } from '@/lib/onnx/names';
import { bytesOf } from '@/lib/onnx/types';
import { FLOPS_PER_MAC } from './convention';
import { type Count, plus, times } from './exact';
import {
  advance,
  backwardOf,
  bodyStates,
  type Gradients,
  openGradients,
  stateOf,
} from './gradient';
import { intensityOf } from './intensity';
import { bytesOfFact, isView, peakBytes, SHAPE_ONLY } from './memory';
import { multiplies } from './multiplies';
import { openDimensions } from './open-dimensions';
import { addOperators, operatorsOf, sortedOperators } from './operators';
import type {
  BackwardCount,
  BodyReport,
  CountOptions,
  NodeReport,
  Report,
  Shape,
  Total,
  Totals,
  Unknown,
  UnknownReason,
} from './report';
import { type Cost, FREE } from './rules/cost';
import { COSTS } from './rules/table';
import {
  makesWeight,
  trainableOf,
  type Weight,
  type WeightKey,
  type Weights,
  weightKeyOf,
} from './trainable';

/** Sums of one graph, or of several runs of it. */
interface Tally {
  macs: Count;
  otherOps: Count;
  integerOps: Count;
  inputMacs: Count;
  weightMacs: Count;
  activationBytes: Count;
  /** Nodes whose MACs, or whose other operations, are not known. */
  openMacs: number;
  openOps: number;
}

const emptyTally = (): Tally => ({
  macs: 0,
  otherOps: 0,
  integerOps: 0,
  inputMacs: 0,
  weightMacs: 0,
  activationBytes: 0,
  openMacs: 0,
  openOps: 0,
});

function addTally(into: Tally, from: Readonly<Tally>, repeats: number): void {
  into.macs = plus(into.macs, times(from.macs, repeats));
  into.otherOps = plus(into.otherOps, times(from.otherOps, repeats));
  into.integerOps = plus(into.integerOps, times(from.integerOps, repeats));
  into.inputMacs = plus(into.inputMacs, times(from.inputMacs, repeats));
  into.weightMacs = plus(into.weightMacs, times(from.weightMacs, repeats));
  into.activationBytes = plus(into.activationBytes, times(from.activationBytes, repeats));
  into.openMacs += from.openMacs;
  into.openOps += from.openOps;
}

interface Reads {
  readBytes: Count | null;
  weightBytes: number;
  params: number;
}

interface Counted {
  readonly tally: Tally;
  readonly nodes: readonly NodeReport[];
}

const NO_DIMENSIONS: readonly string[] = [];
const NO_BODIES: readonly BodyReport[] = [];

/** What the counter notes of a value. */
const WEIGHT = 1;
/** A weight, or the output of a Constant node: no activation. */
const CONSTANT = 2;
const TRAINED = 4;

/** Calls `visit` for a graph and for the bodies of its nodes. */
function eachGraph(graph: Graph, visit: (graph: Graph) => void): void {
  visit(graph);
  for (const node of graph.nodes) for (const body of bodiesOf(node)) eachGraph(body, visit);
}

const shapeOf = (fact: Fact | undefined): Shape => (fact?.kind === 'tensor' ? fact.dims : null);

function shapesOf(view: NodeView): readonly Shape[] {
  if (view.outputCount === 1) return [shapeOf(view.output(0))];
  return Array.from({ length: view.outputCount }, (_, i) => shapeOf(view.output(i)));
}

const totalOf = (atLeast: Count, unknownNodes: number): Total => ({
  known: unknownNodes === 0 ? atLeast : null,
  atLeast,
  unknownNodes,
});

const totalsOf = ({
  macs,
  otherOps,
  integerOps,
  inputMacs,
  weightMacs,
  openMacs,
  openOps,
}: Tally): Totals => ({
  macs: totalOf(macs, openMacs),
  flops: totalOf(times(macs, FLOPS_PER_MAC), openMacs),
  integerOps: totalOf(integerOps, openMacs),
  backwardMacs: totalOf(plus(inputMacs, weightMacs), openMacs),
  otherOps: totalOf(otherOps, openOps),
});

const NO_BACKWARD: BackwardCount = { inputMacs: 0, weightMacs: 0 };

function isSupported({ domain, opType }: Node): boolean {
  const key = keyOf(domain, opType);
  return COSTS.has(key) || CONTROL.has(key);
}

const isResolved = (fact: Fact | undefined): boolean =>
  fact?.kind === 'tensor' && isKnown(fact.dims);

/**
 * A node that is not counted yet. Engines box the numbers of a field unless it has held something
 * else.
 */
const UNCOUNTED: NodeReport = {
  name: '',
  opType: '',
  domain: '',
  macs: null,
  otherOps: null,
  integerOps: null,
  params: 0,
  weightBytes: 0,
  readBytes: null,
  writtenBytes: null,
  intensity: null,
  backward: null,
  outputs: [],
  shapes: [],
  reason: 'unknown-input',
  dimensions: [],
  bodies: [],
};

/** A constant costs nothing, and a model may hold thousands. */
const constantReport = (view: NodeView, name: string): NodeReport => ({
  name,
  opType: view.node.opType,
  domain: view.node.domain,
  macs: 0,
  otherOps: 0,
  integerOps: 0,
  params: 0,
  weightBytes: 0,
  readBytes: 0,
  writtenBytes: 0,
  intensity: null,
  backward: NO_BACKWARD,
  outputs: view.node.outputs,
  shapes: shapesOf(view),
  reason: null,
  dimensions: NO_DIMENSIONS,
  bodies: NO_BODIES,
});

interface Inside {
  readonly tally: Tally;
  /** What its outputs need of a gradient (gradient.ts). */
  readonly state: number;
  readonly exact: boolean;
  readonly reports: readonly BodyReport[];
}

/** A further run of a body: `before` holds the earlier ones. */
function bodyReport(
  node: NodeView,
  graph: Graph,
  nodes: readonly NodeReport[],
  before: BodyReport | undefined,
  often: number,
): BodyReport {
  const operators = new Map(before?.operators);
  addOperators(operators, operatorsOf(nodes), often, before === undefined);
  const label = node.node.attributes.find(
    (attribute) => attribute.kind === 'graph' && attribute.value === graph,
  )?.name;
  return { label: label ?? graph.name, times: (before?.times ?? 0) + often, nodes, operators };
}

class Counter {
  private readonly facts: GraphFacts;
  private readonly options: CountOptions;
  /** Of every value, by number. */
  private readonly marks: Uint8Array;
  private readonly gradients: Gradients;
  private readonly trained: Weights;
  /** Trained tensors that a node has not yet been credited with. */
  private readonly unclaimed: Map<WeightKey, Weight>;
  /** What the trained values are, by number. */
  private readonly weights = new Map<number, WeightKey>();
  private readonly dead: readonly string[];
  private assumed = 0;
  private readonly unknown: Unknown[] = [];
  /**
   * Of the node at hand: activation and weight bytes that it reads, and trained elements that it is
   * the first to use.
   */
  private readonly reads: Reads = { readBytes: 0, weightBytes: 0, params: 0 };
  private nodeCount = 0;
  readonly initialisers: number;
  readonly weightBytes: number;

  constructor(graph: Graph, dead: readonly string[], facts: GraphFacts, options: CountOptions) {
    this.facts = facts;
    this.dead = dead;
    this.marks = new Uint8Array(facts.valueCount);
    this.gradients = new Uint8Array(facts.valueCount);
    this.options = options;
    this.trained = trainableOf(graph);
    this.unclaimed = new Map(this.trained);
    let elements = 0;
    let bytes = 0;
    eachGraph(graph, ({ initializers, sparseInitializers }) => {
      const sparse = sparseInitializers.flatMap(({ values, indices }) => [values, indices]);
      for (const { dtype, dims } of sparse.length === 0
        ? initializers
        : [...initializers, ...sparse]) {
        const count = elementsOf(dims);
        elements += count;
        bytes += bytesOf(dtype, count);
      }
    });
    for (const { nodeBytes } of this.trained.values()) bytes += nodeBytes;
    this.initialisers = elements;
    this.weightBytes = bytes;
  }

  private graph(facts: GraphFacts, given: readonly number[] | null, prefix: string): Counted {
    openGradients(this.gradients, facts, this.trained, this.options.inputGrad === true, given);
    const { initializers } = facts.graph;
    facts.initializerValues.forEach((value, i) => {
      const initializer = initializers[i];
      const trained = initializer !== undefined && this.trained.has(initializer);
      if (trained) this.weights.set(value, initializer);
      this.mark(value, WEIGHT | CONSTANT | (trained ? TRAINED : 0));
    });
    const tally = emptyTally();
    const nodes = new Array<NodeReport>(facts.nodes.length).fill(UNCOUNTED);
    for (let i = 0; i < nodes.length; i += 1)
      nodes[i] = this.node(facts.nodes.at(i), tally, prefix);
    return { tally, nodes };
  }

  private mark(value: number, marks: number): void {
    if (value !== NO_VALUE) this.marks[value] |= marks;
  }

  private isMarked(value: number, mark: number): boolean {
    return value !== NO_VALUE && (this.marks[value] & mark) !== 0;
  }

  /**
   * What the bodies of a node cost together, and whether each could be counted as often as it runs.
   */
  private bodies(node: NodeView, { bodies, alternatives }: Controlled, name: string): Inside {
    const total = emptyTally();
    const reports = new Map<Graph, BodyReport>();
    let state = 0;
    let exact = true;
    let largest: { readonly graph: Graph; readonly tally: Tally } | null = null;
    const open = { macs: 0, ops: 0 };
    for (const { facts, times: repeats } of bodies) {
      const { graph } = facts;
      const given = bodyStates(this.gradients, node, facts, this.trained);
      const counted = this.graph(facts, given, `${name}/`);
      for (const output of facts.outputValues) state |= stateOf(this.gradients, output);
      exact = exact && repeats !== null;
      const often = alternatives ? 0 : (repeats ?? 1);
      if (!alternatives) addTally(total, counted.tally, often);
      else if (largest === null || this.isLarger(counted.tally, largest.tally))
        largest = { graph, tally: counted.tally };
      open.macs += counted.tally.openMacs;
      open.ops += counted.tally.openOps;
      reports.set(graph, bodyReport(node, graph, counted.nodes, reports.get(graph), often));
    }
    // Of two branches the one that is not known may be the larger.
    if (largest !== null) {
      addTally(total, { ...largest.tally, openMacs: open.macs, openOps: open.ops }, 1);
      const { graph } = largest;
      const chosen = reports.get(graph);
      if (chosen !== undefined)
        reports.set(graph, bodyReport(node, graph, chosen.nodes, undefined, 1));
    }
    return { tally: total, state, exact, reports: [...reports.values()] };
  }

  private isLarger(a: Tally, b: Tally): boolean {
    return a.macs === b.macs ? a.otherOps > b.otherOps : a.macs > b.macs;
  }

  private node(view: NodeView, tally: Tally, prefix: string): NodeReport {
    const { node, firstWrite } = view;
    this.nodeCount += 1;
    const name = `${prefix}${node.name === '' ? (node.outputs[0] ?? node.opType) : node.name}`;
    const isConstant = node.opType === 'Constant';
    if (isConstant) this.mark(firstWrite, CONSTANT);
    const isWeight = makesWeight(node, 0, this.trained);
    if (isWeight) {
      this.mark(firstWrite, isConstant ? TRAINED | WEIGHT : TRAINED);
      this.weights.set(firstWrite, weightKeyOf(node));
    }
    if (isConstant && isResolved(view.output(0))) {
      if (isWeight) advance(this.gradients, view, this.trained, 0);
      return constantReport(view, name);
    }
    const controlled = view.inside;
    const inside = controlled === null ? null : this.bodies(view, controlled, name);
    const cost = inside === null ? this.costOf(view) : FREE;
    const reason = this.reasonOf(view, cost, inside?.exact ?? true);
    if (view.isAssumed) this.assumed += 1;
    // Operators that never multiply have no MACs, whatever their shapes; bodies tell of their own
    // nodes.
    const macsOpen =
      inside === null
        ? cost === null && multiplies(node)
        : inside.tally.openMacs > 0 || !inside.exact;
    const opsOpen = inside === null ? cost === null : inside.tally.openOps > 0 || !inside.exact;
    const dimensions = reason === 'unbound-dimension' ? openDimensions(view) : NO_DIMENSIONS;
    if (reason !== null) this.unknown.push({ node: name, opType: node.opType, reason, dimensions });
    tally.openMacs +=
      inside === null ? Number(macsOpen) : inside.tally.openMacs + Number(!inside.exact);
    tally.openOps +=
      inside === null ? Number(opsOpen) : inside.tally.openOps + Number(!inside.exact);

    let macs: Count = inside?.tally.macs ?? 0;
    let integerOps: Count = inside?.tally.integerOps ?? 0;
    let backward: BackwardCount | null = NO_BACKWARD;
    if (inside !== null)
      backward = { inputMacs: inside.tally.inputMacs, weightMacs: inside.tally.weightMacs };
    else if (cost === null) backward = macsOpen ? null : NO_BACKWARD;
    else if (cost.products.length > 0) {
      for (const product of cost.products) macs = plus(macs, product.macs);
      if (cost.integer) integerOps = times(macs, FLOPS_PER_MAC);
      backward = backwardOf(cost, this.gradients, view, this.options.fusedAttention === true);
    }
    const otherOps = inside?.tally.otherOps ?? cost?.other ?? 0;
    advance(this.gradients, view, this.trained, inside?.state ?? 0);

    this.read(view);
    const { readBytes, weightBytes, params } = this.reads;
    const writtenBytes = this.written(view);
    const ownBytes = plus(readBytes ?? 0, writtenBytes ?? 0);
    tally.macs = plus(tally.macs, macs);
    tally.otherOps = plus(tally.otherOps, otherOps);
    tally.integerOps = plus(tally.integerOps, integerOps);
    tally.inputMacs = plus(tally.inputMacs, backward?.inputMacs ?? 0);
    tally.weightMacs = plus(tally.weightMacs, backward?.weightMacs ?? 0);
    tally.activationBytes = plus(
      tally.activationBytes,
      plus(inside?.tally.activationBytes ?? 0, ownBytes),
    );
    const known = cost !== null;
    return {
      name,
      opType: node.opType,
      domain: node.domain,
      macs: cost === null && macsOpen ? null : macs,
      otherOps: known ? otherOps : null,
      integerOps: cost === null && macsOpen ? null : integerOps,
      params,
      weightBytes,
      readBytes,
      writtenBytes,
      intensity: known ? intensityOf(macs, otherOps, readBytes, writtenBytes, weightBytes) : null,
      backward,
      outputs: node.outputs,
      shapes: shapesOf(view),
      reason,
      dimensions,
      bodies: inside?.reports ?? NO_BODIES,
    };
  }

  private costOf(view: NodeView): Cost | null {
    const rule = COSTS.get(keyOf(view.node.domain, view.node.opType));
    if (rule === undefined) return null;
    const y = view.output(0);
    const cost = rule(view, y?.kind === 'tensor' ? y : UNKNOWN_TENSOR);
    return view.unread ? null : cost;
  }

  private reasonOf(view: NodeView, cost: Cost | null, exact: boolean): UnknownReason | null {
    if (cost === null && !isSupported(view.node)) return 'unsupported-operator';
    const names = view.node.outputs;
    for (let i = 0; i < names.length; i += 1) {
      const fact = view.output(i);
      if (names[i] !== '' && fact?.kind === 'tensor' && !isKnown(fact.dims))
        return fact.doubt ?? 'unknown-input';
    }
    if (!exact) return 'per-iteration';
    if (cost !== null) return null;
    if (view.unread) return 'unread-attribute';
    // The output is known, and what is computed from an input is not.
    for (let i = 0; i < view.inputCount; i += 1) {
      const fact = view.input(i);
      if (fact?.kind === 'tensor' && !isKnown(fact.dims)) return fact.doubt ?? 'unknown-input';
    }
    return 'data-dependent';
  }

  /** Notes in `reads` what a node reads. */
  private read(view: NodeView): void {
    const { node } = view;
    const moves = !isView(view) && !SHAPE_ONLY.has(node.opType);
    // A lookup reads the rows that it returns.
    const limit = node.opType.startsWith('Gather') ? bytesOfFact(view.output(0)) : null;
    let readBytes: Count | null = 0;
    let weightBytes = 0;
    let params = 0;
    for (let i = 0; i < view.inputCount; i += 1) {
      if (node.inputs[i] === '') continue;
      const value = view.read(i);
      if (this.isMarked(value, TRAINED)) params += this.claim(value);
      if (!moves) continue;
      const constant = this.isMarked(value, CONSTANT);
      if (constant && !this.isMarked(value, WEIGHT)) continue;
      const all = bytesOfFact(view.input(i));
      const bytes = i === 0 && limit !== null && all !== null && limit < all ? limit : all;
      if (constant) weightBytes += Number(bytes ?? 0);
      else readBytes = readBytes === null || bytes === null ? null : plus(readBytes, bytes);
    }
    this.reads.readBytes = readBytes;
    this.reads.weightBytes = weightBytes;
    this.reads.params = params;
  }

  /** Elements of a trained tensor, once. */
  private claim(value: number): number {
    const key = this.weights.get(value);
    const elements = key === undefined ? 0 : (this.unclaimed.get(key)?.elements ?? 0);
    if (key !== undefined) this.unclaimed.delete(key);
    return elements;
  }

  private written(view: NodeView): Count | null {
    if (isView(view)) return 0;
    const names = view.node.outputs;
    let total: Count = 0;
    for (let i = 0; i < names.length; i += 1) {
      if (names[i] === '') continue;
      const bytes = bytesOfFact(view.output(i));
      if (bytes === null) return null;
      total = plus(total, bytes);
    }
    return total;
  }

  count(): Report {
    const { facts } = this;
    const { tally, nodes } = this.graph(facts, null, '');
    let params = 0;
    for (const { elements } of this.trained.values()) params += elements;
    return {
      convention: FLOP_CONVENTION,
      totals: totalsOf(tally),
      macs: tally.macs,
      flops: times(tally.macs, FLOPS_PER_MAC),
      otherOps: tally.otherOps,
      integerOps: tally.integerOps,
      params,
      initialisers: this.initialisers,
      weightBytes: this.weightBytes,
      activationBytes: tally.activationBytes,
      peakActivationBytes: peakBytes(facts, (value) => this.isMarked(value, CONSTANT)),
      backwardMacs: plus(tally.inputMacs, tally.weightMacs),
      operators: sortedOperators(operatorsOf(nodes)),
      coverage: {
        nodes: this.nodeCount,
        resolved: this.nodeCount - this.unknown.length,
        unknown: this.unknown,
      },
      assumedNodes: this.assumed,
      deadNodes: this.dead,
      outputs: facts.graph.outputs.map(({ name }, i) => ({
        name,
        dims: shapeOf(facts.outputs[i]),
      })),
      nodes,
    };
  }
}

/**
 * Counts what an output of `model` follows from, after inferring its shapes with what `options` say
 * of them.
 */
export function countModel(model: Model, options: CountOptions = {}): Report {
  const { graph, dead } = liveGraph(model.graph);
  return new Counter(graph, dead, inferModel({ ...model, graph }, options), options).count();
}

export type { CountOptions, Report } from './report';
