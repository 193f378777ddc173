// Interpolation: a multiply and an add for each tap of an output element; nearest neighbours are
// data movement.
import { tapOps } from '../convention';
import {
  type CostRule,
  type CostRules,
  costsFor,
  dependsOnData,
  FREE,
  ops,
  perOutput,
  scaled,
  size,
} from './cost';

/** Axes whose extent changes. */
const resampledAxes = (from: readonly unknown[], to: readonly unknown[]): number =>
  from.filter((dim, i) => dim !== to[i]).length;

const resize: CostRule = (n, y) => {
  const x = n.dims(0);
  const mode = n.text('mode', 'nearest');
  if (mode === 'nearest') return FREE;
  if (x === null || y.dims === null) return null;
  const width = mode === 'cubic' ? 4 : 2;
  return ops(scaled(size(y.dims), tapOps(width ** resampledAxes(x, y.dims))));
};

const gridSample: CostRule = (n, y) => {
  const mode = n.text('mode', 'linear');
  if (mode === 'nearest') return FREE;
  const axes = (y.dims?.length ?? 4) - 2;
  return ops(scaled(size(y.dims), tapOps((mode.includes('cubic') ? 4 : 2) ** axes)));
};

/**
 * An affine map of each coordinate: r multiplications and r additions for each of the r output
 * coordinates.
 */
const affineGrid: CostRule = (_, y) => ops(scaled(size(y.dims), 2 * ((y.dims?.length ?? 4) - 2)));

export const RESAMPLE: CostRules = {
  ...costsFor('Resize Upsample', resize),
  ...costsFor('GridSample com.microsoft:GridSample', gridSample),
  AffineGrid: affineGrid,
  // How many boxes are compared depends on the scores.
  NonMaxSuppression: dependsOnData,
  // Decoding a compressed stream has no fixed count.
  ImageDecoder: dependsOnData,
  'com.microsoft:CropAndResize': (n, y) =>
    n.text('mode', 'bilinear') === 'nearest' ? FREE : perOutput(tapOps(4))(n, y),
};
