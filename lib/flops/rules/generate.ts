// Constants are free; random numbers and ranges take one operation per element.
import { type CostRules, costsFor, free, perOutput } from './cost';

export const GENERATE: CostRules = {
  ...costsFor('Constant ConstantOfShape EyeLike', free),
  ...costsFor(
    'Range RandomNormal RandomUniform RandomNormalLike RandomUniformLike Bernoulli',
    perOutput(1),
  ),
  // A cumulative sum over the classes would be shared; each sample compares once.
  Multinomial: perOutput(1),
};
