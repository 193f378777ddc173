// Which tensors a model trains: float initialisers with more than one element that enter arithmetic. Running statistics,
// bounds, scales of quantisation and single numbers used as constants are not trained; integers never are. Files stripped
// of their weights make them by ConstantOfShape from an initialiser (ONNX's "light" models): those stand for the weights.

import { bodiesOf } from '@/lib/onnx/bodies';
import { numbersOf } from '@/lib/onnx/elements';
import { attributeNamed, elementsOf, type Graph, type Node, type Tensor } from '@/lib/onnx/ir';
import { isFloat } from '@/lib/onnx/types';

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
    QLinearConv: [1, 4, 6],
    QLinearMatMul: [1, 4, 6],
    RotaryEmbedding: [1, 2],
    STFT: [2],
    MatMulNBits: [2],
    GatherBlockQuantized: [2],
    QMoE: [3, 6, 9],
  }),
);

/** Inputs that are weights even when they hold a single number: a bias of one channel, a shared slope. */
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
const PASSING: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze']);

const trains = ({ opType }: Node, input: number, elements: number): boolean =>
  FIXED_INPUTS.get(opType)?.includes(input) !== true && (elements > 1 || WEIGHT_INPUTS.has(opType));

/** Elements that a ConstantOfShape stands in for; null where it is no stripped weight. */
function strippedElements(node: Node, initializers: ReadonlyMap<string, Tensor>): number | null {
  if (node.opType !== 'ConstantOfShape') return null;
  const shape = initializers.get(node.inputs[0]);
  const value = attributeNamed(node.attributes, 'value');
  if (shape === undefined || (value?.kind === 'tensor' && !isFloat(value.value.dtype))) return null;
  return numbersOf(shape)?.reduce((product, dim) => product * dim, 1) ?? null;
}

/** A tensor that may be trained, under its own name and those of its copies. */
interface Candidate {
  readonly name: string;
  readonly elements: number;
  /** Made by a node in place of a weight. */
  readonly stripped: boolean;
  trained: boolean;
}

/** Names of the trained tensors of `graph` and its bodies, with the number of elements of each. */
export function trainableOf(graph: Graph): ReadonlyMap<string, number> {
  const candidates = new Map<string, Candidate>();
  const trained = new Map<string, number>();
  const use = (candidate: Candidate, node: Node, input: number): void => {
    const { name, elements, stripped } = candidate;
    if (candidate.trained) return;
    if (input === 0 && PASSING.has(node.opType)) {
      candidates.set(node.outputs[0], candidate);
      return;
    }
    // What is made by a node stands for a weight only where nothing but a weight can stand.
    if (!trains(node, input, elements) || (stripped && (input === 0 || !WEIGHT_INPUTS.has(node.opType)))) return;
    candidate.trained = true;
    trained.set(name, elements);
  };
  const visit = (scope: Graph): void => {
    const shapes = new Map<string, Tensor>();
    for (const tensor of scope.initializers) {
      const { name } = tensor;
      if (!isFloat(tensor.dtype)) shapes.set(name, tensor);
      else candidates.set(name, { name, elements: elementsOf(tensor.dims), stripped: false, trained: false });
    }
    // Over all nodes of a model: an index makes no iterator.
    for (let at = 0; at < scope.nodes.length; at += 1) {
      const node = scope.nodes[at];
      const elements = strippedElements(node, shapes);
      const name = node.outputs[0];
      if (elements !== null) candidates.set(name, { name, elements, stripped: true, trained: false });
      for (let i = 0; i < node.inputs.length; i += 1) {
        const candidate = candidates.get(node.inputs[i]);
        if (candidate !== undefined) use(candidate, node, i);
      }
      for (const body of bodiesOf(node)) visit(body);
    }
  };
  visit(graph);
  return trained;
}
