// Convolutions: X [N, C, spatial…] with W [M, C/group, kernel…] gives [N, M, …]; transposed ones
// take W [C, M/group, kernel…]. Sources: ONNX Conv, ConvTranspose, DeformConv, Col2Im;
// com.microsoft FusedConv and NhwcConv.
import type { Dim } from '../ir';
import type { DataType } from '../types';
import { timesDim } from './dims';
import { type Dims, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { slideBack, slideOver, windowOf } from './window';

/** The kernel's extents: those of W, or the attribute where W's are unknown. They must agree. */
function kernelOf(n: NodeView, weight: Dims): readonly Dim[] | null {
  const given = n.ints('kernel_shape');
  const own = weight.slice(2);
  if (given === null) return own;
  if (given.length !== own.length) return null;
  return own.some((dim, i) => typeof dim === 'number' && dim !== given[i]) ? null : given;
}

/** Output dims of a convolution of inputs `xAt` and `wAt`; null where they do not fit. */
function convolved(n: NodeView, xAt: number, wAt: number): Dims | null {
  const [x, w] = [n.dims(xAt), n.dims(wAt)];
  if (x === null || w === null || x.length !== w.length || x.length < 3) return null;
  const kernel = kernelOf(n, w);
  const window = kernel === null ? null : windowOf(n, kernel);
  const channels = timesDim(w[1], n.int('group', 1));
  if (
    window === null ||
    (typeof channels === 'number' && typeof x[1] === 'number' && channels !== x[1])
  )
    return null;
  return [x[0], w[0], ...x.slice(2).map((size, axis) => slideOver(size, window, axis))];
}

const conv =
  (xAt: number, wAt: number, dtype: (n: NodeView) => DataType | null): Rule =>
  (n) => [tensor(dtype(n), convolved(n, xAt, wAt))];

const convTranspose: Rule = (n) => {
  const [x, w] = [n.dims(0), n.dims(1)];
  const unknown = [tensor(n.dtype(0), null)];
  if (x === null || w === null || x.length !== w.length || x.length < 3) return unknown;
  if (typeof x[1] === 'number' && typeof w[0] === 'number' && x[1] !== w[0]) return unknown;
  const kernel = kernelOf(n, w);
  const window = kernel === null ? null : windowOf(n, kernel);
  if (window === null) return unknown;
  const fixed = n.ints('output_shape');
  const extra = n.ints('output_padding');
  const rank = x.length - 2;
  const spatial =
    fixed === null
      ? x.slice(2).map((size, axis) => slideBack(size, window, axis, extra?.[axis] ?? 0))
      : fixed.slice(fixed.length - rank);
  return [tensor(n.dtype(0), [x[0], timesDim(w[1], n.int('group', 1)), ...spatial])];
};

/**
 * X and Y as [N, spatial…, C]; W as the standard [M, C/group, kernel…], or with its channels last,
 * too.
 */
export const nhwcConvOf =
  (xAt: number, wAt: number): Rule =>
  (n) => {
    const [x, w] = [n.dims(xAt), n.dims(wAt)];
    if (x === null || w === null || x.length !== w.length || x.length < 3)
      return [tensor(n.dtype(xAt), null)];
    const isStandard = timesDim(w[1], n.int('group', 1)) === x[x.length - 1];
    const window = windowOf(
      n,
      n.ints('kernel_shape') ?? (isStandard ? w.slice(2) : w.slice(1, -1)),
    );
    if (window === null) return [tensor(n.dtype(xAt), null)];
    const spatial = x.slice(1, -1).map((size, axis) => slideOver(size, window, axis));
    return [tensor(n.dtype(xAt), [x[0], ...spatial, w[0]])];
  };

/** Depthwise, causal, along the last axis; the state holds the last k − 1 steps. */
const causalConv: Rule = (n) => {
  const [x, w] = [n.dims(0), n.dims(1)];
  const steps = w === null ? null : w[w.length - 1];
  const state = x === null || typeof steps !== 'number' ? null : [x[0], x[1], steps - 1];
  return [tensor(n.dtype(0), x), tensor(n.dtype(0), state)];
};

export const CONV: Rules = {
  ...rulesFor(
    'Conv DeformConv com.microsoft:FusedConv',
    conv(0, 1, (n) => n.dtype(0)),
  ),
  ...rulesFor('CausalConvWithState com.microsoft:CausalConvWithState', causalConv),
  ConvInteger: conv(0, 1, () => 'int32'),
  QLinearConv: conv(0, 3, (n) => n.dtype(7) ?? n.dtype(0)),
  ConvTranspose: convTranspose,
  ...rulesFor('com.microsoft:NhwcConv com.microsoft:NhwcFusedConv', nhwcConvOf(0, 1)),
};
