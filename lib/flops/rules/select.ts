// Some of the elements: moving data is free.
import { type CostRules, costsFor, free } from './cost';

export const SELECT: CostRules = costsFor(
  'Split Slice Gather GatherElements GatherND Compress NonZero Unique',
  free,
);
