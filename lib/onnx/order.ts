// Puts the nodes of a graph in an order in which every value is written before it is read. ONNX demands one, some exporters
// forget it. Files that are in order, nearly all, keep theirs.
import type { Attribute, Graph, Node } from './ir';
import { ReadFault } from './read-error';

/** Names that a node reads, those that its bodies take from outside included. */
function namesRead(node: Node): readonly string[] {
  const bodies = bodiesOf(node);
  return bodies.length === 0
    ? node.inputs
    : [...node.inputs, ...bodies.flatMap((graph) => [...namesFromOutside(graph)])];
}

const NONE: readonly Graph[] = [];

export function bodiesOf(node: Node): readonly Graph[] {
  // Asked of every node, several times.
  if (node.attributes.size === 0 || node.opType === 'Constant') return NONE;
  const bodies: Graph[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') bodies.push(attribute.value);
    else if (attribute.kind === 'graphs') bodies.push(...attribute.value);
  }
  return bodies.length === 0 ? NONE : bodies;
}

export function mapGraphs(attribute: Attribute, map: (graph: Graph) => Graph): Attribute {
  if (attribute.kind === 'graph') return { ...attribute, value: map(attribute.value) };
  if (attribute.kind === 'graphs') return { ...attribute, value: attribute.value.map(map) };
  return attribute;
}

function namesFromOutside(graph: Graph): Set<string> {
  const names = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes) for (const name of namesRead(node)) names.add(name);
  for (const { name } of graph.inputs) names.delete(name);
  for (const { name } of graph.initializers) names.delete(name);
  for (const node of graph.nodes) for (const name of node.outputs) names.delete(name);
  return names;
}

/** @throws ReadFault where two nodes write one value, or a value depends on itself. */
export function inOrder(graph: Graph): Graph {
  const writers = new Map<string, number>();
  let ordered = true;
  let changed = false;
  const reads = graph.nodes.map(namesRead);
  const nodes = graph.nodes.map((node, i) => {
    for (let k = 0; k < node.outputs.length; k += 1) {
      const name = node.outputs[k];
      if (name === '') continue;
      if (writers.has(name)) throw new ReadFault('duplicate-value', `writes '${name}' again`, { node: labelOf(node) });
      writers.set(name, i);
    }
    const inside = bodiesInOrder(node);
    changed ||= inside !== node;
    return inside;
  });
  for (let i = 0; i < nodes.length && ordered; i += 1) {
    for (let k = 0; k < reads[i].length; k += 1) if ((writers.get(reads[i][k]) ?? -1) >= i) ordered = false;
  }
  if (ordered) return changed ? { ...graph, nodes } : graph;
  return { ...graph, nodes: sorted(nodes, reads, writers) };
}

/** A node's name, or what identifies a nameless one. */
export const labelOf = (node: Node): string => node.name || `${node.opType} → ${node.outputs[0] ?? ''}`;

function bodiesInOrder(node: Node): Node {
  if (bodiesOf(node).length === 0) return node;
  let changed = false;
  const order = (graph: Graph): Graph => {
    const next = inOrder(graph);
    changed ||= next !== graph;
    return next;
  };
  const attributes = new Map([...node.attributes].map(([name, attribute]) => [name, mapGraphs(attribute, order)]));
  return changed ? { ...node, attributes } : node;
}

/** Depth first with an own stack; among nodes that are ready, the file's order. */
function sorted(
  nodes: readonly Node[],
  reads: readonly (readonly string[])[],
  writers: ReadonlyMap<string, number>,
): Node[] {
  const placed: Node[] = [];
  const state = new Uint8Array(nodes.length);
  const [OPEN, DONE] = [1, 2];
  for (let first = 0; first < nodes.length; first += 1) {
    const stack = [first];
    while (stack.length > 0) {
      const i = stack[stack.length - 1];
      if (state[i] === DONE) {
        stack.pop();
      } else if (state[i] === OPEN) {
        state[i] = DONE;
        placed.push(nodes[i]);
        stack.pop();
      } else {
        state[i] = OPEN;
        for (const name of reads[i]) {
          const writer = writers.get(name);
          if (writer === undefined || state[writer] === DONE) continue;
          if (state[writer] === OPEN) {
            throw new ReadFault('cyclic', `'${name}' depends on itself`, { node: labelOf(nodes[writer]) });
          }
          stack.push(writer);
        }
      }
    }
  }
  return placed;
}
