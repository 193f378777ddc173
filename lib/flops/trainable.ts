// Which tensors a model's parameters are: initialisers and constants that enter arithmetic as
// weights. Of initialisers, all floats with more than one element are, unless an operator only
// takes them as bounds, statistics or scales. Constants in nodes are where weights stand: in the
// operators that have them, and as biases and scales of channels; masks and tables are not.
// Integers are in the place of a quantised weight, or where they reach arithmetic through
// DequantizeLinear or a cast to floats. Files stripped of their weights make them by
// ConstantOfShape (ONNX's "light" models).

import { bodiesOf } from '@/lib/onnx/bodies';
import { numbersOf } from '@/lib/onnx/elements';
import { copiedFrom } from '@/lib/onnx/inline';
import { attributeNamed, elementsOf, type Graph, type Node, type Tensor } from '@/lib/onnx/ir';
import { bitsOf, bytesOf, dataTypeOf, isFloat } from '@/lib/onnx/types';
import { isQuantisedWeight, packedElements } from './quantised-weights';

/** Inputs that hold constants although they may be floats, by operator. */
const FIXED_INPUTS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    BatchNormalization: [3, 4],
    Clip: [1, 2],
    Resize: [1, 2],
    Upsample: [1],
    Pad: [2],
    Dropout: [1],
    OneHot: [2],
    Range: [0, 1, 2],
    NonMaxSuppression: [3, 4],
    QuantizeLinear: [1, 2],
    DequantizeLinear: [1, 2],
    DynamicQuantizeMatMul: [2],
    MatMulIntegerToFloat: [2, 3],
    QLinearConv: [1, 4, 6],
    QLinearMatMul: [1, 4, 6],
    QLinearAdd: [1, 4, 6],
    QLinearMul: [1, 4, 6],
    QLinearSigmoid: [1, 3],
    QLinearLeakyRelu: [1, 3],
    QLinearSoftmax: [1, 3],
    QLinearAveragePool: [1, 3],
    QLinearGlobalAveragePool: [1, 3],
    QGemm: [1, 4, 7],
    QAttention: [3, 4],
    DynamicQuantizeLSTM: [8, 10],
    RotaryEmbedding: [1, 2],
    GroupQueryAttention: [7, 8],
    STFT: [2],
    MatMulNBits: [2],
    MatMulBnb4: [2],
    GatherBlockQuantized: [2],
    QMoE: [3, 6, 9],
  }),
);

/**
 * Inputs that are weights even when they hold a single number: a bias of one channel, a shared
 * slope.
 */
const WEIGHT_INPUTS: ReadonlySet<string> = new Set([
  'Conv',
  'ConvTranspose',
  'Gemm',
  'MatMul',
  'PRelu',
  'BatchNormalization',
  'InstanceNormalization',
  'LayerNormalization',
  'GroupNormalization',
  'RMSNormalization',
  'LSTM',
  'GRU',
  'RNN',
  'Gather',
]);

/** Copies that pass a tensor on: what counts is what is done with the copy. */
const PASSING: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
]);
/**
 * Of an integer table, the rows that are looked up pass on, too: they are dequantised afterwards.
 */
const PASSING_INTEGERS: ReadonlySet<string> = new Set([...PASSING, 'Gather', 'DequantizeLinear']);

/**
 * The place of a trained tensor: an initialiser, or the node that makes it. Copies of a function's
 * constant share one.
 */
export type WeightKey = Tensor | Node;

export interface Weight {
  readonly elements: number;
  /**
   * Bytes of a weight that stands in a node; those of an initialiser are counted with all
   * initialisers.
   */
  readonly nodeBytes: number;
  /**
   * Whether the backward pass has a gradient for it: packed and purely integer weights are frozen.
   */
  readonly hasGradient: boolean;
}

export type Weights = ReadonlyMap<WeightKey, Weight>;

