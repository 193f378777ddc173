// Attention: two batched products, batch × heads × queries × keys × size each way; causal masks are
// not discounted, a sliding window is (flop-formulas sections 2 and 4). Shared key and value heads
// save bytes, not MACs.
import {
  groupedHeads,
  type Heads,
  linearHeads,
  mostHeads,
  multiHeads,
  packedHeads,
  standardHeads,
} from '@/lib/onnx/infer/attention';
import type { NodeView } from '@/lib/onnx/infer/node-view';
import { ROTARY_OPS, SOFTMAX_OPS } from '../convention';
import { type Count, plus, times } from '../exact';
import {
  type Cost,
  type CostRule,
  type CostRules,
  costsFor,
  perOutput,
  scaled,
  size,
} from './cost';

/** Scale, optional mask, softmax per score. */
const scoreOps = (masked: boolean): number => 1 + (masked ? 1 : 0) + SOFTMAX_OPS;

/** `window` limits how many keys a query sees; q, k, v are the inputs they come from. */
export function attend(
  h: Heads | null,
  window: number,
  masked: boolean,
  q: number[],
  k: number[],
  v: number[],
): Cost | null {
  if (h === null) return null;
  const keys = typeof h.keys === 'number' ? Math.min(h.keys, window) : null;
  const scores = size([h.batch, h.heads, h.queries, keys]);
  const [first, second] = [scaled(scores, size([h.size])), scaled(scores, size([h.valueSize]))];
  if (scores === null || first === null || second === null) return null;
  return {
    products: [
      { macs: first, left: q, right: k },
      { macs: second, left: [...q, ...k], right: v },
    ],
    other: times(scores, scoreOps(masked)),
    integer: false,
    recomputed: first,
  };
}

/** ONNX Attention-25: left and right windows, -1 where open; causal closes the right. */
function windowOf(n: NodeView): number {
  const left = n.int('left_window_size', -1);
  const right = n.int('is_causal', 0) === 1 ? 0 : n.int('right_window_size', -1);
  return left < 0 || right < 0 ? Number.POSITIVE_INFINITY : left + right + 1;
}

const standard: CostRule = (n) => attend(standardHeads(n), windowOf(n), n.has(3), [0], [1], [2]);

/** Projection of the input to queries, keys and values, then attention among them. */
export const packed: CostRule = (n) => {
  const [x, w] = [n.dims(0), n.dims(1)];
  const quantised = n.node.opType === 'QAttention';
  const own = attend(
    packedHeads(n),
    Number.POSITIVE_INFINITY,
    n.has(quantised ? 5 : 3),
    [0, 1],
    [0, 1],
    [0, 1],
  );
  const projection = x === null || w === null ? null : scaled(size(x), size([w[1]]));
  if (own === null || projection === null) return null;
  return { ...own, products: [{ macs: projection, left: [0], right: [1] }, ...own.products] };
};

const multiHead: CostRule = (n) => {
  const [k, v] = [n.has(1) ? [1] : [0], n.has(2) ? [2] : n.has(1) ? [1] : [0]];
  return attend(multiHeads(n), Number.POSITIVE_INFINITY, n.has(4) || n.has(5), [0], k, v);
};

const grouped: CostRule = (n, y) => {
  const window = n.int('local_window_size', -1);
  const [k, v] = [n.has(1) ? [1] : [0], n.has(2) ? [2] : [0]];
  const own = attend(
    groupedHeads(n),
    window > 0 ? window : Number.POSITIVE_INFINITY,
    true,
    [0],
    k,
    v,
  );
  if (own === null || n.int('do_rotary', 0) === 0) return own;
  // Queries and the new keys are rotated.
  const keys = scaled(size(y.dims), n.int('kv_num_heads', 1));
  const rotated: Count | null = size(y.dims);
  if (keys === null || rotated === null) return null;
  const share = Number(keys) / n.int('num_heads', 1);
  return { ...own, other: plus(own.other, times(plus(rotated, share), ROTARY_OPS)) };
};

/**
 * Per step and head: the update k ⊗ v and the reading qᵀS; the delta rules read Sᵀk first. Decays
 * scale the state.
 */
const linear: CostRule = (n) => {
  const h = linearHeads(n);
  if (h === null) return null;
  const rule = n.text('update_rule', 'gated_delta');
  const state = size([h.batch, h.queries, h.kvHeads, h.size, h.valueSize]);
  const reading = size([h.batch, h.queries, mostHeads(h), h.size, h.valueSize]);
  if (state === null || reading === null) return null;
  const delta = rule.includes('delta');
  return {
    products: [
      ...(delta ? [{ macs: state, left: [1], right: [1, 2] }] : []),
      { macs: state, left: [1], right: [2] },
      { macs: reading, left: [0], right: [1, 2] },
    ],
    other: rule.includes('gated') ? state : 0,
    integer: false,
    recomputed: 0,
  };
};

export const ATTENTION: CostRules = {
  ...costsFor(
    'RotaryEmbedding com.microsoft:RotaryEmbedding com.microsoft:MRotaryEmbedding',
    perOutput(ROTARY_OPS),
  ),
  ...costsFor('Attention ai.onnx.preview:FlexAttention', standard),
  ...costsFor('com.microsoft:Attention com.microsoft:QAttention', packed),
  ...costsFor('LinearAttention com.microsoft:LinearAttention', linear),
  'com.microsoft:MultiHeadAttention': multiHead,
  'com.microsoft:GroupQueryAttention': grouped,
};
