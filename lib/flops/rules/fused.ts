// What ONNX Runtime's fused operators cost: the products and the other operations of what was fused
// (lib/onnx/infer/fused).
import { decodingHeads, orderedHeads, sparseHeads, unpaddedHeads } from '@/lib/onnx/infer/fused';
import { gemmOf, productOf } from '@/lib/onnx/infer/matmul';
import type { NodeView } from '@/lib/onnx/infer/node-view';
import {
  DEQUANTISE_OPS,
  fourierOps,
  NORMALISATION_OPS,
  POINTWISE_OPS,
  QUANTISE_OPS,
  SOFTMAX_OPS,
} from '../convention';
import { type Count, plus, times } from '../exact';
import { attend, packed } from './attention';
import { CONV } from './conv';
import {
  type Cost,
  type CostRule,
  type CostRules,
  costsFor,
  dependsOnData,
  free,
  multiplyAdd,
  ops,
  perInput,
  perOutput,
  scaled,
  size,
} from './cost';
import { macsOf } from './matmul';
import { NORMALISE } from './normalise';
import { POOL } from './pool';
import { RESAMPLE } from './resample';

const contrib = (names: string): string => names.replace(/\S+/g, 'com.microsoft:$&');
const named = (rules: CostRules, name: string): CostRule => rules[name] ?? dependsOnData;
const ALL_KEYS = Number.POSITIVE_INFINITY;
const { rms } = NORMALISATION_OPS;
/** log(1 + eˣ), a sum and a scale. */
const DECAY_OPS = 5;
const SIGMOID_OPS = POINTWISE_OPS.Sigmoid ?? 4;

const rowsOf = (n: NodeView): Count | null => size(n.dims(0)?.slice(0, -1) ?? null);

/**
 * Products with packed weights of K × each of these widths, after an optional norm of the input.
 */
const projections =
  (weights: readonly (readonly [input: number, width: string])[], after: number): CostRule =>
  (n, y) => {
    const rows = rowsOf(n);
    const products = weights.flatMap(([right, width]) => {
      const macs = scaled(scaled(rows, n.int('K', 0)), n.int(width, 0));
      return macs === null ? [] : [{ macs, left: [0], right: [right] }];
    });
    const norm = n.has(2) ? scaled(size(n.dims(0)), rms + (n.has(1) ? 1 : 0)) : 0;
    const rest = scaled(size(y.dims), after);
    if (products.length !== weights.length || norm === null || rest === null) return null;
    return { products, other: plus(norm, rest), integer: false, recomputed: 0 };
  };

const unpadded: CostRule = (n) => {
  const projects = n.node.opType === 'PackedAttention';
  const [q, k, v] = projects
    ? [
        [0, 1],
        [0, 1],
        [0, 1],
      ]
    : [[0], [n.has(1) ? 1 : 0], [n.has(2) ? 2 : 0]];
  const own = attend(
    unpaddedHeads(n),
    ALL_KEYS,
    n.has(projects ? 5 : 6),
    q ?? [],
    k ?? [],
    v ?? [],
  );
  if (own === null || !projects) return own;
  const projection = scaled(size(n.dims(0)), size([n.dims(1)?.[1] ?? null]));
  if (projection === null) return null;
  return { ...own, products: [{ macs: projection, left: [0], right: [1] }, ...own.products] };
};

/** Three projections by weights of their own, then attention. */
const ordered: CostRule = (n) => {
  const own = attend(orderedHeads(n), ALL_KEYS, n.has(17), [0, 5], [0, 6], [0, 7]);
  const parts = [5, 6, 7].map((at) => scaled(size(n.dims(0)), size([n.dims(at)?.[1] ?? null])));
  if (own === null) return null;
  const products = parts.flatMap((macs, i) =>
    macs === null ? [] : [{ macs, left: [0], right: [5 + i] }],
  );
  return products.length < parts.length
    ? null
    : { ...own, products: [...products, ...own.products], integer: true };
};

/**
 * Per token and value head: the retrieval of the delta rules, the update and the reading, each size
 * × value size.
 */
const gatedDelta: CostRule = (n): Cost | null => {
  const [q, v] = [n.dims(0), n.dims(2)];
  if (q === null || v === null) return null;
  const step = scaled(size(v), size(q.slice(-1)));
  if (step === null) return null;
  const rule = n.text('update_rule', 'gated_delta');
  return {
    products: [
      ...(rule.includes('delta') ? [{ macs: step, left: [1], right: [1, 2] }] : []),
      { macs: step, left: [1], right: [2] },
      { macs: step, left: [0], right: [1, 2] },
    ],
    other: rule.includes('gated') ? step : 0,
    integer: false,
    recomputed: 0,
  };
};

/**
 * Queries and keys are projected; where there is a cache, how many keys are depends on flags that
 * are data.
 */
