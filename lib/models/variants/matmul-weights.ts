// The matrix products of a graph whose right side is a weight: what weight quantisation reaches.
// Each is replaced by other nodes and tensors; everything else stays as it is.
import { attributeNamed, type Model, type Node, type Tensor } from '@/lib/onnx/ir';

export interface WeightedProduct {
  readonly node: Node;
  readonly weight: Tensor;
  /** Rows of the weight as the product reads it: the length of its sums. */
  readonly inWidth: number;
  readonly outWidth: number;
  /** Whether the weight is stored [out, in], as Gemm's transB has it. */
  readonly transposed: boolean;
  /** Bias of a Gemm, '' where there is none. */
  readonly bias: string;
}

export interface Replacement {
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
}

/** The product that a node computes with a weight of two dimensions, or null. */
function weightedProduct(node: Node, weights: ReadonlyMap<string, Tensor>): WeightedProduct | null {
  const weight = weights.get(node.inputs[1] ?? '');
  if (weight === undefined || weight.dims.length !== 2 || weight.dtype !== 'float32') return null;
  const transB = attributeNamed(node.attributes, 'transB');
  const transposed = node.opType === 'Gemm' && transB?.kind === 'int' && transB.value === 1;
  const plainGemm =
    node.opType === 'Gemm' && attributeNamed(node.attributes, 'transA') === undefined;
  if (node.opType !== 'MatMul' && !plainGemm) return null;
  const [first, second] = weight.dims;
  return {
    node,
    weight,
    inWidth: transposed ? second : first,
    outWidth: transposed ? first : second,
    transposed,
    bias: node.inputs[2] ?? '',
  };
}

/**
 * Replaces every product that `replace` does not answer with null; weights nobody reads any more
 * are dropped.
 */
export function replaceWeightedProducts(
  model: Model,
  replace: (product: WeightedProduct) => Replacement | null,
): Model {
  const weights = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]));
  const added = new Map<string, readonly Tensor[]>();
  const nodes = model.graph.nodes.flatMap((node) => {
    const product = weightedProduct(node, weights);
    const replacement = product === null ? null : replace(product);
    if (product === null || replacement === null) return [node];
    added.set(product.weight.name, replacement.tensors);
    return replacement.nodes;
  });
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const initializers = model.graph.initializers.flatMap((tensor) => [
    ...(read.has(tensor.name) ? [tensor] : []),
    ...(added.get(tensor.name) ?? []),
  ]);
  return { ...model, graph: { ...model.graph, nodes, initializers } };
}

/** A node written by a transform. */
export function madeNode(
  opType: string,
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Node['attributes'] = [],
  domain = '',
): Node {
  return { name, opType, domain, overload: '', inputs, outputs, attributes };
}

/** Adds an operator set that a transform needs. */
export function withDomain(model: Model, domain: string, version: number): Model {
  if (model.opsets.some((opset) => opset.domain === domain)) return model;
  return { ...model, opsets: [...model.opsets, { domain, version }] };
}