/** What a node's output is as a weight: a function's constant is the same one in every call. */
export const weightKeyOf = (node: Node): WeightKey => copiedFrom(node) ?? node;

/** Operators whose results get a bias or a scale per channel. */
const PRODUCTS: ReadonlySet<string> = new Set([
  'Conv',
  'ConvTranspose',
  'Gemm',
  'MatMul',
  'BatchNormalization',
]);
const CHANNEL_WISE: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** What a constant in a node can be in an operator that works element by element. */
type Vector =
  /** One extent, or ones behind it: a bias, a scale. */
  | 'channel'
  /** A row under further axes: one of a product's result, else a table. */
  | 'row'
  | null;

function vectorOf(dims: readonly number[]): Vector {
  if (dims.filter((dim) => dim > 1).length > 1) return null;
  return dims.length === 1 || dims.at(-1) === 1 ? 'channel' : 'row';
}

/**
 * Numbers that nobody learned: a norm's scale of ones and shift of zeros, as torch writes
 * GroupNorm, and rows that count up, which take the mean of a distribution over places.
 */
function isPlain({ opType }: Node, tensor: Tensor, vector: Vector): boolean {
  if (vector === null) return false;
  const values = numbersOf(tensor);
  if (values === null || values.length < 2) return false;
  if (values.every((value, i) => value === i)) return true;
  return (
    opType === 'InstanceNormalization' &&
    values.every((value) => value === values[0]) &&
    (values[0] ?? 2) <= 1
  );
}

const trains = ({ opType }: Node, input: number, elements: number): boolean =>
  FIXED_INPUTS.get(opType)?.includes(input) !== true && (elements > 1 || WEIGHT_INPUTS.has(opType));

/** Elements that a ConstantOfShape stands in for; null where it is no stripped weight. */
function strippedElements(node: Node, initializers: ReadonlyMap<string, Tensor>): number | null {
  if (node.opType !== 'ConstantOfShape') return null;
  const shape = initializers.get(node.inputs[0] ?? '');
  const value = attributeNamed(node.attributes, 'value');
  if (shape === undefined || (value?.kind === 'tensor' && !isFloat(value.value.dtype))) return null;
  return numbersOf(shape)?.reduce((product, dim) => product * dim, 1) ?? null;
}

/** A tensor that may be trained, under its own name and those of its copies. */
interface Candidate {
  readonly key: WeightKey;
  readonly elements: number;
  readonly bits: number;
  readonly nodeBytes: number;
  /** Made by a node in place of a weight. */
  readonly stripped: boolean;
  /** Of a constant in a node; undefined for an initialiser. */
  readonly constant?: { readonly tensor: Tensor; readonly vector: Vector };
  /**
   * Integers are weights in some places only; once dequantised or cast they are used like floats.
   */
  readonly integer: boolean;
}

/** Wide integers are extents and indices, flags are masks. */
const mayBeWeight = ({ dtype }: Tensor): boolean =>
  isFloat(dtype) || (dtype !== 'bool' && dtype !== 'string' && bitsOf(dtype) <= 32);

const isFloatCast = (node: Node): boolean => {
  const to = attributeNamed(node.attributes, 'to');
  const dtype = to?.kind === 'int' ? dataTypeOf(Number(to.value)) : undefined;
  return dtype !== undefined && isFloat(dtype);
};

