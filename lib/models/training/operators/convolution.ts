// k×k convolutions whose padding keeps the extent at stride 1. dX is the transposed convolution; dW
// a convolution of x with dY, batch and channels exchanged, in which the stride becomes the
// dilation (Dumoulin and Visin 2016, arXiv:1603.07285).
import type { Value } from '@/lib/onnx/builder';
import type { Tape, Variable } from '../tape';

interface Geometry {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly extent: number;
}

const outExtentOf = ({ kernel, stride, padding, extent }: Geometry): number =>
  Math.floor((extent + 2 * padding - kernel) / stride) + 1;

/** Rows at the end of the padded image that the last window does not reach. */
const restOf = (geometry: Geometry): number =>
  geometry.extent +
  2 * geometry.padding -
  geometry.kernel -
  geometry.stride * (outExtentOf(geometry) - 1);

const begins = ({ padding }: Geometry): readonly [number, number] => [padding, padding];

/** A convolution of square images with a square kernel, and its gradients. */
export function conv(tape: Tape, x: Variable, w: Variable, stride = 1): Variable {
  const { graph } = tape;
  const [batch, , extent] = x.dims;
  const [outChannels, , kernel] = w.dims;
  const geometry = { kernel, stride, padding: (kernel - 1) >> 1, extent };
  const outExtent = outExtentOf(geometry);
  const pads = [...begins(geometry), ...begins(geometry)];
  const strides = stride === 1 ? undefined : [stride, stride];
  const y = graph.node('Conv', [x, w], { kernel_shape: [kernel, kernel], pads, strides });
  return tape.result(y, [batch, outChannels, outExtent, outExtent], [x, w], (dy) => {
    tape.accumulate(x, () => inputGradient(tape, dy, w, geometry));
    tape.accumulate(w, () => weightGradient(tape, x, dy, geometry));
  });
}

function inputGradient({ graph }: Tape, dy: Value, w: Value, geometry: Geometry): Value {
  const { kernel, stride } = geometry;
  const rest = restOf(geometry);
  return graph.node('ConvTranspose', [dy, w], {
    kernel_shape: [kernel, kernel],
    output_padding: rest === 0 ? undefined : [rest, rest],
    pads: [...begins(geometry), ...begins(geometry)],
    strides: stride === 1 ? undefined : [stride, stride],
  });
}

/**
 * What the last window does not reach is left out: less padding, or where there is none, a smaller
 * image.
 */
function weightGradient(tape: Tape, x: Value, dy: Value, geometry: Geometry): Value {
  const { graph } = tape;
  const { stride, padding, extent } = geometry;
  const outExtent = outExtentOf(geometry);
  const rest = restOf(geometry);
  const exchanged = (value: Value): Value =>
    graph.node('Transpose', [value], { perm: [1, 0, 2, 3] });
  const cut = Math.max(0, rest - padding);
  const end = extent - cut;
  const image =
    cut === 0
      ? x
      : graph.node('Slice', [x, tape.ints([0, 0]), tape.ints([end, end]), tape.ints([2, 3])]);
  const ends = padding - (rest - cut);
  const product = graph.node('Conv', [exchanged(image), exchanged(dy)], {
    dilations: stride === 1 ? undefined : [stride, stride],
    kernel_shape: [outExtent, outExtent],
    pads: [...begins(geometry), ends, ends],
  });
  return exchanged(product);
}
