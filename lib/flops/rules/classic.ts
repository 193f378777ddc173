// Classic machine learning: linear models are matrix products with the coefficients of an
// attribute; how deep a row walks into a tree depends on the data, so trees have no fixed count.
import type { NodeView } from '@/lib/onnx/infer/node-view';
import {
  type Cost,
  type CostRule,
  type CostRules,
  costsFor,
  dependsOnData,
  free,
  perOutput,
  scaled,
  size,
} from './cost';

const rows = (n: NodeView) => {
  const x = n.dims(0);
  return x === null ? null : x.length > 1 ? size([x[0]]) : 1;
};

/**
 * Each row meets every coefficient once; the coefficients are attributes and have no gradient here.
 */
const linear =
  (...lists: string[]): CostRule =>
  (n): Cost | null => {
    const macs = scaled(
      rows(n),
      lists.reduce((sum, list) => sum + (n.lengthOf(list) ?? 0), 0),
    );
    return macs === null
      ? null
      : { products: [{ macs, left: [0], right: [] }], other: 0, integer: false, recomputed: 0 };
  };

const ML: CostRules = {
  ...costsFor('LinearClassifier LinearRegressor', linear('coefficients')),
  ...costsFor('SVMClassifier SVMRegressor', linear('support_vectors', 'coefficients')),
  ...costsFor('TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor', dependsOnData),
  ...costsFor('Binarizer Imputer', perOutput(1)),
  Scaler: perOutput(2),
  Normalizer: perOutput(3),
  ...costsFor(
    'ArrayFeatureExtractor LabelEncoder CategoryMapper OneHotEncoder DictVectorizer FeatureVectorizer CastMap ZipMap',
    free,
  ),
};

export const CLASSIC: CostRules = Object.fromEntries(
  Object.entries(ML).map(([name, rule]) => [`ai.onnx.ml:${name}`, rule]),
);
