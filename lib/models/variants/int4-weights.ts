// Weight-only int4: MatMulNBits (com.microsoft), blocks of 32 along the sum, one fp32 scale a
// block, symmetric about 8. Packing: onnxruntime ContribOperators.md, MatMulNBits: B is [N, K/32,
// 16] bytes, the even element in the low nibble.
import type { Attribute, Model } from '@/lib/onnx/ir';
import {
  madeNode,
  type Replacement,
  replaceWeightedProducts,
  type WeightedProduct,
  withDomain,
} from './matmul-weights';
import { float32Elements, roundHalfEven, shared, transposed } from './weight-source';

const BLOCK = 32;
const DOMAIN = 'com.microsoft';

interface Packed {
  readonly nibbles: Uint8Array;
  readonly scales: Float32Array<ArrayBuffer>;
}

/**
 * Quantises each block to -8…7 by the element of largest magnitude, which becomes -8 exactly, as
 * llama.cpp's Q4_0 does.
 */
function pack({ weight, inWidth, outWidth, transposed: byColumn }: WeightedProduct): Packed {
  const stored = float32Elements(weight);
  const columns = byColumn ? stored : transposed(stored, inWidth, outWidth);
  const nibbles = new Uint8Array(columns.length / 2);
  const scales = new Float32Array(columns.length / BLOCK);
  for (let start = 0; start < columns.length; start += BLOCK) {
    let extreme = 0;
    for (let i = start; i < start + BLOCK; i += 1) {
      if (Math.abs(columns[i]) > Math.abs(extreme)) extreme = columns[i];
    }
    scales[start / BLOCK] = extreme / -8;
    const inverse = extreme === 0 ? 0 : -8 / extreme;
    for (let i = start; i < start + BLOCK; i += 1) {
      const level = Math.min(15, roundHalfEven(columns[i] * inverse) + 8);
      nibbles[i >> 1] |= level << (4 * (i & 1));
    }
  }
  return { nibbles, scales };
}

function replacement(product: WeightedProduct): Replacement | null {
  const { node, weight, inWidth, outWidth, bias } = product;
  if (inWidth % BLOCK !== 0) return null;
  const packed = shared(2, () => pack(product));
  const blocks = inWidth / BLOCK;
  const names = { quantised: `${weight.name}.int4`, scales: `${weight.name}.scale` };
  const attributes: readonly Attribute[] = [
    { name: 'K', kind: 'int', value: inWidth },
    { name: 'N', kind: 'int', value: outWidth },
    { name: 'bits', kind: 'int', value: 4 },
    { name: 'block_size', kind: 'int', value: BLOCK },
  ];
  const inputs = [node.inputs[0], names.quantised, names.scales];
  const product32 = bias === '' ? node.outputs[0] : `${node.outputs[0]}.product`;
  const nodes = [madeNode('MatMulNBits', node.name, inputs, [product32], attributes, DOMAIN)];
  if (bias !== '')
    nodes.push(madeNode('Add', `${node.name}.bias`, [product32, bias], node.outputs));
  return {
    nodes,
    tensors: [
      {
        name: names.quantised,
        dtype: 'uint8',
        dims: [outWidth, blocks, BLOCK / 2],
        data: { kind: 'generated', fill: (target) => target.set(packed().nibbles) },
      },
      {
        name: names.scales,
        dtype: 'float32',
        dims: [outWidth * blocks],
        data: {
          kind: 'generated',
          fill: (target) => target.set(new Uint8Array(packed().scales.buffer)),
        },
      },
    ],
  };
}

/** Every MatMul and Gemm with a weight whose sums are a multiple of 32 long. */
export function toInt4Weights(model: Model): Model {
  return withDomain(replaceWeightedProducts(model, replacement), DOMAIN, 1);
}
