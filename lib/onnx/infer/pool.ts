// Poolings: windows over the spatial axes, global ones, and regions of interest. Sources: ONNX
// MaxPool, AveragePool, LpPool, MaxUnpool, MaxRoiPool, RoiAlign; com.microsoft QLinearAveragePool
// and QLinearGlobalAveragePool.
import type { Dim } from '../ir';
import { dimOf } from './dims';
import { type Dims, doubtful, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { slideOver, windowOf } from './window';

function pooled(n: NodeView, channelsLast: boolean): Dims | null {
  const x = n.dims(0);
  const kernel = n.ints('kernel_shape');
  if (x === null || kernel === null || x.length !== kernel.length + 2) return null;
  const window = windowOf(n, kernel);
  if (window === null) return null;
  const slide = (size: Dim, axis: number): Dim => slideOver(size, window, axis);
  return channelsLast
    ? [x[0], ...x.slice(1, -1).map(slide), x[x.length - 1]]
    : [x[0], x[1], ...x.slice(2).map(slide)];
}

/** Whether a node of either layout says that its channels come last. */
export const hasChannelsLast = (n: NodeView): boolean => n.int('channels_last', 0) === 1;

const pool =
  (channelsLast: (n: NodeView) => boolean): Rule =>
  (n) => {
    const dims = pooled(n, channelsLast(n));
    return [tensor(n.dtype(0), dims), tensor('int64', dims)];
  };

const globalPool: Rule = (n) => {
  const x = n.dims(0);
  if (x === null || x.length < 2) return [tensor(n.dtype(0), null)];
  const channelsLast = hasChannelsLast(n);
  const kept = (axis: number): boolean => axis === 0 || axis === (channelsLast ? x.length - 1 : 1);
  return [
    tensor(
      n.dtype(0),
      x.map((dim, axis) => (kept(axis) ? dim : 1)),
    ),
  ];
};

const maxUnpool: Rule = (n) => {
  const x = n.dims(0);
  const kernel = n.ints('kernel_shape');
  if (n.has(2)) {
    const target = n.values(2);
    return target === null
      ? [doubtful(n.dtype(0), 'data-dependent', x?.map(() => null) ?? null)]
      : [tensor(n.dtype(0), target)];
  }
  if (x === null || kernel === null || x.length !== kernel.length + 2)
    return [tensor(n.dtype(0), null)];
  const window = windowOf(n, kernel);
  if (window === null) return [tensor(n.dtype(0), null)];
  const grow = (size: Dim, axis: number): Dim =>
    typeof size === 'number'
      ? dimOf(
          (size - 1) * window.strides[axis] +
            kernel[axis] -
            window.pads[axis] -
            window.pads[axis + kernel.length],
        )
      : null;
  return [tensor(n.dtype(0), [x[0], x[1], ...x.slice(2).map(grow)])];
};

/** [regions, channels, height, width] */
const regions = (n: NodeView, height: number, width: number) => {
  const [x, rois] = [n.dims(0), n.dims(1)];
  return [tensor(n.dtype(0), x === null || rois === null ? null : [rois[0], x[1], height, width])];
};

export const POOL: Rules = {
  ...rulesFor('MaxPool AveragePool LpPool com.microsoft:QLinearAveragePool', pool(hasChannelsLast)),
  ...rulesFor(
    'com.microsoft:NhwcMaxPool',
    pool(() => true),
  ),
  ...rulesFor(
    'GlobalAveragePool GlobalMaxPool GlobalLpPool com.microsoft:QLinearGlobalAveragePool',
    globalPool,
  ),
  MaxUnpool: maxUnpool,
  RoiAlign: (n) => regions(n, n.int('output_height', 1), n.int('output_width', 1)),
  MaxRoiPool: (n) => {
    const shape = n.ints('pooled_shape');
    return shape?.length === 2 ? regions(n, shape[0], shape[1]) : [tensor(n.dtype(0), null)];
  },
};
