// Puts the nodes of a graph in an order in which every value is written before it is read. ONNX
// demands one, some exporters forget it. Files that are in order, nearly all, keep theirs.
import { bodiesOf, mapGraphs } from './bodies';
import type { Graph, Node } from './ir';
import { namesOf } from './names';
import { ReadFault } from './read-error';

/** Names that a node reads, those that its bodies take from outside included. */
function namesRead(node: Node): readonly string[] {
  const bodies = bodiesOf(node);
  return bodies.length === 0
    ? node.inputs
    : [...node.inputs, ...bodies.flatMap((graph) => [...namesFromOutside(graph)])];
}

function namesFromOutside(graph: Graph): Set<string> {
  const names = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes) for (const name of namesRead(node)) names.add(name);
  for (const { name } of graph.inputs) names.delete(name);
  for (const { name } of graph.initializers) names.delete(name);
  for (const node of graph.nodes) for (const name of node.outputs) names.delete(name);
  return names;
}

/**
 * Puts the nodes of a graph and of its bodies in an order in which each follows what it reads.
 * @throws ReadFault where two nodes write one value, or a value depends on itself.
 */
export function inOrder(graph: Graph): Graph {
  const inside = graph.nodes.some((node) => bodiesOf(node).length > 0)
    ? { ...graph, nodes: graph.nodes.map(bodiesInOrder) }
    : graph;
  const { early, twice } = namesOf(inside);
  if (twice !== null) {
    throw new ReadFault('duplicate-value', `writes '${twice.name}' again`, {
      node: labelOf(graph.nodes[twice.node]),
    });
  }
  return early === null ? inside : { ...inside, nodes: sorted(inside.nodes) };
}

/** A node's name, or what identifies a nameless one. */
export const labelOf = (node: Node): string =>
  node.name || `${node.opType} → ${node.outputs[0] ?? ''}`;

function bodiesInOrder(node: Node): Node {
  if (bodiesOf(node).length === 0) return node;
  return { ...node, attributes: node.attributes.map((attribute) => mapGraphs(attribute, inOrder)) };
}

/** Depth first with an own stack; among nodes that are ready, the file's order. */
function sorted(nodes: readonly Node[]): Node[] {
  const reads = nodes.map(namesRead);
  const writers = new Map(
    nodes.flatMap(({ outputs }, i) => outputs.filter(Boolean).map((name) => [name, i])),
  );
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
            throw new ReadFault('cyclic', `'${name}' depends on itself`, {
              node: labelOf(nodes[writer]),
            });
          }
          stack.push(writer);
        }
      }
    }
  }
  return placed;
}
