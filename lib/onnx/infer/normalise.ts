// Normalisations: the output has the input's shape; the optional statistics have it reduced.
// Sources: ONNX BatchNormalization, LayerNormalization, …; com.microsoft SkipLayerNormalization,
// SkipSimplifiedLayerNormalization.
import type { DataType } from '../types';
import { axisOf, fold } from './dims';
import { type Dims, type Fact, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { same } from './pointwise';

/** Y; in training also the running mean and variance, and until opset 13 the saved ones. */
const batchNormalization: Rule = (n) => {
  const statistic = tensor(n.dtype(3) ?? n.dtype(0), n.dims(3));
  return [tensor(n.dtype(0), n.dims(0)), statistic, statistic, statistic, statistic];
};

/** Statistics type: stash_type, float32 by default. */
const stash = (n: NodeView): DataType | null => n.dtypeAttribute('stash_type', 'float32');

const reducedFrom = (dims: Dims | null, axis: number): Dims | null => {
  const first = dims === null ? null : axisOf(axis, dims.length);
  return dims === null || first === null ? null : dims.map((dim, i) => (i < first ? dim : 1));
};

const layerNormalization: Rule = (n) => {
  const statistic = tensor(stash(n), reducedFrom(n.dims(0), n.int('axis', -1)));
  return [tensor(n.dtype(0), n.dims(0)), statistic, statistic];
};

/** Y, mean, inverse deviation, and the sum of input and skip. */
const skipNormalization: Rule = (n): readonly Fact[] => {
  const x = tensor(n.dtype(0), n.dims(0));
  const statistic = tensor('float32', reducedFrom(n.dims(0), -1));
  return [x, statistic, statistic, x];
};

/** Word, position and segment embeddings of input_ids [batch, sequence], summed and normalised. */
const embedLayerNormalization: Rule = (n) => {
  const [ids, words] = [n.dims(0), n.dims(2)];
  const dims = ids === null || words === null ? null : [...ids, words[1]];
  const output = tensor(n.dtype(2), dims);
  return [output, tensor('int32', ids === null ? null : [fold(ids, 0, 1)]), output];
};

export const NORMALISE: Rules = {
  ...rulesFor(
    'InstanceNormalization GroupNormalization LRN MeanVarianceNormalization RMSNormalization com.microsoft:GroupNorm',
    same,
  ),
  ...rulesFor(
    'LayerNormalization SimplifiedLayerNormalization com.microsoft:SimplifiedLayerNormalization',
    layerNormalization,
  ),
  ...rulesFor(
    'com.microsoft:SkipLayerNormalization com.microsoft:SkipSimplifiedLayerNormalization',
    skipNormalization,
  ),
  BatchNormalization: batchNormalization,
  'com.microsoft:EmbedLayerNormalization': embedLayerNormalization,
};
