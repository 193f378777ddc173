// Which initialisers a model trains: floats with more than one element that enter arithmetic. Running statistics, bounds,
// scales of quantisation and single numbers used as constants are not trained; integers never are.
import type { Graph, Node, Tensor } from '@/lib/onnx/ir';
import { elementsOf } from '@/lib/onnx/ir';
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

const bodiesOf = (node: Node): Graph[] => {
  const graphs: Graph[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') graphs.push(attribute.value);
    else if (attribute.kind === 'graphs') graphs.push(...attribute.value);
  }
  return graphs;
};

const trains = ({ opType }: Node, input: number, elements: number): boolean =>
  FIXED_INPUTS.get(opType)?.includes(input) !== true && (elements > 1 || WEIGHT_INPUTS.has(opType));

/** Names of the trained initialisers of `graph` and its bodies, with the number of elements of each. */
export function trainableOf(graph: Graph): ReadonlyMap<string, number> {
  const candidates = new Map<string, Tensor>();
  const trained = new Map<string, number>();
  const source = new Map<string, string>();
  const visit = (scope: Graph): void => {
    for (const tensor of scope.initializers) if (isFloat(tensor.dtype)) candidates.set(tensor.name, tensor);
    for (const node of scope.nodes) {
      for (const [i, name] of node.inputs.entries()) {
        const origin = source.get(name) ?? name;
        const tensor = candidates.get(origin);
        if (tensor === undefined || trained.has(origin)) continue;
        if (i === 0 && PASSING.has(node.opType)) source.set(node.outputs[0], origin);
        else if (trains(node, i, elementsOf(tensor.dims))) trained.set(origin, elementsOf(tensor.dims));
      }
      for (const body of bodiesOf(node)) visit(body);
    }
  };
  visit(graph);
  return trained;
}
