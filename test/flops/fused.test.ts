// ONNX Runtime's fused operators: extents and products worked out from what was fused
// (ContribOperators.md).
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { Attributes } from '@/lib/onnx/builder';
import { GraphBuilder } from '@/lib/onnx/builder';
import { inferModel } from '@/lib/onnx/infer/infer';
import type { DataType } from '@/lib/onnx/types';
import { intConstant } from '../support/int-constant';

type Input =
  | readonly [dtype: DataType, dims: readonly number[]]
  /** A constant: a list, or one number. */
  | { readonly ints: readonly number[] | number }
  | null;

interface Case {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly Input[];
  readonly attributes?: Attributes;
  readonly outputs: readonly (readonly number[])[];
  readonly types?: readonly DataType[];
  readonly macs: number;
  /** Operations that are no products. */
  readonly other?: number;
  readonly params?: number;
}

const f = (...dims: number[]): Input => ['float32', dims];
const u8 = (...dims: number[]): Input => ['uint8', dims];
const i8 = (...dims: number[]): Input => ['int8', dims];
const i32 = (...dims: number[]): Input => ['int32', dims];
const i64 = (...dims: number[]): Input => ['int64', dims];
const ints = (...values: number[]): Input => ({ ints: values });

const CASES: readonly Case[] = [
  {
    op: 'MatMulNBitsMlp',
    inputs: [
      f(2, 3, 64),
      f(2, 3, 64),
      f(64),
      u8(96, 2, 16),
      f(96, 2),
      null,
      u8(96, 2, 16),
      f(96, 2),
      null,
    ],
    attributes: { K: 64, N: 96, bits: 4, block_size: 32, activation: 'silu' },
    outputs: [
      [2, 3, 96],
      [2, 3, 64],
    ],
    macs: 2 * 6 * 64 * 96,
    params: 2 * 64 * 96,
  },
  {
    op: 'MatMulNBitsQkv',
    inputs: [
      f(1, 5, 64),
      null,
      f(64),
      u8(64, 2, 16),
      f(64, 2),
      null,
      u8(32, 2, 16),
      f(32, 2),
      null,
      u8(32, 2, 16),
      f(32, 2),
    ],
    attributes: { K: 64, Nq: 64, Nkv: 32, bits: 4, block_size: 32 },
    outputs: [
      [1, 5, 64],
      [1, 5, 32],
      [1, 5, 32],
    ],
    macs: 5 * 64 * (64 + 32 + 32),
    params: 64 * (64 + 32 + 32),
  },
  {
    // One token against 7 and itself: 2 products of 4 heads × 8 keys × 16
    op: 'DecoderMaskedMultiHeadAttention',
    inputs: [f(2, 1, 64), f(2, 1, 64), f(2, 1, 64), null, null, f(2, 4, 7, 16), f(2, 4, 7, 16)],
    attributes: { num_heads: 4 },
    outputs: [
      [2, 1, 64],
      [2, 4, 8, 16],
      [2, 4, 8, 16],
    ],
    macs: 2 * 2 * 4 * 8 * 16,
  },
  {
    op: 'DecoderMaskedMultiHeadAttention',
    inputs: [f(2, 1, 64), f(2, 4, 9, 16), f(2, 4, 9, 16)],
    attributes: { num_heads: 4 },
    outputs: [[2, 1, 64]],
    macs: 2 * 2 * 4 * 9 * 16,
  },
  {
    // 7 tokens projected, attention over the padded 3 × 4
    op: 'PackedAttention',
    inputs: [f(7, 32), f(32, 96), f(96), i32(3, 4), i32(4)],
    attributes: { num_heads: 2 },
    outputs: [[7, 32]],
    macs: 7 * 32 * 96 + 2 * 3 * 2 * 4 * 4 * 16,
  },
  {
    op: 'PackedMultiHeadAttention',
    inputs: [f(7, 32), f(7, 32), f(7, 64), null, i32(3, 4), i32(4)],
    attributes: { num_heads: 2 },
    outputs: [[7, 64]],
    macs: 3 * 2 * 4 * 4 * (16 + 32),
  },
  {
    op: 'GatedDeltaNet',
    inputs: [f(5, 2, 16), f(5, 2, 16), f(5, 4, 8), f(5, 4), f(5, 4), f(1, 4, 8, 16)],
    attributes: { update_rule: 'gated_delta' },
    outputs: [
      [5, 4, 8],
      [1, 4, 8, 16],
    ],
    macs: 3 * 5 * 4 * 16 * 8,
  },
  {
    op: 'QOrderedMatMul',
    inputs: [['int8', [2, 4, 8]], f(), ['int8', [8, 6]], f(), f()],
    outputs: [[2, 4, 6]],
    macs: 2 * 4 * 8 * 6,
  },
  { op: 'GemmFastGelu', inputs: [f(3, 8), f(8, 5), f(5)], outputs: [[3, 5]], macs: 3 * 8 * 5 },
  {
    op: 'GemmFloat8',
    inputs: [
      ['float8e4m3fn', [8, 3]],
      ['float8e4m3fn', [8, 5]],
    ],
    attributes: { transA: 1 },
    outputs: [[3, 5]],
    macs: 3 * 8 * 5,
  },
  {
    op: 'QLinearConv',
    inputs: [u8(1, 9, 9, 4), f(), u8(), u8(6, 4, 3, 3), f(), u8(), f(), u8()],
    attributes: { channels_last: 1 },
    outputs: [[1, 7, 7, 6]],
    macs: 49 * 6 * 36,
  },
  {
    op: 'NhwcFusedConv',
    inputs: [f(1, 9, 9, 4), f(6, 4, 3, 3)],
    outputs: [[1, 7, 7, 6]],
    macs: 49 * 6 * 36,
  },
  {
    op: 'Conv',
    domain: 'com.microsoft.nchwc',
    inputs: [f(1, 16, 9, 9), f(32, 16, 3, 3)],
    outputs: [[1, 32, 7, 7]],
    macs: 49 * 32 * 144,
  },
  {
    op: 'VarlenCausalConvWithState',
    inputs: [f(7, 12), f(12, 1, 4), i32(3), null, f(2, 12, 3)],
    outputs: [
      [7, 12],
      [2, 12, 3],
    ],
    macs: 7 * 12 * 4,
  },
  {
    op: 'LinearAttention',
    inputs: [f(1, 5, 32), f(1, 5, 32), f(1, 5, 32), f(3, 1, 2, 16, 16)],
    attributes: { q_num_heads: 2, kv_num_heads: 2, update_rule: 'linear', state_window: 3 },
    outputs: [
      [1, 5, 32],
      [3, 1, 2, 16, 16],
    ],
    macs: 2 * 5 * 2 * 16 * 16,
  },
  {
    op: 'SkipGroupNorm',
    inputs: [f(1, 8, 8, 32), f(32), f(32), f(1, 8, 8, 32)],
    outputs: [
      [1, 8, 8, 32],
      [1, 8, 8, 32],
    ],
    macs: 0,
  },
  {
    op: 'UnfoldTensor',
    inputs: [f(2, 10)],
    attributes: { dim: 1, size: 4, step: 2 },
    outputs: [[2, 4, 4]],
    macs: 0,
  },
  { op: 'Rfft', inputs: [f(3, 16)], attributes: { signal_ndim: 1 }, outputs: [[3, 9, 2]], macs: 0 },
  {
    op: 'Irfft',
    inputs: [f(3, 9, 2)],
    attributes: { signal_ndim: 1 },
    outputs: [[3, 16]],
    macs: 0,
  },
  // One token; 7 of the buffer's 128 keys are there: 2 products of 4 heads × 7 keys × 16
  {
    op: 'SparseAttention',
    inputs: [
      f(1, 1, 64),
      f(1, 1, 32),
      f(1, 1, 32),
      f(1, 2, 128, 16),
      f(1, 2, 128, 16),
      i32(1, 9),
      i32(1, 30),
      { ints: 7 },
      i32(1),
    ],
    attributes: { num_heads: 4, kv_num_heads: 2, sparse_block_size: 16 },
    outputs: [
      [1, 1, 64],
      [1, 2, 128, 16],
      [1, 2, 128, 16],
    ],
    macs: 2 * 4 * 7 * 16,
  },
  // Three projections of 6 rows, 8 × 8; then 2 products of 3 × 3 pairs and 8, for each of 2
  {
    op: 'QOrderedAttention',
    inputs: [i8(2, 3, 8), f(), f(), f(), f(), i8(8, 8), i8(8, 8), i8(8, 8)],
    attributes: { num_heads: 2 },
    outputs: [[2, 3, 8]],
    macs: 3 * 6 * 8 * 8 + 2 * 2 * 3 * 3 * 8,
  },
  {
    op: 'RelativePositionBias',
    inputs: [f(32, 4), { ints: 5 }, { ints: 7 }],
    attributes: { max_distance: 128 },
    outputs: [[1, 4, 5, 7]],
    macs: 0,
  },
  // A product of 3 rows in each of 2 heads of 4, with 8 columns
  {
    op: 'GatedRelativePositionBias',
    inputs: [f(1, 3, 8), f(8), f(1, 2, 3, 3), f(4, 8), f(8), f(1, 2, 1, 1)],
    attributes: { num_heads: 2 },
    outputs: [[1, 2, 3, 3]],
    macs: 3 * 2 * 4 * 8,
  },
  { op: 'CDist', inputs: [f(3, 5), f(4, 5)], outputs: [[3, 4]], macs: 0, other: 3 * 3 * 4 * 5 },
  { op: 'TorchEmbedding', inputs: [f(10, 4), i64(2, 3)], outputs: [[2, 3, 4]], macs: 0, other: 0 },
  { op: 'RestorePadding', inputs: [f(5, 4), i32(2, 3)], outputs: [[2, 3, 4]], macs: 0, other: 0 },
  { op: 'MurmurHash3', inputs: [i32(2, 3)], outputs: [[2, 3]], types: ['uint32'], macs: 0 },
  {
    op: 'MurmurHash3',
    inputs: [i32(2, 3)],
    attributes: { positive: 0 },
    outputs: [[2, 3]],
    types: ['int32'],
    macs: 0,
  },
  {
    op: 'MulInteger',
    inputs: [u8(2, 3), u8(), u8(3)],
    outputs: [[2, 3]],
    types: ['int32'],
    macs: 0,
  },
  {
    op: 'ReduceSumInteger',
    inputs: [u8(2, 3, 4)],
    attributes: { axes: [1], keepdims: 0 },
    outputs: [[2, 4]],
    types: ['int32'],
    macs: 0,
    other: 24,
  },
  { op: 'NGramRepeatBlock', inputs: [i64(2, 9), f(2, 50)], outputs: [[2, 50]], macs: 0 },
  { op: 'BiasSplitGelu', inputs: [f(2, 3, 8), f(8)], outputs: [[2, 3, 4]], macs: 0 },
  { op: 'BiasAdd', inputs: [f(2, 3, 8), f(8), f(2, 3, 8)], outputs: [[2, 3, 8]], macs: 0 },
  { op: 'ExpandDims', inputs: [f(2, 3), { ints: 1 }], outputs: [[2, 1, 3]], macs: 0, other: 0 },
  { op: 'ExpandDims', inputs: [f(2, 3), { ints: -1 }], outputs: [[2, 3, 1]], macs: 0, other: 0 },
  {
    op: 'BiasDropout',
    inputs: [f(2, 3), f(3)],
    outputs: [
      [2, 3],
      [2, 3],
    ],
    types: ['float32', 'bool'],
    macs: 0,
  },
  // A bit of the mask for each of 70 elements
  {
    op: 'BitmaskDropout',
    inputs: [f(7, 10)],
    outputs: [[7, 10], [3]],
    types: ['float32', 'uint32'],
    macs: 0,
  },
  { op: 'ComplexMul', inputs: [f(2, 3, 2), f(1, 3, 2)], outputs: [[2, 3, 2]], macs: 0 },
  { op: 'IsAllFinite', inputs: [f(3), f(4)], outputs: [[]], types: ['bool'], macs: 0, other: 7 },
  {
    op: 'CropAndResize',
    inputs: [f(1, 3, 8, 8), f(5, 4), i32(5), ints(4, 6)],
    outputs: [[5, 3, 4, 6]],
    macs: 0,
  },
  {
    op: 'GemmaRotaryEmbedding',
    inputs: [f(1, 5, 16), f(1, 4, 5, 16), f(1, 4, 5, 16), f(1, 2, 5, 16), f(1, 2, 5, 16)],
    outputs: [
      [1, 4, 5, 16],
      [1, 2, 5, 16],
    ],
    macs: 0,
  },
  { op: 'Pad', inputs: [f(2, 3), ints(0, 1, 0, 2)], outputs: [[2, 6]], macs: 0, other: 0 },
  { op: 'Range', inputs: [{ ints: 2 }, { ints: 11 }, { ints: 3 }], outputs: [[3]], macs: 0 },
  {
    op: 'MaxpoolWithMask',
    inputs: [f(1, 1, 4, 4), i32(1, 1, 4, 4)],
    attributes: { kernel_shape: [2, 2] },
    outputs: [[1, 1, 3, 3]],
    macs: 0,
  },
  {
    op: 'ReorderInput',
    domain: 'com.microsoft.nchwc',
    inputs: [f(1, 8, 9, 16)],
    attributes: { channels_last: 1 },
    outputs: [[1, 16, 8, 9]],
    macs: 0,
    other: 0,
  },
  {
    op: 'ReorderOutput',
    domain: 'com.microsoft.nchwc',
    inputs: [f(1, 16, 8, 9)],
    attributes: { channels: 13 },
    outputs: [[1, 13, 8, 9]],
    macs: 0,
    other: 0,
  },
  {
    op: 'ReorderOutput',
    domain: 'com.microsoft.nchwc',
    inputs: [f(1, 16, 8, 9)],
    attributes: { channels: 13, channels_last: 1 },
    outputs: [[1, 8, 9, 13]],
    macs: 0,
    other: 0,
  },
  {
    op: 'NhwcMaxPool',
    inputs: [i8(1, 8, 6, 3)],
    attributes: { kernel_shape: [2, 3], strides: [2, 1] },
    outputs: [[1, 4, 4, 3]],
    macs: 0,
  },
  {
    op: 'MaxPool',
    domain: 'com.ms.internal.nhwc',
    inputs: [f(1, 8, 6, 3)],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    outputs: [[1, 4, 3, 3]],
    macs: 0,
  },
];

