// Poolings: every window looks at kernel × output elements; global ones at every input element
// once.
import { tapOps } from '../convention';
import {
  type CostRule,
  type CostRules,
  costsFor,
  dependsOnData,
  free,
  ops,
  perInput,
  scaled,
  size,
} from './cost';

const pool: CostRule = (n, y) => ops(scaled(size(y.dims), size(n.ints('kernel_shape'))));

/** Bilinear samples per bin; with a sampling ratio of 0 their number depends on the regions. */
const roiAlign: CostRule = (n, y) => {
  const ratio = n.int('sampling_ratio', 0);
  return ratio === 0 ? null : ops(scaled(size(y.dims), ratio * ratio * (tapOps(4) + 1)));
};

export const POOL: CostRules = {
  ...costsFor(
    'MaxPool AveragePool LpPool com.microsoft:QLinearAveragePool com.microsoft:NhwcMaxPool',
    pool,
  ),
  ...costsFor(
    'GlobalAveragePool GlobalMaxPool GlobalLpPool com.microsoft:QLinearGlobalAveragePool',
    perInput(1),
  ),
  MaxUnpool: free,
  RoiAlign: roiAlign,
  // How many elements a bin holds depends on the regions.
  MaxRoiPool: dependsOnData,
};
