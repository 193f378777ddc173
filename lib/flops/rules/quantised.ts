// Quantised products cost what their float counterparts cost, labelled integer where the arithmetic
// is; N-bit weights are unpacked to floats first, so theirs is not. MatMulNBits: M × K × N from its
// attributes, never from the packed shape.
import { productOf } from '@/lib/onnx/infer/matmul';
import type { NodeView } from '@/lib/onnx/infer/node-view';
import { DEQUANTISE_OPS, QUANTISE_OPS } from '../convention';
import {
  type CostRule,
  type CostRules,
  costsFor,
  free,
  multiplyAdd,
  ops,
  perInput,
  perOutput,
  scaled,
  size,
} from './cost';
import { affine, macsOf, multiplied } from './matmul';

const integerProduct =
  (aAt: number, bAt: number, after: number): CostRule =>
  (n, y) =>
    multiplyAdd(
      macsOf(productOf(n.dims(aAt), n.dims(bAt))),
      aAt,
      bAt,
      scaled(size(y.dims), after),
      true,
    );

const nBits: CostRule = (n, y) => {
  const bias = n.has(5) ? size(y.dims) : 0;
  return multiplyAdd(scaled(size(y.dims), n.int('K', 0)), 0, 1, bias);
};

/** Elements of one expert in a stack [experts, …]; bits unpack bytes that hold several. */
function expert(n: NodeView, at: number, perByte: number): number | null {
  if (!n.has(at)) return 0;
  const w = n.dims(at);
  const count = w === null ? null : size(w.slice(1));
  return typeof count === 'number' ? count * perByte : null;
}

/** tokens × top_k × the layers of one expert. */
const mixture =
  (weightsAt: readonly number[], packed: boolean): CostRule =>
  (n) => {
    const x = n.dims(0);
    const perByte =
      packed && n.dtype(weightsAt[0]) === 'uint8' ? 8 / n.int('expert_weight_bits', 4) : 1;
    const layers = weightsAt.map((at) => expert(n, at, perByte));
    if (x === null || layers.includes(null)) return null;
    const weights = layers.reduce<number>((total, layer) => total + (layer ?? 0), 0);
    const tokens = scaled(size(x.slice(0, -1)), n.int('k', 1));
    // A gated first layer is as wide as its two halves: one activation per first-layer output.
    return multiplyAdd(scaled(tokens, weights), 0, weightsAt[0], tokens);
  };

export const QUANTISED: CostRules = {
  ...costsFor('QuantizeLinear com.microsoft:QuantizeLinear', perInput(QUANTISE_OPS)),
  ...costsFor('DequantizeLinear com.microsoft:DequantizeLinear', perOutput(DEQUANTISE_OPS)),
  // Minimum, maximum, and the quantisation.
  DynamicQuantizeLinear: perInput(2 + QUANTISE_OPS),
  MatMulInteger: multiplied(0, 1, true),
  QLinearMatMul: integerProduct(0, 3, QUANTISE_OPS),
  'com.microsoft:MatMulInteger16': multiplied(0, 1, true),
  'com.microsoft:DynamicQuantizeMatMul': integerProduct(0, 1, DEQUANTISE_OPS),
  'com.microsoft:MatMulIntegerToFloat': integerProduct(0, 1, DEQUANTISE_OPS),
  ...costsFor('com.microsoft:MatMulNBits com.microsoft:MatMulBnb4 com.microsoft:MatMulFpQ4', nBits),
  'com.microsoft:QGemm': (n, y) => {
    const a = n.dims(0);
    const depth = a === null ? null : a[n.int('transA', 0) === 1 ? 0 : 1];
    return multiplyAdd(scaled(size(y.dims), size([depth])), 0, 3, affine(n, y.dims, 6), true);
  },
  ...costsFor(
    'com.microsoft:QLinearAdd com.microsoft:QLinearMul',
    perOutput(1 + 2 * DEQUANTISE_OPS + QUANTISE_OPS),
  ),
  ...costsFor(
    'com.microsoft:QLinearSigmoid com.microsoft:QLinearLeakyRelu com.microsoft:QLinearSoftmax',
    perOutput(4 + DEQUANTISE_OPS + QUANTISE_OPS),
  ),
  ...costsFor('com.microsoft:QLinearConcat com.microsoft:QLinearWhere', free),
  // Every gathered element is dequantised.
  'com.microsoft:GatherBlockQuantized': (_, y) => ops(scaled(size(y.dims), DEQUANTISE_OPS)),
  'com.microsoft:MoE': mixture([2, 4, 6], false),
  'com.microsoft:QMoE': mixture([2, 5, 8], true),
};
