// Shapes, types and small constants of every value, by one pass over the nodes in file order. What
// a rule cannot know stays unknown, with the reason: never a guess. Bodies see the names around
// them (ONNX IR.md, "Names Within a Graph").
import {
  type Dim,
  domainOf,
  elementsOf,
  type Graph,
  keyOf,
  type Model,
  type OpsetImport,
  type ValueType,
} from '../ir';
import { type Names, NO_VALUE, namesOf, placeOf } from '../names';
import { CONTROL, UNROLLED_NODES } from './control';
import {
  type Doubt,
  doubtful,
  type Fact,
  isKnown,
  OPAQUE,
  type TensorFact,
  tensor,
  valueLimit,
} from './fact';
import { tensorFact } from './generate';
import { type Binding, boundExtent, type Given } from './given';
import { inputFact } from './inputs';
import type { GraphFacts } from './node-view';
import { NodeView, UNDEFINED_NAME } from './node-view';
import { Origins } from './origins';
import { RULES } from './table';

/** The graph around a body: what its names stand for. */
interface Scope {
  readonly names: Names;
  readonly firstValue: number;
  readonly parent: Scope | null;
}

function lookUp(scope: Scope | null, name: string): number {
  for (let at = scope; at !== null; at = at.parent) {
    const local = at.names.locals.get(name);
    if (local !== undefined) return at.firstValue + local;
  }
  return NO_VALUE;
}

/** What a type says that is declared inside a graph. */
function declared(type: ValueType | null, name: string, bind: Binding): Fact {
  switch (type?.kind) {
    case 'tensor':
    case 'sparse': {
      const dims = type.dims?.map((dim, axis): Dim => {
        if (typeof dim === 'number' && dim >= 0) return dim;
        const symbol = typeof dim === 'string' ? dim : null;
        return (
          (symbol === null ? undefined : boundExtent(bind, symbol)) ??
          bind[`${name}[${axis}]`] ??
          symbol
        );
      });
      return dims === undefined || !isKnown(dims)
        ? doubtful(type.dtype, 'unbound-dimension', dims ?? null)
        : tensor(type.dtype, dims);
    }
    case 'sequence':
      return { kind: 'sequence', element: declared(type.element, name, bind), items: null };
    case 'optional':
      return { kind: 'optional', element: declared(type.element, name, bind), present: null };
    default:
      return OPAQUE;
  }
}

/** Why outputs that a rule left open are unknown. */
function doubtOf(view: NodeView, outputs: readonly Fact[]): Doubt {
  let doubt: Doubt | null = null;
  for (const fact of view.inputs()) {
    if (fact === undefined || (fact.kind === 'tensor' && isKnown(fact.dims))) continue;
    const passed = fact.kind === 'tensor' && fact.doubt === 'unbound-dimension';
    doubt = passed && doubt !== 'unknown-input' ? 'unbound-dimension' : 'unknown-input';
  }
  // An extent that has the name of a dimension waits for that one.
  const waits = outputs.some(
    (fact) => fact.kind === 'tensor' && fact.dims?.some((dim) => typeof dim === 'string'),
  );
  return doubt ?? (waits ? 'unbound-dimension' : 'inconsistent');
}

const isUnexplained = (fact: Fact): boolean =>
  fact.kind === 'tensor' && fact.doubt === null && !isKnown(fact.dims);
const isOpen = (fact: Fact): boolean => fact.kind === 'tensor' && !isKnown(fact.dims);

/**
 * Nodes inferred, loops' rounds included, before the rest is given up: bodies can nest
 * exponentially.
 */
const NODE_BUDGET = 1_000_000;
/** Constant elements kept over the whole model. */
const ELEMENT_BUDGET = 8_000_000;

class Inference {
  private budget = NODE_BUDGET;
  private elements = 0;
  private unrolled = UNROLLED_NODES;
  private readonly bind: Binding;
  private readonly given: Given;
  private readonly origins: Origins;
  /** By number. */
  private readonly facts: (Fact | undefined)[] = [];

