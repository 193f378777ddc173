// Attention: extents of queries, keys and values from packed (3-D) or split (4-D) heads. Sources:
// ONNX Attention-23…25, RotaryEmbedding, LinearAttention, preview FlexAttention; com.microsoft
// Attention, MultiHeadAttention, GroupQueryAttention, PackedAttention, QAttention, RotaryEmbedding
// (ContribOperators.md).
import type { Dim } from '../ir';
import { overDim, plusDim, timesDim } from './dims';
import { type Fact, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { same } from './pointwise';

/** One attention: scores are batch × heads × queries × keys × size, and again × valueSize. */
export interface Heads {
  readonly batch: Dim;
  readonly heads: Dim;
  readonly kvHeads: Dim;
  readonly queries: Dim;
  /** Length of what is attended to, past included. */
  readonly keys: Dim;
  readonly size: Dim;
  readonly valueSize: Dim;
}

/** The extent that an attribute gives; null where it is not above zero. */
export const positive = (value: number): Dim => (value > 0 ? value : null);

/** ONNX Attention: Q, K, V, mask, past_key, past_value. */
export function standardHeads(n: NodeView): Heads | null {
  const [q, k, v, past] = [n.dims(0), n.dims(1), n.dims(2), n.has(4) ? n.dims(4) : undefined];
  if (
    q === null ||
    k === null ||
    v === null ||
    past === null ||
    q.length !== k.length ||
    k.length !== v.length
  )
    return null;
  const before: Dim = past === undefined ? 0 : past[2];
  if (q.length === 4) {
    const [batch, heads, queries, size] = q;
    return {
      batch,
      heads,
      kvHeads: k[1],
      queries,
      keys: plusDim(k[2], before),
      size,
      valueSize: v[3],
    };
  }
  if (q.length !== 3) return null;
  const [heads, kvHeads] = [positive(n.int('q_num_heads', 0)), positive(n.int('kv_num_heads', 0))];
  return {
    batch: q[0],
    heads,
    kvHeads,
    queries: q[1],
    keys: plusDim(k[1], before),
    size: overDim(q[2], heads),
    valueSize: overDim(v[2], kvHeads),
  };
}

const attention: Rule = (n) => {
  const h = standardHeads(n);
  const dtype = n.dtype(0);
  if (h === null) return n.node.outputs.map(() => tensor(dtype, null));
  const packed = n.rank(0) === 3;
  return [
    tensor(
      dtype,
      packed
        ? [h.batch, h.queries, timesDim(h.heads, h.valueSize)]
        : [h.batch, h.heads, h.queries, h.valueSize],
    ),
    tensor(n.dtype(1), [h.batch, h.kvHeads, h.keys, h.size]),
    tensor(n.dtype(2), [h.batch, h.kvHeads, h.keys, h.valueSize]),
    tensor(dtype, [h.batch, h.heads, h.queries, h.keys]),
  ];
};

/**
 * Reads the extents of com.microsoft.Attention: input [B, S, D], weights [D, Dq + Dk + Dv] and an
 * optional past [2, B, H, P, d].
 */
export function packedHeads(n: NodeView): Heads | null {
  const quantised = n.node.opType === 'QAttention';
  const [x, w] = [n.dims(0), n.dims(1)];
  if (x?.length !== 3 || w?.length !== 2) return null;
  const pastAt = quantised ? 8 : 4;
  const past = n.has(pastAt) ? n.dims(pastAt) : undefined;
  if (past === null) return null;
  // A shared buffer holds more than the past.
  const shared = n.int('past_present_share_buffer', 0) === 1;
  const heads = positive(n.int('num_heads', 0));
  const sizes = n.ints('qkv_hidden_sizes');
  const third = overDim(w[1], 3);
  return {
    batch: x[0],
    heads,
    kvHeads: heads,
    queries: x[1],
    keys: plusDim(x[1], past === undefined ? 0 : shared ? n.number(6) : past[3]),
    size: overDim(sizes?.[0] ?? third, heads),
    valueSize: overDim(sizes?.[2] ?? third, heads),
  };
}

/** Shapes of attention whose queries, keys and values come from one packed product. */
export const packedAttention: Rule = (n) => {
  const h = packedHeads(n);
  const dtype = n.node.opType === 'QAttention' ? n.dtype(3) : n.dtype(0);
  if (h === null) return n.node.outputs.map(() => tensor(dtype, null));
  const shared = n.int('past_present_share_buffer', 0) === 1 && n.has(4);
  return [
    tensor(dtype, [h.batch, h.queries, timesDim(h.heads, h.valueSize)]),
    tensor(dtype, shared ? n.dims(4) : [2, h.batch, h.heads, h.keys, h.size]),
  ];
};

/**
 * Reads the extents of com.microsoft.MultiHeadAttention: projected queries [B, S, D]; keys and
 * values packed, split, or inside the query.
 */
export function multiHeads(n: NodeView): Heads | null {
  const q = n.dims(0);
  if (q === null) return null;
  const heads = positive(n.int('num_heads', 0));
  const past = n.has(6) ? n.dims(6) : undefined;
  if (past === null) return null;
  // With a past length of its own the cache is a buffer of another size.
  const before: Dim = past === undefined ? 0 : n.has(8) ? null : past[2];
  if (q.length === 5) {
    // Packed QKV [B, S, H, 3, d]
    const [batch, queries, , , size] = q;
    return {
      batch,
      heads: q[2],
      kvHeads: q[2],
      queries,
      keys: plusDim(queries, before),
      size,
      valueSize: size,
    };
  }
  const [k, v] = [n.dims(1), n.has(2) ? n.dims(2) : undefined];
  if (q.length !== 3 || k === null || v === null) return null;
  const size = overDim(q[2], heads);
  const shared = { batch: q[0], heads, kvHeads: heads, queries: q[1], size };
  // Packed KV [B, L, H, 2, d]
  if (k.length === 5) return { ...shared, keys: plusDim(k[1], before), valueSize: size };
  if (v === undefined) return null;
  // Cross attention with keys and values as [B, H, L, d]
  if (k.length === 4) return { ...shared, keys: plusDim(k[2], before), valueSize: v[3] };
  return { ...shared, keys: plusDim(k[1], before), valueSize: overDim(v[2], heads) };
}

const multiHeadAttention: Rule = (n) => {
  const h = multiHeads(n);
  const dtype = n.dtype(0);
  if (h === null) return n.node.outputs.map(() => tensor(dtype, null));
  return [
    tensor(dtype, [h.batch, h.queries, timesDim(h.heads, h.valueSize)]),
    tensor(dtype, [h.batch, h.heads, h.keys, h.size]),
    tensor(dtype, [h.batch, h.heads, h.keys, h.valueSize]),
    tensor(dtype, [h.batch, h.heads, h.queries, h.keys]),
  ];
};

/**
 * Reads the extents of com.microsoft.GroupQueryAttention: query [B, S, Hq·d] or packed [B, S, (Hq +
 * 2·Hkv)·d]. The total length is an input; where it is not constant it is past + S, unless the
 * caches are shared buffers longer than that.
 */
export function groupedHeads(n: NodeView): Heads | null {
  const q = n.dims(0);
  if (q?.length !== 3) return null;
  const [heads, kvHeads] = [n.int('num_heads', 0), n.int('kv_num_heads', 0)];
  if (heads < 1 || kvHeads < 1) return null;
  const past = n.has(3) ? n.dims(3) : undefined;
  if (past === null) return null;
  const size = overDim(q[2], n.has(1) ? heads : heads + 2 * kvHeads);
  const total: Dim =
    n.number(6) ?? plusDim(q[1] ?? null, past === undefined ? 0 : (past[2] ?? null));
  return { batch: q[0], heads, kvHeads, queries: q[1], keys: total, size, valueSize: size };
}

const groupQueryAttention: Rule = (n) => {
  const h = groupedHeads(n);
  const dtype = n.dtype(0);
  if (h === null) return n.node.outputs.map(() => tensor(dtype, null));
  // A cache that already holds the total length is a shared buffer and keeps its size; where the
  // length is not known, it is the past and what is new, and the present is as long.
  const past = n.has(3) ? (n.dims(3)?.[2] ?? null) : 0;
  const known = n.number(6);
  const present: Dim =
    known === null ? h.keys : typeof past === 'number' ? Math.max(past, known) : null;
  const cache: Fact = tensor(n.has(3) ? n.dtype(3) : dtype, [h.batch, h.kvHeads, present, h.size]);
  return [tensor(dtype, [h.batch, h.queries, timesDim(h.heads, h.size)]), cache, cache];
};

/**
 * State [B, H_kv, d_k, d_v] carried along the sequence; queries, keys and values as [B, T, H·d].
 * Heads are shared either way: several queries read one state (grouped queries), or several states
 * are read by one query (more value heads).
 */
export function linearHeads(n: NodeView): Heads | null {
  const [q, v] = [n.dims(0), n.dims(2)];
  if (q?.length !== 3 || v?.length !== 3) return null;
  const [heads, kvHeads] = [positive(n.int('q_num_heads', 0)), positive(n.int('kv_num_heads', 0))];
  const [size, valueSize] = [overDim(q[2], heads), overDim(v[2], kvHeads)];
  return { batch: q[0], heads, kvHeads, queries: q[1], keys: q[1], size, valueSize };
}

/**
 * Readings of the state in each step: every query head's, or every state's where there are more.
 */
export const mostHeads = ({ heads, kvHeads }: Heads): Dim =>
  typeof heads === 'number' && typeof kvHeads === 'number' ? Math.max(heads, kvHeads) : null;

const linearAttention: Rule = (n) => {
  const h = linearHeads(n);
  if (h === null) return n.node.outputs.map(() => tensor(n.dtype(0), null));
  const state = [h.batch, h.kvHeads, h.size, h.valueSize];
  // With a window, the states after the last tokens are kept one by one.
  const window = n.int('state_window', 0);
  return [
    tensor(n.dtype(0), [h.batch, h.queries, timesDim(mostHeads(h), h.valueSize)]),
    tensor(n.has(3) ? n.dtype(3) : n.dtype(0), window > 0 ? [window, ...state] : state),
  ];
};

export const ATTENTION: Rules = {
  ...rulesFor('RotaryEmbedding com.microsoft:RotaryEmbedding com.microsoft:MRotaryEmbedding', same),
  ...rulesFor('Attention ai.onnx.preview:FlexAttention', attention),
  ...rulesFor('com.microsoft:Attention com.microsoft:QAttention', packedAttention),
  'com.microsoft:MultiHeadAttention': multiHeadAttention,
  'com.microsoft:GroupQueryAttention': groupQueryAttention,
  ...rulesFor('LinearAttention com.microsoft:LinearAttention', linearAttention),
};
