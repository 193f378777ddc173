// The rest of what ONNX Runtime 1.30 knows beyond ai.onnx: attention of decoders and packed
// batches, quantised layers, fused norms and gates, and the operators of its own layouts
// (com.microsoft.nchwc, com.ms.internal.nhwc). Source: onnxruntime ContribOperators.md.
import type { Dim } from '../ir';
import { type Heads, packedAttention, positive } from './attention';
import { CONV, nhwcConvOf } from './conv';
import { broadcast, dimOf, fold, overDim, plusDim, timesDim, withDim } from './dims';
import { type Dims, doubtful, type Fact, tensor } from './fact';
import { GENERATE } from './generate';
import { JOIN } from './join';
import { gemmOf, productOf } from './matmul';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { NORMALISE } from './normalise';
import { same } from './pointwise';
import { hasChannelsLast, POOL } from './pool';
import { projected } from './quantised';
import { REDUCE } from './reduce';
import { RESAMPLE } from './resample';
import { SELECT } from './select';

const named = (rules: Rules, name: string): Rule => rules[name] ?? same;
const like =
  (i: number): Rule =>
  (n) => [tensor(n.dtype(i), n.dims(i))];
const last = (dims: Dims | null): Dim => dims?.[dims.length - 1] ?? null;

/**
 * Reads the extents of com.microsoft.DecoderMaskedMultiHeadAttention: one new token against its
 * past, or against an encoder's keys.
 */
export function decodingHeads(n: NodeView): Heads | null {
  const [q, k] = [n.dims(0), n.has(1) ? n.dims(1) : undefined];
  const heads = positive(n.int('num_heads', 0));
  if (q?.length !== 3 || k === null) return null;
  const packed = k === undefined;
  const width = last(q);
  if (k?.length === 4) {
    return {
      batch: q[0] ?? null,
      heads,
      kvHeads: heads,
      queries: q[1] ?? null,
      keys: k[2] ?? null,
      size: k[3] ?? null,
      valueSize: n.dims(2)?.[3] ?? null,
    };
  }
  const past = n.has(5) ? n.dims(5) : undefined;
  if (past === null) return null;
  // A shared buffer holds more than the past, whose length is then an input.
  const before: Dim =
    n.int('past_present_share_buffer', 0) === 1
      ? n.number(7)
      : past === undefined
        ? 0
        : (past[2] ?? null);
  const size = overDim(packed ? overDim(width, 3) : width, heads);
  const valueSize = packed ? size : overDim(last(n.dims(2)), heads);
  return {
    batch: q[0] ?? null,
    heads,
    kvHeads: heads,
    queries: q[1] ?? null,
    keys: plusDim(q[1] ?? null, before),
    size,
    valueSize,
  };
}

const decoding: Rule = (n) => {
  const h = decodingHeads(n);
  const dtype = n.dtype(0);
  if (h === null) return n.node.outputs.map(() => tensor(dtype, null));
  const shared = n.int('past_present_share_buffer', 0) === 1 && n.has(5);
  const cache = (i: number, size: Dim): Fact =>
    tensor(dtype, shared ? n.dims(i) : [h.batch, h.kvHeads, h.keys, size]);
  const output = tensor(dtype, [h.batch, h.queries, timesDim(h.heads, h.valueSize)]);
  return [
    output,
    cache(5, h.size),
    cache(6, h.valueSize),
    tensor(dtype, [h.batch, h.heads, h.queries, h.keys]),
  ];
};

/**
 * Reads the extents of com.microsoft.PackedAttention and PackedMultiHeadAttention: tokens without
 * padding; their offsets are [batch, sequence].
 */
export function unpaddedHeads(n: NodeView): Heads | null {
  const projects = n.node.opType === 'PackedAttention';
  const [x, offsets] = [n.dims(0), n.dims(projects ? 3 : 4)];
  const heads = positive(n.int('num_heads', 0));
  if (x === null || offsets?.length !== 2) return null;
  const [batch, sequence] = [offsets[0] ?? null, offsets[1] ?? null];
  const shared = { batch, heads, kvHeads: heads, queries: sequence, keys: sequence };
  if (projects) {
    const sizes = n.ints('qkv_hidden_sizes');
    const third = overDim(last(n.dims(1)), 3);
    return {
      ...shared,
      size: overDim(sizes?.[0] ?? third, heads),
      valueSize: overDim(sizes?.[2] ?? third, heads),
    };
  }
  if (x.length === 4) return { ...shared, size: x[3] ?? null, valueSize: x[3] ?? null };
  return { ...shared, size: overDim(last(x), heads), valueSize: overDim(last(n.dims(2)), heads) };
}