const decoderAttention: CostRule = (n) => {
  const [q, k] = [n.dims(0), n.dims(1)];
  if (q === null || k === null || n.has(6)) return null;
  const hidden = size(q.slice(-1));
  const [ofQ, ofKv] = [scaled(size(q), hidden), scaled(scaled(size(k), hidden), 2)];
  const scores = scaled(scaled(size(q), size([k[0] ?? null])), 1);
  if (ofQ === null || ofKv === null || scores === null) return null;
  const each = times(size([q[0] ?? null, q[1] ?? null, k[0] ?? null]) ?? 0, n.int('num_heads', 1));
  return {
    products: [
      { macs: ofQ, left: [0], right: [2] },
      { macs: ofKv, left: [1], right: [3] },
      { macs: scores, left: [0, 2], right: [1, 3] },
      { macs: scores, left: [0, 1, 2, 3], right: [1, 3] },
    ],
    other: times(each, 1 + SOFTMAX_OPS),
    integer: false,
    recomputed: scores,
  };
};

/** The query's heads times a small matrix gives the gates; then a product and a sum per score. */
const gatedBias: CostRule = (n, y) => {
  const [x, w] = [n.dims(0), n.dims(3)];
  const gates = x === null || w === null ? null : scaled(size(x), size([w[1] ?? null]));
  return multiplyAdd(gates, 0, 3, scaled(size(y.dims), 2));
};

/** Elimination of an n × n matrix beside the identity: 2 n³. */
const inverse: CostRule = (_, y) => {
  const order = y.dims?.[y.dims.length - 1];
  return typeof order === 'number' ? ops(scaled(size(y.dims), 2 * order)) : null;
};

const fourier: CostRule = (n, y) => {
  const real = n.node.opType === 'Rfft' ? n.dims(0) : y.dims;
  const length = real?.[real.length - 1];
  if (real === null || real === undefined || typeof length !== 'number') return null;
  return ops(scaled(size(real.slice(0, -1)), fourierOps(length, true)));
};

const nchwc = (name: string): string => `com.microsoft.nchwc:${name}`;
const nhwc = (name: string): string => `com.ms.internal.nhwc:${name}`;

/** Operators with products; multiplies.ts takes them from here. */
export const FUSED_PRODUCTS: CostRules = {
  ...costsFor(contrib('DecoderMaskedMultiHeadAttention'), (n) =>
    attend(
      decodingHeads(n),
      ALL_KEYS,
      n.has(3) || n.has(4),
      [0],
      [n.has(1) ? 1 : 0],
      [n.has(2) ? 2 : 0],
    ),
  ),
  ...costsFor(contrib('DecoderMaskedSelfAttention'), packed),
  ...costsFor(contrib('PackedAttention PackedMultiHeadAttention'), unpadded),
  // How long the cached sequences are is data.
  ...costsFor(contrib('PagedAttention'), dependsOnData),
  // Which blocks are left out is data: all are counted, as under a causal mask.
  ...costsFor(contrib('SparseAttention'), (n) =>
    attend(sparseHeads(n), ALL_KEYS, true, [0], [1], [2]),
  ),
  ...costsFor(contrib('DecoderAttention'), decoderAttention),
  ...costsFor(contrib('QOrderedAttention'), ordered),
  ...costsFor(contrib('GatedDeltaNet'), gatedDelta),
  // The activation of the gate and its product.
  ...costsFor(
    contrib('MatMulNBitsMlp'),
    projections(
      [
        [3, 'N'],
        [6, 'N'],
      ],
      (POINTWISE_OPS.Swish ?? 5) + 1,
    ),
  ),
  ...costsFor(
    contrib('MatMulNBitsQkv'),
    projections(
      [
        [3, 'Nq'],
        [6, 'Nkv'],
        [9, 'Nkv'],
      ],
      0,
    ),
  ),
  ...costsFor(contrib('QOrderedMatMul'), (n, y) =>
    multiplyAdd(
      macsOf(productOf(n.dims(0), n.dims(2))),
      0,
      2,
      scaled(size(y.dims), QUANTISE_OPS),
      true,
    ),
  ),
  ...costsFor(contrib('GemmFastGelu'), (n, y) =>
    multiplyAdd(
      macsOf(productOf(n.dims(0), n.dims(1))),
      0,
      1,
      scaled(size(y.dims), 8 + (n.has(2) ? 1 : 0)),
    ),
  ),
  ...costsFor(contrib('GemmFloat8'), (n, y) =>
    multiplyAdd(macsOf(gemmOf(n)), 0, 1, n.has(2) ? size(y.dims) : 0),
  ),
  // How many elements of the sparse matrix are not zero is not in its shape.
  ...costsFor(contrib('SparseToDenseMatMul'), dependsOnData),
  ...costsFor(contrib('QLinearConv'), named(CONV, 'QLinearConv')),
  ...costsFor(contrib('ConvTransposeWithDynamicPads'), (n, y) =>
    n.has(3) && size(y.dims) === null ? null : named(CONV, 'ConvTranspose')(n, y),
  ),
  ...costsFor(contrib('VarlenCausalConvWithState'), (n, y) =>
    multiplyAdd(
      scaled(size(y.dims), size(n.dims(1)?.slice(-1) ?? null)),
      0,
      1,
      n.has(3) ? size(y.dims) : 0,
    ),
  ),
  ...costsFor(contrib('GatedRelativePositionBias'), gatedBias),
  ...costsFor([nchwc('Conv'), nhwc('Conv')].join(' '), named(CONV, 'Conv')),
};

