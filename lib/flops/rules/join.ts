// Elements put together: moving data is free. What computes: sums along an axis, and scatters that
// add.
import { type CostRule, type CostRules, costsFor, FREE, free, ops, perOutput, size } from './cost';

const scatter: CostRule = (n) =>
  n.text('reduction', 'none') === 'none' ? FREE : ops(size(n.dims(2)));

export const JOIN: CostRules = {
  ...costsFor(
    'Concat Expand Tile Pad OneHot CenterCropPad ReverseSequence Trilu TensorScatter Scatter',
    free,
  ),
  ...costsFor('ScatterElements ScatterND', scatter),
  ...costsFor('CumSum CumProd', perOutput(1)),
  // Every block element is added into the image.
  Col2Im: (n) => ops(size(n.dims(0))),
};
