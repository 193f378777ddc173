// Replaces calls of a model's local functions by their bodies (ONNX IR, "Functions"): values of a
// body get a prefix of their own, references to attributes become the caller's values or the
// function's defaults.
import { bodiesOf, mapGraphs } from './bodies';
import {
  type Attribute,
  attributeNamed,
  domainOf,
  type Graph,
  type LocalFunction,
  type Model,
  type Node,
  type OpsetImport,
} from './ir';
import { labelOf } from './order';
import { ReadFault } from './read-error';
import { NODE_LIMIT } from './read-graph';

/**
 * Constants of a function: the copies that calls make, each with the node that it was copied from.
 */
const COPIES = new WeakMap<Node, Node>();

/**
 * The node of a function's body that `node`, a constant, was copied from when the function was
 * inlined.
 */
export const copiedFrom = (node: Node): Node | undefined => COPIES.get(node);

const keyOf = (domain: string, name: string, overload: string): string =>
  `${domainOf(domain)}:${name}:${overload}`;

/**
 * Puts the nodes of a model's functions in the place of each call of one.
 * @throws ReadFault for a function that calls itself, a call that does not fit, or an expansion
 * past NODE_LIMIT.
 */
export function inlineFunctions(model: Model): Model {
  if (model.functions.length === 0) return model;
  const inliner = new Inliner(model.functions);
  const graph = { ...model.graph, nodes: inliner.nodes(model.graph.nodes) };
  return { ...model, graph, functions: [], opsets: withFunctionOpsets(model) };
}

/**
 * Domains that only functions import; where both import one, the model's version holds, as IR
 * demands compatibility.
 */
function withFunctionOpsets({ opsets, functions }: Model): OpsetImport[] {
  const versions = new Map(opsets.map((opset) => [domainOf(opset.domain), opset]));
  for (const local of functions) {
    for (const opset of local.opsets) {
      if (!versions.has(domainOf(opset.domain))) versions.set(domainOf(opset.domain), opset);
    }
  }
  return [...versions.values()];
}

class Inliner {
  private readonly functions: ReadonlyMap<string, LocalFunction>;
  private readonly active: LocalFunction[] = [];
  private calls = 0;
  private placed = 0;

  constructor(functions: readonly LocalFunction[]) {
    this.functions = new Map(
      functions.map((local) => [keyOf(local.domain, local.name, local.overload), local]),
    );
  }

  nodes(nodes: readonly Node[]): Node[] {
    const result: Node[] = [];
    for (const node of nodes) {
      const local = this.functions.get(keyOf(node.domain, node.opType, node.overload));
      if (local !== undefined) {
        for (const inner of this.call(node, local)) result.push(inner);
        continue;
      }
      this.placed += 1;
      if (this.placed > NODE_LIMIT) {
        throw new ReadFault('too-large', `functions expand to more than ${NODE_LIMIT} nodes`, {
          node: labelOf(node),
        });
      }
      result.push(this.withBodies(node));
    }
    return result;
  }

  private withBodies(node: Node): Node {
    if (bodiesOf(node).length === 0) return node;
    const inner = (graph: Graph): Graph => ({ ...graph, nodes: this.nodes(graph.nodes) });
    return { ...node, attributes: node.attributes.map((attribute) => mapGraphs(attribute, inner)) };
  }

  private call(node: Node, local: LocalFunction): Node[] {
    if (this.active.includes(local)) {
      throw new ReadFault('recursive-function', `'${local.name}' calls itself`, {
        node: labelOf(node),
      });
    }
    if (node.inputs.length > local.inputs.length || node.outputs.length > local.outputs.length) {
      throw new ReadFault('bad-call', `'${local.name}' has fewer inputs or outputs`, {
        node: labelOf(node),
      });
    }
    this.calls += 1;
    const frame = new Frame(node, local, `${labelOf(node)}#${this.calls}/`);
    this.active.push(local);
    const body = this.nodes(local.nodes.map((inner) => frame.node(inner)));
    this.active.pop();
    return [...body, ...frame.passedThrough()];
  }
}

/** One call: what the names and attributes of the body mean there. */
class Frame {
  private readonly names = new Map<string, string>([['', '']]);
  private readonly identities: Node[] = [];
  private readonly call: Node;
  private readonly local: LocalFunction;
  private readonly prefix: string;

  constructor(call: Node, local: LocalFunction, prefix: string) {
    this.call = call;
    this.local = local;
    this.prefix = prefix;
    local.inputs.forEach((name, i) => {
      this.names.set(name, call.inputs[i] ?? '');
    });
    local.outputs.forEach((name, i) => {
      const outer = call.outputs[i] ?? '';
      if (outer === '') return;
      const taken = this.names.get(name);
      if (taken === undefined) this.names.set(name, outer);
      else this.identities.push(identity(`${prefix}${name}`, taken, outer));
    });
  }

  /** Outputs that are inputs, or that are given twice. */
  passedThrough(): readonly Node[] {
    return this.identities;
  }

  private readonly rename = (name: string): string => {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const fresh = this.prefix + name;
    this.names.set(name, fresh);
    return fresh;
  };

  private readonly graph = (graph: Graph): Graph => ({
    ...graph,
    inputs: graph.inputs.map((info) => ({ ...info, name: this.rename(info.name) })),
    outputs: graph.outputs.map((info) => ({ ...info, name: this.rename(info.name) })),
    valueInfo: graph.valueInfo.map((info) => ({ ...info, name: this.rename(info.name) })),
    initializers: graph.initializers.map((tensor) => ({
      ...tensor,
      name: this.rename(tensor.name),
    })),
    sparseInitializers: graph.sparseInitializers.map((sparse) => ({
      ...sparse,
      values: { ...sparse.values, name: this.rename(sparse.values.name) },
    })),
    nodes: graph.nodes.map((node) => this.node(node)),
  });

  node(node: Node): Node {
    const attributes = node.attributes.flatMap((attribute) => {
      if (attribute.kind !== 'reference') return [mapGraphs(attribute, this.graph)];
      const value = this.attribute(attribute.to);
      return value === undefined ? [] : [{ ...value, name: attribute.name }];
    });
    const copy = {
      ...node,
      name: `${labelOf(this.call)}/${node.name || node.opType}`,
      inputs: node.inputs.map(this.rename),
      outputs: node.outputs.map(this.rename),
      attributes,
    };
    // A constant that takes its value from the caller is another one in each call.
    const shared =
      node.opType === 'Constant' && node.attributes.every(({ kind }) => kind !== 'reference');
    if (shared) COPIES.set(copy, copiedFrom(node) ?? node);
    return copy;
  }

  private attribute(name: string): Attribute | undefined {
    return attributeNamed(this.call.attributes, name) ?? attributeNamed(this.local.defaults, name);
  }
}

function identity(name: string, from: string, to: string): Node {
  return {
    name,
    opType: 'Identity',
    domain: '',
    overload: '',
    inputs: [from],
    outputs: [to],
    attributes: [],
  };
}