const unpadded: Rule = (n) => {
  const h = unpaddedHeads(n);
  const tokens = n.dims(0)?.[0] ?? null;
  return [tensor(n.dtype(0), h === null ? null : [tokens, timesDim(h.heads, h.valueSize)])];
};

/** com.microsoft.PagedAttention: how long each sequence is, and was, are values. */
const paged: Rule = (n) => {
  const q = n.dims(0);
  const [heads, kvHeads] = [n.int('num_heads', 0), n.int('kv_num_heads', 0)];
  const size = overDim(last(q), n.has(1) ? heads : heads + 2 * kvHeads);
  const width = timesDim(heads, n.int('v_head_size', 0) > 0 ? n.int('v_head_size', 0) : size);
  return [
    tensor(n.dtype(0), q === null ? null : [q[0] ?? null, width]),
    tensor(n.dtype(3), n.dims(3)),
    tensor(n.dtype(4), n.dims(4)),
  ];
};

/**
 * Reads the extents of com.microsoft.SparseAttention: as GroupQueryAttention, over caches that are
 * buffers; the total length is input 7.
 */
export function sparseHeads(n: NodeView): Heads | null {
  const q = n.dims(0);
  const [heads, kvHeads] = [n.int('num_heads', 0), n.int('kv_num_heads', 0)];
  if (q?.length !== 3 || heads < 1 || kvHeads < 1) return null;
  const size = overDim(last(q), n.has(1) ? heads : heads + 2 * kvHeads);
  return {
    batch: q[0] ?? null,
    heads,
    kvHeads,
    queries: q[1] ?? null,
    keys: n.number(7),
    size,
    valueSize: size,
  };
}

const sparse: Rule = (n) => {
  const h = sparseHeads(n);
  if (h === null) return n.node.outputs.map(() => tensor(n.dtype(0), null));
  return [
    tensor(n.dtype(0), [h.batch, h.queries, timesDim(h.heads, h.size)]),
    ...like(3)(n),
    ...like(4)(n),
  ];
};

/** com.microsoft.DecoderAttention: [sequence, batch, hidden]. */
const decoderAttention: Rule = (n) => {
  const cache = doubtful(n.dtype(0), 'data-dependent', [null, null, null, null]);
  return [tensor(n.dtype(0), n.dims(0)), cache, cache];
};

/** Reads the extents of com.microsoft.QOrderedAttention, whose Q, K and V weights stand apart. */
export function orderedHeads(n: NodeView): Heads | null {
  const [x, q, v] = [n.dims(0), n.dims(5), n.dims(7)];
  const heads = positive(n.int('num_heads', 0));
  if (x?.length !== 3) return null;
  const [batch, sequence] = [x[0] ?? null, x[1] ?? null];
  return {
    batch,
    heads,
    kvHeads: heads,
    queries: sequence,
    keys: sequence,
    size: overDim(last(q), heads),
    valueSize: overDim(last(v), heads),
  };
}

/**
 * com.microsoft.GatedDeltaNet: token-major, the number of heads from the shapes; the state is
 * [batch, heads, v, qk].
 */
const gatedDelta: Rule = (n) => [
  tensor(n.dtype(2), n.dims(2)),
  tensor('float32', n.has(5) ? n.dims(5) : null),
  doubtful('float32', 'data-dependent', [null, null]),
];

const widths = (n: NodeView, names: readonly string[]): readonly Fact[] => [
  ...names.map((name) =>
    tensor(n.dtype(0), projected(n, n.int(name, -1) < 0 ? null : n.int(name, 0))),
  ),
  tensor(n.dtype(0), n.dims(0)),
];

const quantisedConv: Rule = (n) =>
  hasChannelsLast(n) ? nhwcConvOf(0, 3)(n) : named(CONV, 'QLinearConv')(n);

const scalarBool: Rule = () => [tensor('bool', [])];