/** Weights are initialisers where the case tells of parameters. */
function modelOf({ op, domain = 'com.microsoft', inputs, attributes, outputs, params }: Case) {
  const g = new GraphBuilder({ name: 'g', opset: 22, domains: { [domain]: 1 } });
  const values = inputs.map((input, i) => {
    if (input === null) return null;
    if ('ints' in input) return intConstant(g, input.ints);
    const [dtype, dims] = input;
    return params !== undefined && dtype === 'uint8'
      ? g.initializer(`w${i}`, dtype, dims, { kind: 'absent' })
      : g.input(`x${i}`, dtype, dims);
  });
  const made = g.nodes(op, values, outputs.length, attributes, { domain });
  for (const value of made) g.output(value, 'float32', null);
  return g.finish();
}

const counted = (entry: Case) => countModel(modelOf(entry));

describe('fused operators', () => {
  it.each(CASES.map((entry) => [entry.op, entry] as const))('%s', (_, entry) => {
    const report = counted(entry);
    expect(report.coverage.unknown).toEqual([]);
    expect(report.outputs.map(({ dims }) => dims)).toEqual(entry.outputs);
    expect(report.totals.macs.known).toBe(entry.macs);
    if (entry.types !== undefined)
      expect(inferModel(modelOf(entry)).outputs).toMatchObject(
        entry.types.map((dtype) => ({ dtype })),
      );
    if (entry.other !== undefined) expect(report.totals.otherOps.known).toBe(entry.other);
    if (entry.params !== undefined) expect(report.params).toBe(entry.params);
  });

  it('DecoderAttention projects queries and keys of time before batch, and attends', () => {
    const entry: Case = {
      op: 'DecoderAttention',
      inputs: [f(3, 2, 8), f(5, 2, 8), f(8, 8), f(8, 16), f(24)],
      attributes: { num_heads: 2 },
      outputs: [[3, 2, 8]],
      macs: 0,
    };
    // 6 queries × 8 × 8, 10 keys × 8 × 16; then 2 products of 3 × 5 pairs and 8, for each of 2
    expect(counted(entry).totals.macs.known).toBe(6 * 64 + 10 * 128 + 2 * 2 * 3 * 5 * 8);
    // Whether a cache takes the place of the keys is a flag among the data.
    const cached = [...entry.inputs, null, f(2, 2, 4, 4), f(2, 2, 4, 4)];
    expect(counted({ ...entry, inputs: cached }).totals.macs.known).toBeNull();
  });

  it('says that the lengths of a paged cache are data', () => {
    const report = counted({
      op: 'PagedAttention',
      inputs: [
        f(5, 64),
        f(5, 32),
        f(5, 32),
        f(8, 16, 2, 16),
        f(8, 16, 2, 16),
        i32(3),
        i32(2),
        i32(2, 4),
      ],
      attributes: { num_heads: 4, kv_num_heads: 2 },
      outputs: [[5, 64]],
      macs: 0,
    });
    expect(report.coverage.unknown).toMatchObject([
      { opType: 'PagedAttention', reason: 'data-dependent' },
    ]);
    expect(report.totals.macs).toEqual({ known: null, atLeast: 0, unknownNodes: 1 });
  });
});
