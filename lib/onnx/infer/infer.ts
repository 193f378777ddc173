// Shapes, types and small constants of every value, by one pass over the nodes in file order. What a rule cannot know
// stays unknown, with the reason: never a guess. Bodies see the names around them (ONNX IR.md, "Names Within a Graph").
import { type Dim, domainOf, type Graph, type Model, type OpsetImport, type ValueInfo, type ValueType } from '../ir';
import { type Names, NO_VALUE, namesOf, placeOf } from '../names';
import { CONTROL } from './control';
import { type Doubt, doubtful, type Fact, isKnown, OPAQUE, tensor } from './fact';
import { tensorFact } from './generate';
import type { GraphFacts } from './graph-facts';
import { NodeView, UNDEFINED_NAME } from './node-view';
import { keyOf, RULES } from './table';

/** Extents for symbolic dimensions by name; an unnamed one is `input[axis]`. */
export type Binding = Readonly<Record<string, number>>;

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

const bound = (bind: Binding, name: string): number | undefined => (Object.hasOwn(bind, name) ? bind[name] : undefined);

/** What a declared type says. */
function declared(type: ValueType | null, name: string, bind: Binding): Fact {
  switch (type?.kind) {
    case 'tensor':
    case 'sparse': {
      const dims = type.dims?.map((dim, axis): Dim => {
        if (typeof dim === 'number' && dim >= 0) return dim;
        const symbol = typeof dim === 'string' ? dim : null;
        return (symbol === null ? undefined : bound(bind, symbol)) ?? bound(bind, `${name}[${axis}]`) ?? symbol;
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
function doubtOf(view: NodeView): Doubt {
  let doubt: Doubt | null = null;
  for (const fact of view.inputs()) {
    if (fact === undefined || (fact.kind === 'tensor' && isKnown(fact.dims))) continue;
    const passed = fact.kind === 'tensor' && fact.doubt === 'unbound-dimension';
    doubt = passed && doubt !== 'unknown-input' ? 'unbound-dimension' : 'unknown-input';
  }
  return doubt ?? 'inconsistent';
}

const isUnexplained = (fact: Fact): boolean => fact.kind === 'tensor' && fact.doubt === null && !isKnown(fact.dims);

/** Names the doubt of every tensor whose extents a rule left open. */
function explain(outputs: readonly Fact[], view: NodeView): readonly Fact[] {
  let open = false;
  for (let i = 0; i < outputs.length; i += 1) open ||= isUnexplained(outputs[i]);
  if (!open) return outputs;
  const doubt = doubtOf(view);
  return outputs.map((fact) => (isUnexplained(fact) ? { ...fact, doubt } : fact));
}

/** Nodes inferred, loops' rounds included, before the rest is given up: bodies can nest exponentially. */
const NODE_BUDGET = 4_000_000;
/** Constant elements kept over the whole model. */
const ELEMENT_BUDGET = 8_000_000;

class Inference {
  private budget = NODE_BUDGET;
  private elements = 0;
  private readonly bind: Binding;
  /** By number. */
  private readonly facts: (Fact | undefined)[] = [];

  constructor(bind: Binding) {
    this.bind = bind;
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
    const inputs = graph.inputs.map(({ name, type }, i) => given?.[i] ?? declared(type, name, this.bind));
    const inputValues = names.inputs.map(resolve);
    inputs.forEach((fact, i) => {
      this.set(inputValues[i], fact);
    });
    const initializerValues = names.initializers.map(resolve);
    graph.initializers.forEach((initializer, i) => {
      this.set(initializerValues[i], tensorFact(initializer));
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

  private set(value: number, fact: Fact): void {
    if (value !== NO_VALUE) this.facts[value] = fact;
  }

  private node(view: NodeView, opsets: ReadonlyMap<string, number>, scope: Scope, around: Graph): void {
    const { node, firstWrite } = view;
    const key = keyOf(node.domain, node.opType);
    const rule = RULES.get(key);
    const control = rule === undefined ? CONTROL.get(key) : undefined;
    let outputs: readonly Fact[];
    this.budget -= 1;
    if (this.budget < 0) outputs = node.outputs.map(() => doubtful(null, 'too-large'));
    else if (rule !== undefined) outputs = rule(view);
    else if (control !== undefined) {
      const inside = control(view, (graph, inputs) => this.graph(graph, opsets, inputs, scope));
      view.inside = inside;
      outputs = inside.outputs;
    } else outputs = node.outputs.map((name) => this.hinted(around, name));
    if (view.unread) outputs = node.outputs.map(() => doubtful(null, 'unread-attribute'));
    outputs = this.limitValues(explain(outputs, view));
    for (let i = 0; i < node.outputs.length; i += 1) this.set(firstWrite + i, outputs[i] ?? UNDEFINED_NAME);
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
    const named = (info: ValueInfo): boolean => info.name === name;
    const type = (graph.valueInfo.find(named) ?? graph.outputs.find(named))?.type ?? null;
    const fact = type === null ? null : declared(type, name, this.bind);
    const known = fact !== null && (fact.kind !== 'tensor' || isKnown(fact.dims));
    return fact !== null && known ? fact : doubtful(null, 'unsupported-operator');
  }
}

const versions = (opsets: readonly OpsetImport[]): ReadonlyMap<string, number> =>
  new Map(opsets.map(({ domain, version }) => [domainOf(domain), version]));

/** Infers a model whose functions are inlined (load.ts); `bind` gives symbolic dimensions of its inputs their extents. */
export function inferModel(model: Model, bind: Binding = {}): GraphFacts {
  return new Inference(bind).graph(model.graph, versions(model.opsets), null, null);
}