export const FUSED: CostRules = {
  ...FUSED_PRODUCTS,
  ...costsFor(contrib('ComplexMul ComplexMulConj'), perOutput(3)),
  ...costsFor(contrib('GatedAdd'), perOutput(2)),
  // A norm, and the gate's activation with its product.
  ...costsFor(contrib('GatedRMSNorm'), perOutput(rms + (POINTWISE_OPS.Swish ?? 5) + 1)),
  ...costsFor(contrib('SkipGroupNorm'), (n, y) =>
    ops(scaled(size(y.dims), NORMALISATION_OPS.layer + 1 + (n.has(4) ? 1 : 0))),
  ),
  ...costsFor(contrib('LinearAttentionGate'), perOutput(DECAY_OPS + SIGMOID_OPS)),
  // Two norms, a product and a sum per element; the gated value.
  ...costsFor(contrib('EngramGate'), perOutput(2 * rms + 3)),
  ...costsFor(contrib('GemmaRotaryEmbedding'), (n) =>
    ops(scaled(plusSizes(size(n.dims(1)), size(n.dims(3))), 3)),
  ),
  ...costsFor(contrib('BiasDropout BitmaskBiasDropout'), perOutput(1)),
  ...costsFor(
    contrib(
      'BitmaskDropout SampleOp RemovePadding RestorePadding TorchEmbedding UnfoldTensor Pad GatherND Constant Tokenizer',
    ),
    free,
  ),
  ...costsFor(
    contrib('QOrderedGelu'),
    perOutput((POINTWISE_OPS.Gelu ?? 5) + DEQUANTISE_OPS + QUANTISE_OPS),
  ),
  ...costsFor(
    contrib('QOrderedLayerNormalization'),
    perOutput(NORMALISATION_OPS.layer + DEQUANTISE_OPS + QUANTISE_OPS),
  ),
  ...costsFor(contrib('QuantizeWithOrder QuantizeBFP'), perInput(QUANTISE_OPS)),
  ...costsFor(contrib('DequantizeWithOrder DequantizeBFP'), perOutput(DEQUANTISE_OPS)),
  ...costsFor(contrib('MulInteger'), perOutput(3)),
  ...costsFor(contrib('IsAllFinite'), (n) => ops(sumOfInputs(n))),
  // Shifts, products and exclusive ors of a hash.
  ...costsFor(contrib('MurmurHash3'), perInput(16)),
  ...costsFor(contrib('NGramHashMapping VarlenNGramHashMapping'), perOutput(3)),
  ...costsFor(contrib('NGramRepeatBlock DynamicTimeWarping'), perInput(1)),
  ...costsFor(contrib('Unique Range RelativePositionBias'), perOutput(1)),
  ...costsFor(contrib('ReduceSumInteger'), perInput(1)),
  // Difference, square and sum per pair and feature.
  ...costsFor(contrib('CDist'), (n, y) =>
    ops(scaled(size(y.dims), scaled(size([n.dims(0)?.[1] ?? null]), 3))),
  ),
  ...costsFor(contrib('Inverse'), inverse),
  ...costsFor(contrib('Rfft Irfft'), fourier),
  ...costsFor(contrib('MaxpoolWithMask'), named(POOL, 'MaxPool')),
  ...costsFor(
    contrib('QEmbedLayerNormalization'),
    named(NORMALISE, 'com.microsoft:EmbedLayerNormalization'),
  ),
  ...costsFor([nchwc('MaxPool'), nchwc('AveragePool')].join(' '), named(POOL, 'MaxPool')),
  ...costsFor([nchwc('GlobalMaxPool'), nchwc('GlobalAveragePool')].join(' '), perInput(1)),
  ...costsFor([nchwc('ReorderInput'), nchwc('ReorderOutput'), nchwc('Upsample')].join(' '), free),
  ...costsFor(nhwc('BatchNormalization'), perOutput(NORMALISATION_OPS.batch)),
  ...costsFor(nhwc('InstanceNormalization'), perOutput(NORMALISATION_OPS.layer)),
  ...costsFor(nhwc('LRN'), named(NORMALISE, 'LRN')),
  ...costsFor(
    [nhwc('MaxPool'), nhwc('AveragePool'), nhwc('LpPool')].join(' '),
    named(POOL, 'MaxPool'),
  ),
  ...costsFor(nhwc('Resize'), named(RESAMPLE, 'Resize')),
};

const plusSizes = (a: Count | null, b: Count | null): Count | null =>
  a === null || b === null ? null : plus(a, b);

function sumOfInputs(n: NodeView): Count | null {
  let total: Count | null = 0;
  for (const dims of n.shapes()) total = plusSizes(total, size(dims));
  return total;
}
