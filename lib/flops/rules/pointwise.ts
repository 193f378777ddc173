// Element by element: a fixed number of operations per output element (convention.ts).
import { POINTWISE_OPS, SOFTMAX_OPS } from '../convention';
import { type CostRules, costsFor, free, ops, perOutput, scaled, size } from './cost';

export const POINTWISE: CostRules = {
  ...Object.fromEntries(
    Object.entries(POINTWISE_OPS).map(([name, factor]) => [name, perOutput(factor)]),
  ),
  ...costsFor('Identity Cast CastLike BitCast', free),
  ...costsFor('Softmax LogSoftmax', perOutput(SOFTMAX_OPS)),
  // Comparisons for the largest element.
  Hardmax: perOutput(1),
  // n inputs take n − 1 operations per element, a mean one division more.
  ...costsFor('Max Min Sum', (n, y) => ops(scaled(size(y.dims), n.inputCount - 1))),
  Mean: (n, y) => ops(scaled(size(y.dims), n.inputCount)),
  // The identity outside training; in training a random number, a comparison and a scale.
  Dropout: (n, y) => (n.has(2) && n.number(2) !== 0 ? perOutput(3)(n, y) : free(n, y)),
};