  constructor(given: Given) {
    this.given = given;
    this.bind = given.bind ?? {};
    this.origins = new Origins();
  }

  graph(
    graph: Graph,
    opsets: ReadonlyMap<string, number>,
    given: readonly Fact[] | null,
    parent: Scope | null,
  ): GraphFacts {
    const names = namesOf(graph);
    const firstValue = this.facts.length;
    this.facts.length += names.count;
    const scope: Scope = { names, firstValue, parent };
    const outer = names.outer.map((name) => lookUp(parent, name));
    const isOutermost = firstValue === 0 && outer.length === 0;
    const resolve = (number: number): number =>
      number >= 0 ? firstValue + number : number === NO_VALUE ? number : outer[placeOf(number)];
    const inputs = graph.inputs.map((info, i) => given?.[i] ?? inputFact(info, this.given));
    const inputValues = names.inputs.map(resolve);
    inputs.forEach((fact, i) => {
      const value = inputValues[i] ?? NO_VALUE;
      this.set(value, fact);
      this.origins.open(value, fact);
    });
    const initializerValues = names.initializers.map(resolve);
    graph.initializers.forEach((initializer, i) => {
      const value = initializerValues[i] ?? NO_VALUE;
      const fact = tensorFact(initializer);
      this.set(value, fact);
      const { data, dims, dtype } = initializer;
      const isLacking =
        data.kind === 'external' && fact.values === null && elementsOf(dims) <= valueLimit(dtype);
      if (isLacking) this.origins.lack(value);
    });
    graph.sparseInitializers.forEach(({ values, dims }, i) => {
      this.set(initializerValues[graph.initializers.length + i], tensor(values.dtype, dims));
    });
    const nodes = new NodeView({
      nodes: graph.nodes,
      opsets,
      reads: isOutermost ? names.reads : names.reads.map(resolve),
      firstReads: names.firstReads,
      firstWrites: names.firstWrites,
      firstValue,
      known: this.facts,
      selected: this.given.assume?.detections ?? null,
    });
    for (let i = 0; i < nodes.length; i += 1) this.node(nodes.at(i), opsets, scope, graph);
    const outputValues = names.outputs.map(resolve);
    const outputs = outputValues.map((value) => this.facts[value] ?? UNDEFINED_NAME);
    return {
      graph,
      nodes,
      inputs,
      outputs,
      inputValues,
      initializerValues,
      outputValues,
      firstValue,
      ownValues: names.count,
      valueCount: this.facts.length,
    };
  }

  private readonly afford = (nodes: number): boolean => {
    this.unrolled -= nodes;
    return this.unrolled >= 0;
  };

  private set(value: number, fact: Fact): void {
    if (value !== NO_VALUE) this.facts[value] = fact;
  }

  private node(
    view: NodeView,
    opsets: ReadonlyMap<string, number>,
    scope: Scope,
    around: Graph,
  ): void {
    const { node, firstWrite } = view;
    const key = keyOf(node.domain, node.opType);
    const rule = RULES.get(key);
    const control = rule === undefined ? CONTROL.get(key) : undefined;
    let outputs: readonly Fact[];
    this.budget -= 1;
    if (this.budget < 0) outputs = node.outputs.map(() => doubtful(null, 'too-large'));
    else if (rule !== undefined) outputs = rule(view);
    else if (control !== undefined) {
      const inside = control(
        view,
        (graph, inputs) => this.graph(graph, opsets, inputs, scope),
        this.afford,
      );
      view.inside = inside;
      outputs = inside.outputs;
    } else outputs = node.outputs.map((name) => this.hinted(around, name));
    if (view.unread) outputs = node.outputs.map(() => doubtful(null, 'unread-attribute'));
    outputs = this.limitValues(this.explain(outputs, view, around));
    for (let i = 0; i < node.outputs.length; i += 1)
      this.set(firstWrite + i, outputs[i] ?? UNDEFINED_NAME);
    this.origins.advance(view, outputs);
  }

