// Operators that resample images, and detection's box selection. Sources: ONNX Resize, Upsample,
// GridSample, AffineGrid, NonMaxSuppression, ImageDecoder; com.microsoft CropAndResize.
import type { Dim } from '../ir';
import { axesOf, dimOf } from './dims';
import { type Dims, doubtful, type Scalar, tensor, unknownDims } from './fact';
import type { NodeView, Rule, Rules } from './node-view';

/** Scales are single floats, and so is their product: ten times 0.7 is seven, not a little less. */
const scaled = (dim: Dim, scale: Scalar): Dim =>
  scale === 1
    ? dim
    : typeof dim === 'number' && typeof scale === 'number'
      ? dimOf(Math.floor(Math.fround(dim * scale)))
      : null;

/**
 * An optional input that is present but empty counts as absent (exporters pass empty roi and
 * scales).
 */
const given = (n: NodeView, i: number): boolean => n.has(i) && n.dims(i)?.[0] !== 0;

const resize: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return [tensor(n.dtype(0), null)];
  const legacy = n.opset < 11;
  const [scalesAt, sizesAt] = legacy ? [1, -1] : [2, 3];
  const axes = axesOf(n.ints('axes') ?? x.map((_, i) => i), x.length);
  if (axes === null) return [tensor(n.dtype(0), null)];
  const lost = (): Dim[] => x.map((dim, i) => (axes.includes(i) ? null : dim));
  if (!legacy && given(n, sizesAt)) {
    const sizes = n.values(sizesAt);
    if (sizes === null || sizes.length !== axes.length)
      return [doubtful(n.dtype(0), 'data-dependent', lost())];
    const target = keepRatio(n.text('keep_aspect_ratio_policy', 'stretch'), x, axes, sizes);
    return [
      sizes.includes(null)
        ? doubtful(n.dtype(0), 'data-dependent', target)
        : tensor(n.dtype(0), target),
    ];
  }
  const scales = n.ints('scales') ?? n.floats('scales') ?? n.values(scalesAt);
  if (scales === null || scales.length !== axes.length)
    return [doubtful(n.dtype(0), 'data-dependent', lost())];
  const dims = x.slice();
  for (const [i, axis] of axes.entries()) dims[axis] = scaled(dims[axis], scales[i]);
  return [tensor(n.dtype(0), dims)];
};

/**
 * ONNX Resize-18: one scale for all axes, so that the result fits into the sizes or covers them.
 */
function keepRatio(
  policy: string,
  x: Dims,
  axes: readonly number[],
  sizes: readonly Scalar[],
): Dims {
  const dims = x.slice();
  if (policy === 'stretch') {
    for (const [i, axis] of axes.entries()) dims[axis] = sizes[i];
    return dims;
  }
  const ratios = axes.map((axis, i) => {
    const [size, dim] = [sizes[i], x[axis]];
    return typeof size === 'number' && typeof dim === 'number' ? size / dim : Number.NaN;
  });
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  for (const axis of axes) {
    const dim = x[axis];
    dims[axis] =
      typeof dim === 'number' && !Number.isNaN(scale) ? dimOf(Math.floor(scale * dim + 0.5)) : null;
  }
  return dims;
}

/** X [N, C, in…] sampled at grid [N, out…, r]. */
const gridSample: Rule = (n) => {
  const [x, grid] = [n.dims(0), n.dims(1)];
  const dims = x === null || grid === null ? null : [x[0], x[1], ...grid.slice(1, -1)];
  return [tensor(n.dtype(0), dims)];
};

/** A grid has the rank of the image: as many as `size` has elements. */
const overAxes = (n: NodeView): Dim => n.dims(1)?.[0] ?? null;

const affineGrid: Rule = (n) => {
  const size = n.values(1);
  if (size === null) return [doubtful(n.dtype(0), 'data-dependent', unknownDims(overAxes(n)))];
  return [tensor(n.dtype(0), [size[0], ...size.slice(2), size.length - 2])];
};

/**
 * Of NonMaxSuppression: every class of every image keeps at most as many as it may, and as there
 * are boxes.
 */
function mostSelected(n: NodeView): Dim {
  const scores = n.dims(1);
  const most = n.number(2);
  if (scores?.length !== 3 || most === null) return null;
  const [batch, classes, boxes] = scores;
  if (typeof batch !== 'number' || typeof classes !== 'number' || typeof boxes !== 'number')
    return null;
  return batch * classes * Math.min(boxes, most);
}

export const RESAMPLE: Rules = {
  Resize: resize,
  Upsample: (n) => {
    const x = n.dims(0);
    const scales = n.floats('scales') ?? n.values(1);
    if (x === null) return [tensor(n.dtype(0), null)];
    if (scales === null || scales.length !== x.length) {
      return [
        doubtful(
          n.dtype(0),
          'data-dependent',
          x.map(() => null),
        ),
      ];
    }
    return [
      tensor(
        n.dtype(0),
        x.map((dim, i) => scaled(dim, scales[i])),
      ),
    ];
  },
  GridSample: gridSample,
  'com.microsoft:GridSample': gridSample,
  AffineGrid: affineGrid,
  /** [selected, (batch, class, box)] */
  NonMaxSuppression: (n) => {
    if (!n.has(2) || n.number(2) === 0) return [tensor('int64', [0, 3])];
    const selected = n.selected(mostSelected(n));
    return [
      selected === null
        ? doubtful('int64', 'data-dependent', [null, 3])
        : tensor('int64', [selected, 3]),
    ];
  },
  ImageDecoder: (n) => [
    doubtful('uint8', 'data-dependent', [
      null,
      null,
      n.text('pixel_format', 'RGB') === 'Grayscale' ? 1 : 3,
    ]),
  ],
  'com.microsoft:CropAndResize': (n) => {
    const [x, boxes, size] = [n.dims(0), n.dims(1), n.values(3)];
    if (x === null || boxes === null) return [tensor(n.dtype(0), null)];
    const dims = [boxes[0], x[1], size?.[0] ?? null, size?.[1] ?? null];
    return [
      size === null ? doubtful(n.dtype(0), 'data-dependent', dims) : tensor(n.dtype(0), dims),
    ];
  },
};
