// Normalisations, per element of the normalised tensor (convention.ts).
import { NORMALISATION_OPS } from '../convention';
import { type CostRule, type CostRules, costsFor, ops, perOutput, scaled, size } from './cost';

/** The residual sum and its optional bias come before the norm. */
const skip =
  (norm: number, biasAt: number): CostRule =>
  (n, y) =>
    ops(scaled(size(y.dims), norm + 1 + (n.has(biasAt) ? 1 : 0)));

const { batch, layer, rms, variance, lp } = NORMALISATION_OPS;

export const NORMALISE: CostRules = {
  BatchNormalization: perOutput(batch),
  ...costsFor(
    'LayerNormalization InstanceNormalization GroupNormalization com.microsoft:GroupNorm',
    perOutput(layer),
  ),
  ...costsFor(
    'RMSNormalization SimplifiedLayerNormalization com.microsoft:SimplifiedLayerNormalization',
    perOutput(rms),
  ),
  MeanVarianceNormalization: perOutput(variance),
  LpNormalization: perOutput(lp),
  // Square, sum over `size` channels, scale, add, power, divide.
  LRN: (n, y) => ops(scaled(size(y.dims), n.int('size', 1) + 5)),
  'com.microsoft:SkipLayerNormalization': skip(layer, 4),
  'com.microsoft:SkipSimplifiedLayerNormalization': skip(rms, 3),
  // Two sums of embeddings and a layer norm.
  'com.microsoft:EmbedLayerNormalization': perOutput(2 + layer),
};
