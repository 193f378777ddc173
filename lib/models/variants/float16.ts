// fp32 → fp16 of a whole graph: inputs, outputs, weights, constants and Cast targets. Integer
// tensors keep their types. Weights are rounded half to even from the same fp32 values, so that
// both precisions compute the same function.
import { halfBits } from '@/lib/core/half';
import {
  type Attribute,
  elementsOf,
  type Graph,
  type Model,
  type Node,
  type Tensor,
  type ValueInfo,
} from '@/lib/onnx/ir';
import { codeOf } from '@/lib/onnx/types';
import { float32Elements } from './weight-source';

/** Inputs that stay fp32 whatever the data's type is, by operator: Resize's roi and scales. */
const FP32_INPUTS: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2] };

function fillHalf(tensor: Tensor, bits: Uint16Array): void {
  const values = float32Elements(tensor);
  for (let i = 0; i < values.length; i += 1) bits[i] = halfBits(values[i]);
}

function halfTensor(tensor: Tensor): Tensor {
  if (tensor.dtype !== 'float32') return tensor;
  const fill = (target: Uint8Array<ArrayBuffer>): void =>
    fillHalf(tensor, new Uint16Array(target.buffer, target.byteOffset, target.byteLength / 2));
  return { ...tensor, dtype: 'float16', data: { kind: 'generated', fill } };
}

/** Tensors inside attributes are small, and the writer does not align them: made at once. */
function halfConstant(tensor: Tensor): Tensor {
  if (tensor.dtype !== 'float32') return tensor;
  const bits = new Uint16Array(elementsOf(tensor.dims));
  fillHalf(tensor, bits);
  return {
    ...tensor,
    dtype: 'float16',
    data: { kind: 'bytes', bytes: new Uint8Array(bits.buffer) },
  };
}

function halfValue(info: ValueInfo): ValueInfo {
  if (info.type?.kind !== 'tensor' || info.type.dtype !== 'float32') return info;
  return { ...info, type: { ...info.type, dtype: 'float16' } };
}

function halfAttribute(opType: string, attribute: Attribute): Attribute {
  if (attribute.kind === 'tensor') return { ...attribute, value: halfConstant(attribute.value) };
  if (
    opType === 'Cast' &&
    attribute.name === 'to' &&
    attribute.kind === 'int' &&
    attribute.value === codeOf('float32')
  ) {
    return { ...attribute, value: codeOf('float16') };
  }
  return attribute;
}

function halfNode(node: Node, kept: ReadonlySet<string>): Node {
  if (node.outputs.some((output) => kept.has(output))) return node;
  return {
    ...node,
    attributes: node.attributes.map((attribute) => halfAttribute(node.opType, attribute)),
  };
}

function halfGraph(graph: Graph): Graph {
  const kept = new Set(
    graph.nodes.flatMap(({ opType, inputs }) =>
      (FP32_INPUTS[opType] ?? []).map((at) => inputs[at] ?? ''),
    ),
  );
  kept.delete('');
  return {
    ...graph,
    inputs: graph.inputs.map(halfValue),
    outputs: graph.outputs.map(halfValue),
    initializers: graph.initializers.map((tensor) =>
      kept.has(tensor.name) ? tensor : halfTensor(tensor),
    ),
    nodes: graph.nodes.map((node) => halfNode(node, kept)),
  };
}

/** The model in fp16, weights rounded half to even; integer tensors keep their types. */
export const toFloat16 = (model: Model): Model => ({ ...model, graph: halfGraph(model.graph) });