const unfold: Rule = (n) => {
  const x = n.dims(0);
  const [axis, size, step] = [n.int('dim', -1), n.int('size', 0), n.int('step', 1)];
  if (x === null || size < 1 || step < 1) return [tensor(n.dtype(0), null)];
  const at = axis < 0 ? axis + x.length : axis;
  const extent = x[at];
  const count = typeof extent === 'number' ? dimOf(Math.floor((extent - size) / step) + 1) : null;
  return [tensor(n.dtype(0), at < 0 || at >= x.length ? null : [...withDim(x, at, count), size])];
};

const rfft: Rule = (n) => {
  const x = n.dims(0);
  const length = last(x);
  const bins = typeof length === 'number' ? Math.floor(length / 2) + 1 : null;
  return [tensor(n.dtype(0), x === null ? null : [...x.slice(0, -1), bins, 2])];
};

const inverseRfft: Rule = (n) => {
  const x = n.dims(0);
  const bins = x?.[x.length - 2];
  return [
    tensor(
      n.dtype(0),
      x === null ? null : [...x.slice(0, -2), typeof bins === 'number' ? 2 * (bins - 1) : null],
    ),
  ];
};

const hashes =
  (packed: boolean): Rule =>
  (n) => {
    const ids = n.dims(0);
    const history = n.int('max_ngram_size', 2) - 1;
    const width = history * n.int('n_head_per_ngram', 1);
    const batch = packed ? null : (ids?.[0] ?? null);
    return [
      tensor(n.dtype(0), ids === null ? null : [...ids, width]),
      packed
        ? doubtful(n.dtype(0), 'data-dependent', [null, history])
        : tensor(n.dtype(0), [batch, history]),
    ];
  };

const relativeBias: Rule = (n) => {
  const heads = n.dims(0)?.[1] ?? null;
  const [queries, keys] = [n.values(1)?.[0] ?? null, n.values(2)?.[0] ?? null];
  const dims = [1, heads, queries, keys];
  return [
    queries === null || keys === null
      ? doubtful(n.dtype(0), 'data-dependent', dims)
      : tensor(n.dtype(0), dims),
  ];
};

const contrib = (names: string): string => names.replace(/\S+/g, 'com.microsoft:$&');
const nchwc = (name: string): string => `com.microsoft.nchwc:${name}`;
const nhwc = (name: string): string => `com.ms.internal.nhwc:${name}`;

