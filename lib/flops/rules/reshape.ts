// The same elements in another shape or order: moving data is free.
import { type CostRules, costsFor, free } from './cost';

export const RESHAPE: CostRules = costsFor(
  'Reshape Flatten Squeeze Unsqueeze Transpose Shape Size DepthToSpace SpaceToDepth',
  free,
);
