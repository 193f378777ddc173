// A node as rules see it: facts of its inputs, attributes with their defaults, the version of its
// operator set. Absent and mistyped things read as "not known", so that a rule needs no checks of
// its own.
import {
  type Attribute,
  attributeNamed,
  type Dim,
  domainOf,
  type Graph,
  type Node,
  type Tensor,
} from '../ir';
import { NO_VALUE } from '../names';
import { type DataType, dataTypeOf } from '../types';
import { axesOf } from './dims';
import {
  type Dims,
  doubtful,
  type Fact,
  type Scalar,
  type TensorFact,
  UNKNOWN_TENSOR,
} from './fact';

/** What a name stands for that nothing defines. */
export const UNDEFINED_NAME = doubtful(null, 'inconsistent');

/** What the nodes of a graph share. Facts and `reads` are by the number of the value. */
export interface NodesAround {
  readonly nodes: readonly Node[];
  /** Versions of operator sets by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /**
   * Of the inputs of all nodes, one after the other; NO_VALUE for one that is omitted or undefined.
   */
  readonly reads: Int32Array;
  /** Where each node's inputs begin in `reads`, and where the last one's end. */
  readonly firstReads: Int32Array;
  /** Of each node's first output, from `firstValue` on; the others follow. */
  readonly firstWrites: Int32Array;
  readonly firstValue: number;
  /** The facts of all values. */
  readonly known: readonly (Fact | undefined)[];
  /**
   * How many elements an operator is assumed to select where only the data decide; null for no
   * assumption.
   */
  readonly selected: number | null;
}

/**
 * What inference found out about a graph: every node with the facts of its inputs and outputs,
 * bodies included. Counting reads this and nothing else. Every value of the model has a number, in
 * each run of a body its own.
 */
export interface GraphFacts {
  readonly graph: Graph;
  /** The nodes as rules saw them, one at a time. */
  readonly nodes: NodeView;
  readonly inputs: readonly Fact[];
  readonly outputs: readonly Fact[];
  /**
   * Numbers of its inputs, initialisers (the dense ones first) and outputs, in the graph's order.
   */
  readonly inputValues: readonly number[];
  readonly initializerValues: readonly number[];
  readonly outputValues: readonly number[];
  /** Its own values have these numbers, its bodies' values higher ones. */
  readonly firstValue: number;
  readonly ownValues: number;
  /** All numbers that this graph, its bodies and what came before them use are below this. */
  readonly valueCount: number;
}

/** A body as it runs: `times` is null where the trip count is not constant. */
export interface BodyRun {
  readonly facts: GraphFacts;
  readonly times: number | null;
}

/** How the bodies of a node ran, and what the node gives. */
export interface Controlled {
  readonly outputs: readonly Fact[];
  readonly bodies: readonly BodyRun[];
  /** Only one of the bodies runs (If with an unknown condition). */
  readonly alternatives: boolean;
}

const NO_NODE: Node = {
  name: '',
  opType: '',
  domain: '',
  overload: '',
  inputs: [],
  outputs: [],
  attributes: [],
};

/**
 * One node of a graph, then another: `at` moves it. An object for each of them would be a tenth of
 * what counting keeps.
 */
export class NodeView {
  node = NO_NODE;
  /** Number of its first output; the others follow. */
  firstWrite = NO_VALUE;
  inputCount = 0;
  private place = 0;
  private firstRead = 0;
  private readonly around: NodesAround;
  /** Of the few nodes with bodies: how those ran. */
  private readonly insides = new Map<number, Controlled>();
  /** Nodes of which a rule asked for an attribute that was left in the file. */
  private readonly unreads = new Set<number>();
  /** Nodes whose rule took what is assumed for what is not known. */
  private readonly assumptions = new Set<number>();

  constructor(around: NodesAround) {
    this.around = around;
  }

  /** Nodes of the graph. */
  get length(): number {
    return this.around.nodes.length;
  }

  /** This view, moved to node `i`. */
  at(i: number): this {
    const { nodes, firstReads, firstWrites, firstValue } = this.around;
    this.place = i;
    this.node = nodes[i];
    this.firstRead = firstReads[i];
    this.inputCount = firstReads[i + 1] - firstReads[i];
    this.firstWrite = firstValue + firstWrites[i];
    return this;
  }

  /** How its bodies ran, once they have; null for an operator without. */
  get inside(): Controlled | null {
    return this.insides.size === 0 ? null : (this.insides.get(this.place) ?? null);
  }

  set inside(controlled: Controlled) {
    this.insides.set(this.place, controlled);
  }

  /** A rule asked for an attribute that was left in the file: what it says does not hold. */
  get unread(): boolean {
    return this.unreads.size > 0 && this.unreads.has(this.place);
  }

  /**
   * Elements of at most `most` that the node is assumed to select; null where nothing is assumed.
   */
  selected(most: Dim): number | null {
    const { selected } = this.around;
    if (selected === null) return null;
    this.assumptions.add(this.place);
    return typeof most === 'number' ? Math.min(selected, most) : selected;
  }

  /** Whether its shape rests on an assumption. */
  get isAssumed(): boolean {
    return this.assumptions.size > 0 && this.assumptions.has(this.place);
  }

