// com.microsoft activations and small fusions (onnxruntime ContribOperators.md).
import { POINTWISE_OPS, SOFTMAX_OPS } from '../convention';
import { type CostRules, costsFor, free, perOutput } from './cost';

const domain = (names: string): string => names.replace(/\S+/g, 'com.microsoft:$&');

export const CONTRIB: CostRules = {
  ...costsFor(domain('Gelu Swish'), perOutput(POINTWISE_OPS.Gelu)),
  // x·σ(1.702 x)
  ...costsFor(domain('QuickGelu'), perOutput(POINTWISE_OPS.Swish + 1)),
  // ½x(1 + tanh(ax + bx³)), and a bias
  ...costsFor(domain('FastGelu'), perOutput(8)),
  ...costsFor(domain('BiasGelu'), perOutput(POINTWISE_OPS.Gelu + 1)),
  ...costsFor(domain('BiasAdd'), perOutput(2)),
  // bias, gelu of one half, product with the other
  ...costsFor(domain('BiasSplitGelu'), perOutput(POINTWISE_OPS.Gelu + 3)),
  ...costsFor(domain('BiasSoftmax'), perOutput(SOFTMAX_OPS + 1)),
  ...costsFor(domain('Trilu ExpandDims'), free),
};