  /**
   * Names the doubt of every tensor whose extents a rule left open; what was bound inside the graph
   * closes them.
   */
  private explain(outputs: readonly Fact[], view: NodeView, around: Graph): readonly Fact[] {
    let open = false;
    for (let i = 0; i < outputs.length; i += 1) open ||= isOpen(outputs[i] ?? OPAQUE);
    if (!open) return outputs;
    const doubt = doubtOf(view, outputs);
    return outputs.map((fact, i) => {
      if (fact.kind !== 'tensor' || isKnown(fact.dims)) return fact;
      const named = isUnexplained(fact) ? { ...fact, doubt } : fact;
      const cause = this.origins.causeOf(view, named.doubt);
      const explained = cause === named.doubt ? named : { ...named, doubt: cause };
      return cause === 'data-dependent'
        ? this.assumed(explained, view.node.outputs[i] ?? '', around)
        : explained;
    });
  }

  /**
   * A shape that only the data decide, with the extents that a person gave the names which the file
   * declares there.
   */
  private assumed(fact: TensorFact, name: string, around: Graph): Fact {
    const type = name === '' ? undefined : declarationsOf(around).get(name);
    if (type?.kind !== 'tensor' || type.dims === null) return fact;
    const dims = type.dims.map((dim, axis): Dim => {
      const own = fact.dims?.[axis] ?? null;
      if (typeof own === 'number') return own;
      return (
        (typeof dim === 'string' ? boundExtent(this.bind, dim) : undefined) ??
        this.bind[`${name}[${axis}]`] ??
        own
      );
    });
    const fits = fact.dims === null || fact.dims.length === dims.length;
    return fits && isKnown(dims) ? tensor(fact.dtype ?? type.dtype, dims) : fact;
  }

  /** Past the budget, constant elements are dropped as soon as they are computed. */
  private limitValues(outputs: readonly Fact[]): readonly Fact[] {
    for (let i = 0; i < outputs.length; i += 1) {
      const fact = outputs[i];
      if (fact.kind === 'tensor' && fact.values !== null) this.elements += fact.values.length;
    }
    if (this.elements < ELEMENT_BUDGET) return outputs;
    return outputs.map((fact) => (fact.kind === 'tensor' ? { ...fact, values: null } : fact));
  }

  /** An operator without a rule has the outputs that the file declares, if it does. */
  private hinted(graph: Graph, name: string): Fact {
    const type = declarationsOf(graph).get(name) ?? null;
    const fact = type === null ? null : declared(type, name, this.bind);
    const known = fact !== null && (fact.kind !== 'tensor' || isKnown(fact.dims));
    return fact !== null && known ? fact : doubtful(null, 'unsupported-operator');
  }
}

const versions = (opsets: readonly OpsetImport[]): ReadonlyMap<string, number> =>
  new Map(opsets.map(({ domain, version }) => [domainOf(domain), version]));

/**
 * Types that a graph declares for values inside it, by name; made once, when they are first asked
 * for.
 */
const DECLARATIONS = new WeakMap<Graph, ReadonlyMap<string, ValueType | null>>();

function declarationsOf(graph: Graph): ReadonlyMap<string, ValueType | null> {
  const known = DECLARATIONS.get(graph);
  if (known !== undefined) return known;
  const types = new Map(
    [...graph.outputs, ...graph.valueInfo].map(({ name, type }) => [name, type]),
  );
  DECLARATIONS.set(graph, types);
  return types;
}

/** Infers a model whose functions are inlined (load.ts) with what a person says of it. */
export function inferModel(model: Model, given: Given = {}): GraphFacts {
  return new Inference(given).graph(model.graph, versions(model.opsets), null, null);
}
