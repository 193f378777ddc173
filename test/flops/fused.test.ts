// ONNX Runtime's fused operators: extents and products worked out from what was fused
// (ContribOperators.md).
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { Attributes } from '@/lib/onnx/builder';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { DataType } from '@/lib/onnx/types';

type Input = readonly [dtype: DataType, dims: readonly number[]] | null;

interface Case {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly Input[];
  readonly attributes?: Attributes;
  readonly outputs: readonly (readonly number[])[];
  readonly macs: number;
  readonly params?: number;
}

const f = (...dims: number[]): Input => ['float32', dims];
const u8 = (...dims: number[]): Input => ['uint8', dims];
const i32 = (...dims: number[]): Input => ['int32', dims];

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
];

/** Weights are initialisers where the case tells of parameters. */
function counted({ op, domain = 'com.microsoft', inputs, attributes, outputs, params }: Case) {
  const g = new GraphBuilder({ name: 'g', opset: 22, domains: { [domain]: 1 } });
  const values = inputs.map((input, i) => {
    if (input === null) return null;
    const [dtype, dims] = input;
    return params !== undefined && dtype === 'uint8'
      ? g.initializer(`w${i}`, dtype, dims, { kind: 'absent' })
      : g.input(`x${i}`, dtype, dims);
  });
  const made = g.nodes(op, values, outputs.length, attributes, { domain });
  for (const value of made) g.output(value, 'float32', null);
  return countModel(g.finish());
}

describe('fused operators', () => {
  it.each(CASES.map((entry) => [entry.op, entry] as const))('%s', (_, entry) => {
    const report = counted(entry);
    expect(report.coverage.unknown).toEqual([]);
    expect(report.outputs.map(({ dims }) => dims)).toEqual(entry.outputs);
    expect(report.totals.macs.known).toBe(entry.macs);
    if (entry.params !== undefined) expect(report.params).toBe(entry.params);
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
