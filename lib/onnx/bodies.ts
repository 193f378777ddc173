// The graphs inside a node: branches of If, bodies of Loop and Scan.
import type { Attribute, Graph, Node } from './ir';

const NONE: readonly Graph[] = [];

/**
 * The graphs inside a node, in the order of its attributes: branches of If, bodies of Loop and
 * Scan.
 */
export function bodiesOf(node: Node): readonly Graph[] {
  // Asked of every node, several times.
  if (node.attributes.length === 0 || node.opType === 'Constant') return NONE;
  const bodies: Graph[] = [];
  for (const attribute of node.attributes) {
    if (attribute.kind === 'graph') bodies.push(attribute.value);
    else if (attribute.kind === 'graphs') bodies.push(...attribute.value);
  }
  return bodies.length === 0 ? NONE : bodies;
}

/** An attribute with each of its graphs replaced; other attributes stay as they are. */
export function mapGraphs(attribute: Attribute, map: (graph: Graph) => Graph): Attribute {
  if (attribute.kind === 'graph') return { ...attribute, value: map(attribute.value) };
  if (attribute.kind === 'graphs') return { ...attribute, value: attribute.value.map(map) };
  return attribute;
}
