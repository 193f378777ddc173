// A node in words, as it stands in the file: attributes with their values, inputs with the extents
// of weights. For people who look at one node; nothing is computed from it.
import { bodiesOf } from './bodies';
import type { Attribute, Graph, Node, Tensor, ValueType } from './ir';

export interface NodeDescription {
  /** Names, '' for one that is omitted; extents where the input is a weight, null for a value. */
  readonly inputs: readonly { readonly name: string; readonly weight: string | null }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** A list longer than this ends in an ellipsis. */
const MOST_ITEMS = 16;
const MOST_CHARACTERS = 200;

const listText = (items: readonly unknown[]): string =>
  `[${items.slice(0, MOST_ITEMS).join(', ')}${items.length > MOST_ITEMS ? `, … ${items.length} in all` : ''}]`;

const tensorText = ({ dtype, dims }: Tensor): string => `${dtype} [${dims.join(', ')}]`;

function typeText(type: ValueType | null): string {
  if (type === null) return 'unknown type';
  if (type.kind === 'tensor') return `tensor of ${type.dtype ?? 'unknown type'}`;
  return type.kind;
}

/**
 * The value of an attribute: numbers and texts as they are, tensors by type and extents, graphs by
 * their size.
 */
export function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'int':
    case 'float':
      return String(attribute.value);
    case 'string':
      return attribute.value.length > MOST_CHARACTERS
        ? `${attribute.value.slice(0, MOST_CHARACTERS)}…`
        : attribute.value;
    case 'ints':
    case 'floats':
    case 'strings':
      return listText(attribute.value);
    case 'tensor':
      return tensorText(attribute.value);
    case 'tensors':
      return listText(attribute.value.map(tensorText));
    case 'sparse':
      return `sparse [${attribute.value.dims.join(', ')}]`;
    case 'graph':
      return `${attribute.value.nodes.length} nodes`;
    case 'graphs':
      return listText(attribute.value.map(({ nodes }) => `${nodes.length} nodes`));
    case 'type':
      return typeText(attribute.value);
    case 'types':
      return listText(attribute.value.map(typeText));
    case 'left':
      return 'left in the file';
    case 'reference':
      return `of the call: ${attribute.to}`;
  }
}

/** The node that writes `output`, also in a body; null where there is none. */
export function describeNode(graph: Graph, output: string): NodeDescription | null {
  return found(graph, output, new Map());
}

function found(
  graph: Graph,
  output: string,
  around: ReadonlyMap<string, Tensor>,
): NodeDescription | null {
  const weights = new Map([
    ...around,
    ...graph.initializers.map((tensor) => [tensor.name, tensor] as const),
  ]);
  for (const node of graph.nodes) {
    if (node.outputs.includes(output)) return described(node, weights);
    for (const body of bodiesOf(node)) {
      const inside = found(body, output, weights);
      if (inside !== null) return inside;
    }
  }
  return null;
}

function described(
  { inputs, attributes }: Node,
  weights: ReadonlyMap<string, Tensor>,
): NodeDescription {
  return {
    inputs: inputs.map((name) => {
      const weight = weights.get(name);
      return { name, weight: weight === undefined ? null : tensorText(weight) };
    }),
    attributes: attributes.map((attribute) => ({
      name: attribute.name,
      value: attributeText(attribute),
    })),
  };
}