  /** Version of the node's operator set. */
  get opset(): number {
    return this.around.opsets.get(domainOf(this.node.domain)) ?? 1;
  }

  /**
   * Number of the value that is input `i`; NO_VALUE where it is omitted, undefined or beyond the
   * last.
   */
  read(i: number): number {
    return i < this.inputCount ? this.around.reads[this.firstRead + i] : NO_VALUE;
  }

  /** What is known of input `i`; undefined where it is omitted. */
  input(i: number): Fact | undefined {
    if (!this.has(i)) return undefined;
    const value = this.read(i);
    return value === NO_VALUE ? UNDEFINED_NAME : (this.around.known[value] ?? UNDEFINED_NAME);
  }

  /** What is known of output `i`, once its rule has run. */
  output(i: number): Fact | undefined {
    return i < this.outputCount ? this.around.known[this.firstWrite + i] : undefined;
  }

  /** Every input, by position. */
  inputs(): readonly (Fact | undefined)[] {
    const facts = new Array<Fact | undefined>(this.inputCount);
    for (let i = 0; i < facts.length; i += 1) facts[i] = this.input(i);
    return facts;
  }

  /** The extents of every input, by position. */
  shapes(): readonly (Dims | null)[] {
    const shapes = new Array<Dims | null>(this.inputCount);
    for (let i = 0; i < shapes.length; i += 1) shapes[i] = this.dims(i);
    return shapes;
  }

  get outputCount(): number {
    return this.node.outputs.length;
  }

  /** Whether optional input `i` is given. */
  has(i: number): boolean {
    return i >= 0 && i < this.inputCount && this.node.inputs[i] !== '';
  }

  tensor(i: number): TensorFact {
    const fact = this.input(i);
    return fact !== undefined && fact.kind === 'tensor' ? fact : UNKNOWN_TENSOR;
  }

  dims(i: number): Dims | null {
    return this.tensor(i).dims;
  }

  rank(i: number): number | null {
    return this.tensor(i).dims?.length ?? null;
  }

  dtype(i: number): DataType | null {
    return this.tensor(i).dtype;
  }

  values(i: number): readonly Scalar[] | null {
    return this.tensor(i).values;
  }

  /** Elements of input `i` when all are numbers. */
  numbers(i: number): readonly number[] | null {
    const values = this.tensor(i).values;
    if (values === null) return null;
    for (let i = 0; i < values.length; i += 1) if (typeof values[i] !== 'number') return null;
    return values as readonly number[];
  }

  /** The only element of input `i`. */
  number(i: number): number | null {
    const values = this.tensor(i).values;
    return values !== null && values.length === 1 && typeof values[0] === 'number'
      ? values[0]
      : null;
  }

  attribute(name: string): Attribute | undefined {
    const found = attributeNamed(this.node.attributes, name);
    if (found?.kind !== 'left') return found;
    this.unreads.add(this.place);
    return undefined;
  }

  int(name: string, fallback: number): number {
    const found = this.attribute(name);
    return found?.kind === 'int' ? Number(found.value) : fallback;
  }

  float(name: string, fallback: number): number {
    const found = this.attribute(name);
    return found?.kind === 'float' ? found.value : fallback;
  }

  text(name: string, fallback: string): string {
    const found = this.attribute(name);
    return found?.kind === 'string' ? found.value : fallback;
  }

  ints(name: string): readonly number[] | null {
    const found = this.attribute(name);
    return found?.kind === 'ints' ? found.value.map(Number) : null;
  }

  floats(name: string): readonly number[] | null {
    const found = this.attribute(name);
    return found?.kind === 'floats' ? found.value : null;
  }

  /** How many elements a list attribute has; null where it is absent. */
  lengthOf(name: string): number | null {
    const found = this.attribute(name);
    return found !== undefined && 'value' in found && Array.isArray(found.value)
      ? found.value.length
      : null;
  }

  tensorAttribute(name: string): Tensor | null {
    const found = this.attribute(name);
    return found?.kind === 'tensor' ? found.value : null;
  }

  graph(name: string): Graph | null {
    const found = this.attribute(name);
    return found?.kind === 'graph' ? found.value : null;
  }

  /** Element type given by code (Cast's `to`); null where it is absent or no type. */
  dtypeAttribute(name: string, fallback: DataType | null = null): DataType | null {
    const found = this.attribute(name);
    return found?.kind === 'int' ? (dataTypeOf(Number(found.value)) ?? null) : fallback;
  }

  /**
   * Axes as indices below `rank`: from the attribute, else from input `i` (operators moved them
   * there in opset 13 and 18). Undefined where neither is given; null where the values are unknown
   * or out of range.
   */
  axes(i: number, rank: number): number[] | null | undefined {
    const given = this.ints('axes') ?? (this.has(i) ? this.numbers(i) : undefined);
    return given === undefined || given === null ? given : axesOf(given, rank);
  }
}

/**
 * Facts of a node's outputs; trailing optional outputs that nobody asked for may be left out or
 * given, both are fine.
 */
export type Rule = (n: NodeView) => readonly Fact[];
export type Rules = Readonly<Record<string, Rule>>;

/** One rule under each of these space-separated names. */
export const rulesFor = (names: string, rule: Rule): Rules =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));
