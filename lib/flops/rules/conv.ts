// Convolutions: every output element takes (C ÷ group) × kernel MACs; a transposed one spreads
// every *input* element over (M ÷ group) × kernel outputs (flop-formulas section 2). The group
// divides once, because W already holds C ÷ group.
import type { NodeView } from '@/lib/onnx/infer/node-view';
import { tapOps } from '../convention';
import { plus } from '../exact';
import { type CostRule, type CostRules, costsFor, multiplyAdd, scaled, size } from './cost';

const taps = (n: NodeView, wAt: number) => {
  const w = n.dims(wAt);
  return w === null ? null : size(w.slice(1));
};

const conv =
  (wAt: number, biasAt: number, integer = false): CostRule =>
  (n, y) => {
    const out = size(y.dims);
    const activated = n.attribute('activation') === undefined ? 0 : 1;
    return multiplyAdd(
      scaled(out, taps(n, wAt)),
      0,
      wAt,
      scaled(out, (n.has(biasAt) ? 1 : 0) + activated),
      integer,
    );
  };

const convTranspose: CostRule = (n, y) =>
  multiplyAdd(scaled(size(n.dims(0)), taps(n, 1)), 0, 1, n.has(2) ? size(y.dims) : 0);

/** As a convolution, after each sample was interpolated from 2ⁿ neighbours (and masked). */
const deformConv: CostRule = (n, y) => {
  const [x, w, out] = [n.dims(0), n.dims(1), size(y.dims)];
  if (x === null || w === null || y.dims === null || out === null) return null;
  const kernel = size(w.slice(2));
  const samples = scaled(scaled(size([x[0], x[1]]), kernel), size(y.dims.slice(2)));
  const sampling = scaled(samples, tapOps(2 ** (x.length - 2)) + (n.has(4) ? 1 : 0));
  return sampling === null
    ? null
    : multiplyAdd(scaled(out, taps(n, 1)), 0, 1, plus(sampling, n.has(3) ? out : 0));
};

/** Depthwise: one MAC per tap and output element; the optional SiLU takes five operations. */
const causalConv: CostRule = (n, y) => {
  const [out, w] = [size(y.dims), n.dims(1)];
  const silu = /silu|swish/.test(n.text('activation', 'none')) ? 5 : 0;
  return multiplyAdd(
    scaled(out, w === null ? null : size(w.slice(-1))),
    0,
    1,
    scaled(out, (n.has(2) ? 1 : 0) + silu),
  );
};

export const CONV: CostRules = {
  ...costsFor(
    'Conv com.microsoft:FusedConv com.microsoft:NhwcConv com.microsoft:NhwcFusedConv',
    conv(1, 2),
  ),
  ...costsFor('CausalConvWithState com.microsoft:CausalConvWithState', causalConv),
  ConvInteger: conv(1, 9, true),
  QLinearConv: conv(3, 8, true),
  ConvTranspose: convTranspose,
  DeformConv: deformConv,
};
