// A node as rules see it: facts of its inputs, attributes with their defaults, the version of its operator set. Absent
// and mistyped things read as "not known", so that a rule needs no checks of its own. Facts are looked up by the number of
// the value: a list of them for each node would be half of what inference keeps.
import { type Attribute, attributeNamed, type Graph, type Node, type Tensor } from '../ir';
import { NO_VALUE } from '../names';
import { type DataType, dataTypeOf } from '../types';
import type { Controlled } from './control';
import { axesOf } from './dims';
import { type Dims, doubtful, type Fact, type Scalar, type TensorFact, UNKNOWN_TENSOR } from './fact';

/** What a name stands for that nothing defines. */
export const UNDEFINED_NAME = doubtful(null, 'inconsistent');

export class NodeView {
  readonly node: Node;
  /** Version of the node's operator set. */
  readonly opset: number;
  /** Numbers of the values it reads, by position; NO_VALUE for one that is omitted or undefined. */
  readonly reads: readonly number[];
  /** Number of its first output; the others follow. */
  readonly firstWrite: number;
  /** A rule asked for an attribute that was left in the file: what it says does not hold. */
  unread = false;
  /** How its bodies ran, once they have; null for an operator without. */
  inside: Controlled | null = null;
  /** The facts of all values. */
  private readonly known: readonly (Fact | undefined)[];

  constructor(
    node: Node,
    opset: number,
    reads: readonly number[],
    firstWrite: number,
    known: readonly (Fact | undefined)[],
  ) {
    this.node = node;
    this.opset = opset;
    this.reads = reads;
    this.firstWrite = firstWrite;
    this.known = known;
  }

  get inputCount(): number {
    return this.reads.length;
  }

  /** What is known of input `i`; undefined where it is omitted. */
  input(i: number): Fact | undefined {
    if (!this.has(i)) return undefined;
    const value = this.reads[i];
    return value === NO_VALUE ? UNDEFINED_NAME : (this.known[value] ?? UNDEFINED_NAME);
  }

  /** What is known of output `i`, once its rule has run. */
  output(i: number): Fact | undefined {
    return i < this.outputCount ? this.known[this.firstWrite + i] : undefined;
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
    return i >= 0 && i < this.reads.length && this.node.inputs[i] !== '';
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
    return values !== null && values.length === 1 && typeof values[0] === 'number' ? values[0] : null;
  }

  attribute(name: string): Attribute | undefined {
    const found = attributeNamed(this.node.attributes, name);
    if (found?.kind !== 'left') return found;
    this.unread = true;
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
  length(name: string): number | null {
    const found = this.attribute(name);
    return found !== undefined && 'value' in found && Array.isArray(found.value) ? found.value.length : null;
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
   * Axes as indices below `rank`: from the attribute, else from input `i` (operators moved them there in opset 13 and 18).
   * Undefined where neither is given; null where the values are unknown or out of range.
   */
  axes(i: number, rank: number): number[] | null | undefined {
    const given = this.ints('axes') ?? (this.has(i) ? this.numbers(i) : undefined);
    return given === undefined || given === null ? given : axesOf(given, rank);
  }
}

/** Facts of a node's outputs; trailing optional outputs that nobody asked for may be left out or given, both are fine. */
export type Rule = (n: NodeView) => readonly Fact[];
export type Rules = Readonly<Record<string, Rule>>;

/** One rule under each of these space-separated names. */
export const rulesFor = (names: string, rule: Rule): Rules =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));