export const FUSED: Rules = {
  ...rulesFor(
    contrib(
      'ComplexMul ComplexMulConj GatedAdd GatedRMSNorm SampleOp Inverse QOrderedGelu QOrderedLayerNormalization BitmaskDropout BiasDropout BitmaskBiasDropout',
    ),
    (n) => {
      const x = tensor(
        n.dtype(0),
        n.node.opType.startsWith('Complex') ? broadcast(n.dims(0), n.dims(1)) : n.dims(0),
      );
      if (n.node.opType === 'BiasDropout') return [x, tensor('bool', n.dims(0))];
      const all = fold(n.dims(0) ?? [null], 0, n.rank(0) ?? 1);
      return [x, tensor('uint32', [typeof all === 'number' ? Math.ceil(all / 32) : null])];
    },
  ),
  ...rulesFor(contrib('SkipGroupNorm'), (n) => [...same(n), ...same(n)]),
  ...rulesFor(contrib('LinearAttentionGate'), (n) => [...same(n), ...like(3)(n)]),
  ...rulesFor(contrib('EngramGate'), (n) => [...same(n), ...same(n)]),
  ...rulesFor(contrib('GemmaRotaryEmbedding'), (n) => [...like(1)(n), ...like(3)(n)]),
  ...rulesFor(contrib('NGramRepeatBlock'), like(1)),
  ...rulesFor(contrib('QuantizeWithOrder'), (n) => [tensor('int8', n.dims(0))]),
  ...rulesFor(contrib('DequantizeWithOrder'), (n) => [tensor(n.dtype(1), n.dims(0))]),
  ...rulesFor(contrib('MurmurHash3'), (n) => [
    tensor(n.int('positive', 1) === 1 ? 'uint32' : 'int32', n.dims(0)),
  ]),
  ...rulesFor(contrib('MulInteger'), (n) => [tensor('int32', broadcast(n.dims(0), n.dims(2)))]),
  ...rulesFor(contrib('IsAllFinite'), scalarBool),
  ...rulesFor(contrib('NGramHashMapping'), hashes(false)),
  ...rulesFor(contrib('VarlenNGramHashMapping'), hashes(true)),
  ...rulesFor(contrib('DecoderMaskedMultiHeadAttention'), decoding),
  ...rulesFor(contrib('DecoderMaskedSelfAttention'), packedAttention),
  ...rulesFor(contrib('PackedAttention PackedMultiHeadAttention'), unpadded),
  ...rulesFor(contrib('PagedAttention'), paged),
  ...rulesFor(contrib('SparseAttention'), sparse),
  ...rulesFor(contrib('DecoderAttention'), decoderAttention),
  ...rulesFor(contrib('QOrderedAttention'), (n) => {
    const h = orderedHeads(n);
    return [
      tensor(n.dtype(0), h === null ? null : [h.batch, h.queries, timesDim(h.heads, h.valueSize)]),
    ];
  }),
  ...rulesFor(contrib('GatedDeltaNet'), gatedDelta),
  ...rulesFor(contrib('MatMulNBitsMlp'), (n) => widths(n, ['N'])),
  ...rulesFor(contrib('MatMulNBitsQkv'), (n) => widths(n, ['Nq', 'Nkv', 'Nkv'])),
  ...rulesFor(contrib('QOrderedMatMul'), (n) => [
    tensor('int8', productOf(n.dims(0), n.dims(2))?.dims ?? null),
  ]),
  ...rulesFor(contrib('GemmFastGelu'), (n) => [
    tensor(n.dtype(0), productOf(n.dims(0), n.dims(1))?.dims ?? null),
  ]),
  ...rulesFor(contrib('GemmFloat8'), (n) => [
    tensor(n.dtypeAttribute('dtype', 'float32'), gemmOf(n)?.dims ?? null),
  ]),
  ...rulesFor(contrib('SparseToDenseMatMul'), (n) => [tensor(n.dtype(1), gemmOf(n)?.dims ?? null)]),
  ...rulesFor(contrib('QLinearConv'), quantisedConv),
  ...rulesFor(contrib('ConvTransposeWithDynamicPads'), (n) =>
    n.has(2)
      ? [doubtful(n.dtype(0), 'data-dependent', n.dims(0)?.map(() => null) ?? null)]
      : named(CONV, 'ConvTranspose')(n),
  ),
  ...rulesFor(contrib('VarlenCausalConvWithState'), (n) => [
    ...same(n),
    ...like(4)(n),
    tensor(n.dtype(0), [
      n.dims(4)?.[0] ?? null,
      n.int('state_update_capacity', 0),
      n.dims(0)?.[1] ?? null,
    ]),
  ]),
  ...rulesFor(contrib('MaxpoolWithMask'), named(POOL, 'MaxPool')),
  ...rulesFor(contrib('QEmbedLayerNormalization'), (n) => {
    const [made, index] = named(NORMALISE, 'com.microsoft:EmbedLayerNormalization')(n);
    const dims = made?.kind === 'tensor' ? made.dims : null;
    return [tensor('float32', dims), index ?? tensor('int32', null)];
  }),
  ...rulesFor(contrib('Range'), named(GENERATE, 'Range')),
  ...rulesFor(contrib('Constant'), named(GENERATE, 'Constant')),
  ...rulesFor(contrib('Pad'), named(JOIN, 'Pad')),
  ...rulesFor(contrib('GatherND'), named(SELECT, 'GatherND')),
  ...rulesFor(contrib('Unique'), (n) => {
    const [y, , index, counts] = named(SELECT, 'Unique')(n);
    return [y, index, counts].flatMap((fact) => (fact === undefined ? [] : [fact]));
  }),
  ...rulesFor(contrib('ReduceSumInteger'), (n) => {
    const [y] = named(REDUCE, 'com.microsoft:QLinearReduceMean')(n);
    return [tensor('int32', y?.kind === 'tensor' ? y.dims : null)];
  }),
  ...rulesFor(contrib('RelativePositionBias'), relativeBias),
  ...rulesFor(contrib('GatedRelativePositionBias'), (n) => {
    const x = n.dims(0);
    const pairs = n.dims(2);
    return [
      tensor(
        n.dtype(0),
        x === null ? null : [x[0] ?? null, n.int('num_heads', 1), pairs?.[2] ?? null, last(pairs)],
      ),
    ];
  }),
  ...rulesFor(contrib('RemovePadding'), (n) => {
    const x = n.dims(0);
    const batch = x?.[0] ?? null;
    return [
      doubtful(n.dtype(0), 'data-dependent', [null, last(x)]),
      tensor('int32', [batch, x?.[1] ?? null]),
      tensor('int32', [plusDim(batch, 1)]),
      tensor('int32', [1]),
    ];
  }),
  ...rulesFor(contrib('RestorePadding'), (n) => {
    const offsets = n.dims(1);
    return [tensor(n.dtype(0), offsets === null ? null : [...offsets, last(n.dims(0))])];
  }),
  ...rulesFor(contrib('TorchEmbedding'), (n) => {
    const ids = n.dims(1);
    return [tensor(n.dtype(0), ids === null ? null : [...ids, last(n.dims(0))])];
  }),
  ...rulesFor(contrib('CDist'), (n) => [
    tensor(n.dtype(0), [n.dims(0)?.[0] ?? null, n.dims(1)?.[0] ?? null]),
  ]),
  ...rulesFor(contrib('UnfoldTensor'), unfold),
  ...rulesFor(contrib('Rfft'), rfft),
  ...rulesFor(contrib('Irfft'), inverseRfft),
  ...rulesFor(contrib('DynamicTimeWarping'), () => [
    doubtful('int32', 'data-dependent', [2, null]),
  ]),
  ...rulesFor(contrib('Tokenizer'), (n) => [
    doubtful('string', 'data-dependent', [...(n.dims(0) ?? [null]), null]),
  ]),
  ...rulesFor(contrib('QuantizeBFP'), (n) => [
    doubtful('uint8', 'data-dependent', [null]),
    tensor('int64', [n.rank(0)]),
    tensor('int64', [n.rank(0)]),
  ]),
  ...rulesFor(contrib('DequantizeBFP'), (n) => {
    const dims = n.values(1);
    return [dims === null ? doubtful('float32', 'data-dependent', null) : tensor('float32', dims)];
  }),
  ...rulesFor(nchwc('Conv'), named(CONV, 'Conv')),
  ...rulesFor([nchwc('MaxPool'), nchwc('AveragePool')].join(' '), named(POOL, 'MaxPool')),
  ...rulesFor(
    [nchwc('GlobalMaxPool'), nchwc('GlobalAveragePool')].join(' '),
    named(POOL, 'GlobalMaxPool'),
  ),
  ...rulesFor(nchwc('ReorderInput'), (n) => {
    const x = n.dims(0);
    if (x === null || n.int('channels_last', 0) === 0) return same(n);
    return [tensor(n.dtype(0), [x[0] ?? null, last(x), ...x.slice(1, -1)])];
  }),
  ...rulesFor(nchwc('ReorderOutput'), (n) => {
    const x = n.dims(0);
    const channels = n.int('channels', 0);
    if (x === null) return same(n);
    const spatial = x.slice(2);
    return [
      tensor(
        n.dtype(0),
        hasChannelsLast(n)
          ? [x[0] ?? null, ...spatial, channels]
          : [x[0] ?? null, channels, ...spatial],
      ),
    ];
  }),
  ...rulesFor(nchwc('Upsample'), (n) => {
    const x = n.dims(0);
    const scales = n.ints('scales');
    return [
      tensor(n.dtype(0), x === null ? null : x.map((dim, i) => timesDim(dim, scales?.[i] ?? null))),
    ];
  }),
  ...rulesFor(nhwc('Conv'), named(CONV, 'com.microsoft:NhwcConv')),
  ...rulesFor(
    [nhwc('BatchNormalization'), nhwc('InstanceNormalization'), nhwc('LRN')].join(' '),
    same,
  ),
  ...rulesFor(
    [nhwc('MaxPool'), nhwc('AveragePool'), nhwc('LpPool')].join(' '),
    named(POOL, 'com.microsoft:NhwcMaxPool'),
  ),
  ...rulesFor(nhwc('Resize'), named(RESAMPLE, 'Resize')),
};
