// Arithmetic of sliding windows, shared by convolutions and poolings (ONNX Conv, ConvTranspose,
// MaxPool specifications): explicit pads, auto_pad, strides, dilations, and ceil_mode as ONNX
// Runtime and PyTorch do it.
import type { Dim } from '../ir';
import { dimOf } from './dims';
import type { NodeView } from './node-view';

export interface Window {
  readonly kernel: readonly Dim[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All begins, then all ends. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceil: boolean;
}

/** The window attributes of a node with `kernel`; null where a list has the wrong length. */
export function windowOf(n: NodeView, kernel: readonly Dim[]): Window | null {
  const rank = kernel.length;
  const strides = n.ints('strides') ?? new Array<number>(rank).fill(1);
  const dilations = n.ints('dilations') ?? new Array<number>(rank).fill(1);
  const pads = n.ints('pads') ?? new Array<number>(2 * rank).fill(0);
  if (strides.length !== rank || dilations.length !== rank || pads.length !== 2 * rank) return null;
  if (strides.some((stride) => stride < 1)) return null;
  return {
    kernel,
    strides,
    dilations,
    pads,
    autoPad: n.text('auto_pad', 'NOTSET'),
    ceil: n.int('ceil_mode', 0) === 1,
  };
}

/** Output extent along one axis; null where the window does not fit or something is unknown. */
export function slideOver(size: Dim, window: Window, axis: number): Dim {
  const stride = window.strides[axis];
  if (window.autoPad.startsWith('SAME')) {
    return stride === 1 ? size : typeof size === 'number' ? Math.ceil(size / stride) : null;
  }
  const kernel = window.kernel[axis];
  if (typeof kernel !== 'number') return null;
  const [begin, end] =
    window.autoPad === 'VALID'
      ? [0, 0]
      : [window.pads[axis], window.pads[axis + window.kernel.length]];
  const reach = (kernel - 1) * window.dilations[axis] + 1;
  const room = begin + end - reach;
  if (typeof size !== 'number') return stride === 1 && room === -1 ? size : null;
  const steps = size + room;
  if (steps < 0) return null;
  // ONNX's formula for VALID rounds down, whatever ceil_mode says.
  if (!window.ceil || window.autoPad === 'VALID') return Math.floor(steps / stride) + 1;
  const count = Math.ceil(steps / stride) + 1;
  // The last window must start inside the input or its leading padding.
  return (count - 1) * stride >= size + begin ? count - 1 : count;
}

/** Output extent of a transposed convolution along one axis. */
export function slideBack(size: Dim, window: Window, axis: number, outputPadding: number): Dim {
  const stride = window.strides[axis];
  const kernel = window.kernel[axis];
  if (window.autoPad.startsWith('SAME')) {
    return typeof size === 'number' ? size * stride : stride === 1 ? size : null;
  }
  if (typeof kernel !== 'number') return null;
  const pads =
    window.autoPad === 'VALID' ? 0 : window.pads[axis] + window.pads[axis + window.kernel.length];
  const reach = (kernel - 1) * window.dilations[axis] + 1;
  if (typeof size !== 'number')
    return stride === 1 && reach - 1 + outputPadding === pads ? size : null;
  return dimOf(stride * (size - 1) + outputPadding + reach - pads);
}
