// Dynamic int8: weights per output column in int8, activations quantised while running
// (DynamicQuantizeLinear), integer product (MatMulInteger), one multiplication back to fp32. It is
// what runs integer arithmetic on the CPU without calibration; onnxruntime's own dynamic
// quantisation writes the same nodes.
import type { Attribute, Model } from '@/lib/onnx/ir';
import { codeOf } from '@/lib/onnx/types';
import {
  madeNode,
  type Replacement,
  replaceWeightedProducts,
  type WeightedProduct,
} from './matmul-weights';
import { float32Elements, roundHalfEven, shared, transposed } from './weight-source';

interface Quantised {
  readonly levels: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
}

/** [in, out] levels in -127…127, one scale a column. */
function quantise({ weight, inWidth, outWidth, transposed: byColumn }: WeightedProduct): Quantised {
  const stored = float32Elements(weight);
  const rows = byColumn ? transposed(stored, outWidth, inWidth) : stored;
  const scales = new Float32Array(outWidth);
  for (let i = 0, column = 0; i < rows.length; i += 1) {
    scales[column] = Math.max(scales[column], Math.abs(rows[i]));
    column = column + 1 === outWidth ? 0 : column + 1;
  }
  for (let column = 0; column < outWidth; column += 1) scales[column] /= 127;
  const levels = new Int8Array(rows.length);
  for (let i = 0, column = 0; i < rows.length; i += 1) {
    levels[i] = scales[column] === 0 ? 0 : roundHalfEven(rows[i] / scales[column]);
    column = column + 1 === outWidth ? 0 : column + 1;
  }
  return { levels, scales };
}

function replacement(product: WeightedProduct): Replacement {
  const { node, weight, inWidth, outWidth, bias } = product;
  const quantised = shared(2, () => quantise(product));
  const [input] = node.inputs;
  const { name } = node;
  const names = { levels: `${weight.name}.int8`, scales: `${weight.name}.scale` };
  const [activation, scale, zero] = ['levels', 'scale', 'zero'].map(
    (part) => `${name}.input.${part}`,
  );
  const toFloat: Attribute = { name: 'to', kind: 'int', value: codeOf('float32') };
  const result = bias === '' ? node.outputs[0] : `${name}.scaled`;
  const nodes = [
    madeNode('DynamicQuantizeLinear', `${name}.quantise`, [input], [activation, scale, zero]),
    madeNode('MatMulInteger', name, [activation, names.levels, zero], [`${name}.integers`]),
    madeNode('Cast', `${name}.cast`, [`${name}.integers`], [`${name}.floats`], [toFloat]),
    madeNode('Mul', `${name}.scales`, [scale, names.scales], [`${name}.scale`]),
    madeNode('Mul', `${name}.rescale`, [`${name}.floats`, `${name}.scale`], [result]),
  ];
  if (bias !== '') nodes.push(madeNode('Add', `${name}.bias`, [result, bias], node.outputs));
  return {
    nodes,
    tensors: [
      {
        name: names.levels,
        dtype: 'int8',
        dims: [inWidth, outWidth],
        data: {
          kind: 'generated',
          fill: (target) => target.set(new Uint8Array(quantised().levels.buffer)),
        },
      },
      {
        name: names.scales,
        dtype: 'float32',
        dims: [outWidth],
        data: {
          kind: 'generated',
          fill: (target) => target.set(new Uint8Array(quantised().scales.buffer)),
        },
      },
    ],
  };
}

/** Every MatMul and Gemm with a weight. */
export const toDynamicInt8 = (model: Model): Model => replaceWeightedProducts(model, replacement);
