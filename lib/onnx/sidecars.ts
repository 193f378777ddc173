// Elements of small tensors that a model keeps in files beside it: extents, axes, scales. Weights
// stay where they are. Locations outside the model's folder were refused when the file was read
// (read-tensor.ts).
import { bodiesOf } from './bodies';
import { valueLimit } from './infer/fact';
import { type Attribute, elementsOf, type Graph, type Model, type Node, type Tensor } from './ir';
import { ReadFault } from './read-error';
import type { ByteSource } from './source';
import { bitsOf, bytesOf } from './types';

/** The file with this name in the model's folder; null where it is not at hand. */
export type OpenSidecar = (location: string) => Promise<ByteSource | null>;

const isExternal = ({ data }: Tensor): boolean => data.kind === 'external';

/**
 * Calls `visit` with every tensor of a graph that may be external: initialisers and attributes,
 * those of bodies too.
 */
function eachTensor(graph: Graph, visit: (tensor: Tensor) => void): void {
  for (const tensor of graph.initializers) visit(tensor);
  for (const { values, indices } of graph.sparseInitializers) {
    visit(values);
    visit(indices);
  }
  for (const node of graph.nodes) {
    for (const attribute of node.attributes) {
      if (attribute.kind === 'tensor') visit(attribute.value);
      else if (attribute.kind === 'tensors') attribute.value.forEach(visit);
    }
    for (const body of bodiesOf(node)) eachTensor(body, visit);
  }
}

/** The files beside the model in which tensors of a graph and of its bodies lie. */
export function externalLocations(graph: Graph): readonly string[] {
  const locations = new Set<string>();
  eachTensor(graph, ({ data }) => {
    if (data.kind === 'external') locations.add(data.location);
  });
  return [...locations];
}

/** Whether inference may fold the elements. */
const isSmall = ({ dtype, dims }: Tensor): boolean =>
  bitsOf(dtype) > 0 && elementsOf(dims) <= valueLimit(dtype);

/** The model with the elements of small tensors read from the files that `open` finds. */
export async function withSidecars(model: Model, open: OpenSidecar): Promise<Model> {
  const wanted = new Map<string, Tensor[]>();
  eachTensor(model.graph, (tensor) => {
    if (tensor.data.kind !== 'external' || !isSmall(tensor)) return;
    const list = wanted.get(tensor.data.location) ?? [];
    list.push(tensor);
    wanted.set(tensor.data.location, list);
  });
  if (wanted.size === 0) return model;
  const read = new Map<Tensor, Tensor>();
  for (const [location, tensors] of wanted) {
    const source = await open(location);
    if (source !== null) await readInto(read, source, location, tensors);
  }
  return { ...model, graph: replaced(model.graph, read) };
}

const offsetOf = ({ data }: Tensor): number => (data.kind === 'external' ? data.offset : 0);

/** Sources are read forwards. */
async function readInto(
  read: Map<Tensor, Tensor>,
  source: ByteSource,
  location: string,
  tensors: readonly Tensor[],
): Promise<void> {
  for (const tensor of tensors.toSorted((a, b) => offsetOf(a) - offsetOf(b))) {
    const { name, dtype, dims, data } = tensor;
    if (data.kind !== 'external') continue;
    const needed = bytesOf(dtype, elementsOf(dims));
    if (data.length !== null && data.length !== needed) {
      throw new ReadFault(
        'bad-tensor',
        `tensor '${name}': ${data.length} bytes given, ${needed} needed`,
      );
    }
    const bytes = new Uint8Array(needed);
    let at = 0;
    while (at < needed) {
      const piece = await source.read(data.offset + at, needed - at);
      if (piece.length === 0)
        throw new ReadFault('truncated', `'${location}' ends inside tensor '${name}'`);
      const used = piece.subarray(0, needed - at);
      bytes.set(used, at);
      at += used.length;
    }
    read.set(tensor, { name, dtype, dims, data: { kind: 'bytes', bytes } });
  }
}

function replaced(graph: Graph, read: ReadonlyMap<Tensor, Tensor>): Graph {
  const swap = (tensor: Tensor): Tensor => read.get(tensor) ?? tensor;
  const attribute = (old: Attribute): Attribute => {
    if (old.kind === 'tensor' && isExternal(old.value)) return { ...old, value: swap(old.value) };
    if (old.kind === 'graph') return { ...old, value: replaced(old.value, read) };
    if (old.kind === 'graphs')
      return { ...old, value: old.value.map((body) => replaced(body, read)) };
    return old;
  };
  const node = (old: Node): Node => {
    const attributes = old.attributes.map(attribute);
    return attributes.every((made, i) => made === old.attributes[i]) ? old : { ...old, attributes };
  };
  return { ...graph, initializers: graph.initializers.map(swap), nodes: graph.nodes.map(node) };
}