/** The trained tensors of `graph` and its bodies. */
export function trainableOf(graph: Graph): Weights {
  const candidates = new Map<string, Candidate>();
  const weights = new Map<WeightKey, Weight>();
  const results = new Set<string>();
  const add = ({ key, elements, nodeBytes }: Candidate, hasGradient: boolean): void => {
    weights.set(key, { elements, nodeBytes, hasGradient });
  };
  const takeInteger = (candidate: Candidate, node: Node, input: number): void => {
    if (input === 0 && PASSING_INTEGERS.has(node.opType)) {
      const name = node.outputs[0] ?? '';
      const becomesFloat =
        node.opType === 'DequantizeLinear' || (node.opType === 'Cast' && isFloatCast(node));
      // Wide integers that are cast are positions and masks.
      if (!becomesFloat) candidates.set(name, candidate);
      else if (node.opType !== 'Cast' || candidate.bits <= 8)
        candidates.set(name, { ...candidate, integer: false });
      return;
    }
    if (!isQuantisedWeight(node, input)) return;
    const packed = packedElements(node, input, candidate.elements);
    add(packed === null ? candidate : { ...candidate, elements: packed }, false);
  };
  const take = (candidate: Candidate, node: Node, input: number): void => {
    if (weights.has(candidate.key)) return;
    if (candidate.integer) {
      takeInteger(candidate, node, input);
      return;
    }
    if (input === 0 && PASSING.has(node.opType)) {
      candidates.set(node.outputs[0] ?? '', candidate);
      return;
    }
    // What is made by a node without data stands for a weight only where nothing but a weight can
    // stand.
    if (candidate.stripped && (input === 0 || !WEIGHT_INPUTS.has(node.opType))) return;
    if (!trains(node, input, candidate.elements)) return;
    const { constant } = candidate;
    if (constant === undefined) add(candidate, true);
    else if (WEIGHT_INPUTS.has(node.opType)) {
      if (!isPlain(node, constant.tensor, constant.vector)) add(candidate, true);
    } else if (constant.vector !== null && CHANNEL_WISE.has(node.opType)) {
      if (constant.vector === 'channel' || results.has(node.inputs[1 - input] ?? ''))
        add(candidate, true);
    }
  };
  const offer = (name: string, key: WeightKey, tensor: Tensor, inNode: boolean): void => {
    const { dtype, dims } = tensor;
    const elements = elementsOf(dims);
    const integer = !isFloat(dtype);
    candidates.set(name, {
      key,
      elements,
      bits: bitsOf(dtype),
      nodeBytes: inNode ? bytesOf(dtype, elements) : 0,
      stripped: false,
      integer,
      ...(inNode && { constant: { tensor, vector: vectorOf(dims) } }),
    });
  };
  const visit = (scope: Graph): void => {
    const shapes = new Map<string, Tensor>();
    for (const initializer of scope.initializers) {
      if (!isFloat(initializer.dtype)) shapes.set(initializer.name, initializer);
      if (mayBeWeight(initializer)) offer(initializer.name, initializer, initializer, false);
    }
    // Over all nodes of a model: an index makes no iterator.
    for (let at = 0; at < scope.nodes.length; at += 1) {
      const node = scope.nodes[at];
      if (node === undefined) continue;
      const name = node.outputs[0] ?? '';
      if (node.opType === 'Constant') {
        const value = attributeNamed(node.attributes, 'value');
        // Most constants are extents and single numbers.
        if (value?.kind === 'tensor' && value.value.dims.length > 0 && mayBeWeight(value.value))
          offer(name, weightKeyOf(node), value.value, true);
        continue;
      }
      const elements = strippedElements(node, shapes);
      if (elements !== null)
        candidates.set(name, {
          key: node,
          elements,
          bits: 32,
          nodeBytes: 0,
          stripped: true,
          integer: false,
        });
      for (let i = 0; i < node.inputs.length; i += 1) {
        const candidate = candidates.get(node.inputs[i] ?? '');
        if (candidate !== undefined) take(candidate, node, i);
      }
      if (PRODUCTS.has(node.opType)) results.add(name);
      for (const body of bodiesOf(node)) visit(body);
    }
  };
  visit(graph);
  return weights;
}

/** Whether output `i` of a node is a trained tensor. */
export function makesWeight(node: Node, i: number, weights: Weights): boolean {
  if (i !== 0 || weights.size === 0) return false;
  const { opType } = node;
  if (opType === 'Constant') return weights.has(weightKeyOf(node));
  return opType === 'ConstantOfShape' && weights.has(node);
}
