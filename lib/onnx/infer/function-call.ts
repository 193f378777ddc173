// A call of a model-local function as a graph of its own: its body with the caller's attributes in place of references
// (ONNX IR.md, "Functions"). Names inside are the function's own.
import type { Attribute, Graph, LocalFunction, Node } from '../ir';

function resolve(attribute: Attribute, given: ReadonlyMap<string, Attribute>): Attribute | undefined {
  if (attribute.kind === 'reference') return given.get(attribute.name);
  if (attribute.kind === 'graph') return { kind: 'graph', value: withAttributes(attribute.value, given) };
  return attribute;
}

function instantiateNode(node: Node, given: ReadonlyMap<string, Attribute>): Node {
  const attributes = new Map<string, Attribute>();
  for (const [name, attribute] of node.attributes) {
    const value = resolve(attribute, given);
    if (value !== undefined) attributes.set(name, value);
  }
  return { ...node, attributes };
}

const withAttributes = (graph: Graph, given: ReadonlyMap<string, Attribute>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => instantiateNode(node, given)),
});

/** The body of `called` as `call` runs it. */
export function bodyOfCall(called: LocalFunction, call: Node): Graph {
  const given = new Map([...called.defaults, ...call.attributes]);
  return {
    name: called.name,
    inputs: called.inputs.map((name) => ({ name, type: null })),
    outputs: called.outputs.map((name) => ({ name, type: null })),
    valueInfo: [],
    initializers: [],
    sparseInitializers: [],
    nodes: called.nodes.map((node) => instantiateNode(node, given)),
  };
}
