// Reductions take one operation per input element for each step of their expression (a square, an
// absolute value, an exponential, the accumulation), and per output element for what follows
// (divide, root, log).
import { plus } from '../exact';
import { type CostRule, type CostRules, costsFor, ops, perInput, scaled, size } from './cost';

const reduce =
  (perElement: number, perResult: number): CostRule =>
  (n, y) => {
    const [each, after] = [scaled(size(n.dims(0)), perElement), scaled(size(y.dims), perResult)];
    return each === null || after === null ? null : ops(plus(each, after));
  };

export const REDUCE: CostRules = {
  ...costsFor('ReduceSum ReduceMax ReduceMin ReduceProd', reduce(1, 0)),
  ...costsFor('ReduceMean com.microsoft:QLinearReduceMean', reduce(1, 1)),
  ...costsFor('ReduceL1 ReduceSumSquare', reduce(2, 0)),
  ReduceL2: reduce(2, 1),
  ReduceLogSum: reduce(1, 1),
  ReduceLogSumExp: reduce(2, 1),
  // Comparisons: one per element.
  ...costsFor('ArgMax ArgMin TopK', perInput(1)),
};
