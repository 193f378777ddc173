// Quantised arithmetic: the shapes of the float operators, integer types. N-bit weights are packed,
// so the extents come from attributes (com.microsoft MatMulNBits: K and N), never from the stored
// shape.

import { broadcast } from './dims';
import { type Dims, tensor } from './fact';
import { concatenate } from './join';
import { multiplied } from './matmul';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

const quantizeLinear: Rule = (n) => [
  tensor(n.has(2) ? n.dtype(2) : n.dtypeAttribute('output_dtype', 'uint8'), n.dims(0)),
];

const dequantizeLinear: Rule = (n) => [
  tensor(n.dtypeAttribute('output_dtype', n.dtype(1)), n.dims(0)),
];

/** Y as uint8, with the scale and zero point that were found. */
const dynamicQuantizeLinear: Rule = (n) => [
  tensor('uint8', n.dims(0)),
  tensor('float32', []),
  tensor('uint8', []),
];

/** Last extent replaced: X [.., K] · W gives [.., N]. */
export const projected = (n: NodeView, width: number | null): Dims | null => {
  const x = n.dims(0);
  return x === null || x.length === 0 || width === null ? null : [...x.slice(0, -1), width];
};

const nBits: Rule = (n) => [
  tensor(n.dtype(0), projected(n, n.int('N', -1) < 0 ? null : n.int('N', 0))),
];

/** A, a_scale, a_zero, B, b_scale, b_zero, c_scale, c_zero. */
const qLinearBinary: Rule = (n) => [tensor(n.dtype(0), broadcast(n.dims(0), n.dims(3)))];

/** After Y's scale and zero point, every three inputs are a part with its scale and zero point. */
const qLinearConcat: Rule = (n) => {
  const parts: (Dims | null)[] = [];
  for (let i = 2; i < n.inputCount; i += 3) parts.push(n.dims(i));
  const rank = parts.find((part) => part !== null)?.length ?? 0;
  const axis = n.int('axis', 0);
  return [tensor(n.dtype(2), concatenate(parts, axis < 0 ? axis + rank : axis))];
};

/** A [M, K], B [K, N] with their scales and zero points; output is float without y_zero_point. */
const qGemm: Rule = (n) => {
  const [a, b] = [n.dims(0), n.dims(3)];
  const dtype = n.has(8) ? n.dtype(8) : 'float32';
  if (a?.length !== 2 || b?.length !== 2) return [tensor(dtype, null)];
  const rows = n.int('transA', 0) === 1 ? a[1] : a[0];
  return [tensor(dtype, [rows, n.int('transB', 0) === 1 ? b[0] : b[1]])];
};

/**
 * Rows of a block-quantised table; uint8 data packs several elements of the last axis into a byte.
 */
const gatherBlockQuantized: Rule = (n) => {
  const [x, indices] = [n.dims(0), n.dims(1)];
  const dtype = n.dtype(2);
  if (x === null || indices === null) return [tensor(dtype, null)];
  const axis = n.int('gather_axis', 0);
  const first = axis < 0 ? axis + x.length : axis;
  const packed = n.dtype(0) === 'uint8' ? 8 / n.int('bits', 4) : 1;
  const last = x[x.length - 1];
  const unpacked = [
    ...x.slice(0, -1),
    typeof last === 'number' ? last * packed : packed === 1 ? last : null,
  ];
  return [tensor(dtype, [...unpacked.slice(0, first), ...indices, ...unpacked.slice(first + 1)])];
};

export const QUANTISED: Rules = {
  ...rulesFor('QuantizeLinear com.microsoft:QuantizeLinear', quantizeLinear),
  ...rulesFor('DequantizeLinear com.microsoft:DequantizeLinear', dequantizeLinear),
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  MatMulInteger: multiplied(0, 1, () => 'int32'),
  QLinearMatMul: multiplied(0, 3, (n) => n.dtype(7) ?? n.dtype(0)),
  ...rulesFor(
    'com.microsoft:DynamicQuantizeMatMul',
    multiplied(0, 1, (n) => n.dtype(0)),
  ),
  'com.microsoft:MatMulIntegerToFloat': multiplied(0, 1, (n) => n.dtype(2)),
  ...rulesFor(
    'com.microsoft:MatMulInteger16',
    multiplied(0, 1, () => 'int32'),
  ),
  ...rulesFor('com.microsoft:MatMulNBits com.microsoft:MatMulBnb4 com.microsoft:MatMulFpQ4', nBits),
  ...rulesFor('com.microsoft:QLinearAdd com.microsoft:QLinearMul', qLinearBinary),
  ...rulesFor(
    'com.microsoft:QLinearSigmoid com.microsoft:QLinearLeakyRelu com.microsoft:QLinearSoftmax',
    (n) => [tensor(n.dtype(0), n.dims(0))],
  ),
  'com.microsoft:QLinearConcat': qLinearConcat,
  'com.microsoft:QLinearWhere': (n) => [
    tensor(n.dtype(1), broadcast(broadcast(n.dims(0), n.dims(1)), n.dims(4))),
  ],
  'com.microsoft:QGemm': qGemm,
  'com.microsoft:GatherBlockQuantized': gatherBlockQuantized,
};
