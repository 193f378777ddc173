// Classic machine learning (ai.onnx.ml): one row per sample, one column per feature, class or
// target. Source: ONNX Operators-ml.md.
import type { Dim } from '../ir';
import type { DataType } from '../types';
import { extent, withDim } from './dims';
import { type Fact, OPAQUE, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';
import { same } from './pointwise';

/** Samples: the first extent, or 1 for a single row. */
const rows = (n: NodeView): Dim => {
  const x = n.dims(0);
  return x === null ? null : x.length > 1 ? x[0] : 1;
};

const classCount = (n: NodeView): { count: Dim; dtype: DataType } => {
  const text = n.lengthOf('classlabels_strings') ?? 0;
  const numbers = n.lengthOf('classlabels_ints') ?? n.lengthOf('classlabels_int64s') ?? 0;
  const count = text > 0 ? text : numbers > 0 ? numbers : null;
  return { count, dtype: text > 0 ? 'string' : 'int64' };
};

/** The best class of each row, and a score for every class. */
const classifier: Rule = (n) => {
  const { count, dtype } = classCount(n);
  return [tensor(dtype, [rows(n)]), tensor('float32', [rows(n), count])];
};

/** Without probabilities the scores are votes, whose number depends on the kind of machine. */
const supportVectorClassifier: Rule = (n) => {
  const [label, scores] = classifier(n);
  return [label, (n.lengthOf('prob_a') ?? 0) > 0 ? scores : tensor('float32', null)];
};

const regressor =
  (targets: string): Rule =>
  (n) => [tensor('float32', [rows(n), n.int(targets, 1)])];

const asFloat: Rule = (n) => [tensor('float32', n.dims(0))];

const arrayFeatureExtractor: Rule = (n) => {
  const [x, picks] = [n.dims(0), n.dims(1)];
  if (x === null || picks === null) return [tensor(n.dtype(0), null)];
  const count = extent(picks);
  return [tensor(n.dtype(0), x.length === 1 ? [1, count] : withDim(x, x.length - 1, count))];
};

/** Labels change type with the attribute that holds the new ones. */
const labelEncoder: Rule = (n) => {
  const named: readonly [string, DataType][] = [
    ['values_strings', 'string'],
    ['values_int64s', 'int64'],
    ['values_floats', 'float32'],
  ];
  const found = named.find(([name]) => n.attribute(name) !== undefined)?.[1];
  const legacy: DataType = n.dtype(0) === 'string' ? 'int64' : 'string';
  return [tensor(found ?? n.tensorAttribute('values_tensor')?.dtype ?? legacy, n.dims(0))];
};

const oneHotEncoder: Rule = (n) => {
  const count = n.lengthOf('cats_int64s') ?? n.lengthOf('cats_strings');
  const x = n.dims(0);
  return [tensor('float32', x === null || count === null ? null : [...x, count])];
};

/** A dictionary as a dense row: one column for each word of the vocabulary. */
const dictVectorizer: Rule = (n) => [
  tensor(null, [1, n.lengthOf('string_vocabulary') ?? n.lengthOf('int64_vocabulary')]),
];

const ML: Rules = {
  ...rulesFor('Imputer', same),
  ...rulesFor('Binarizer', same),
  ...rulesFor('Normalizer Scaler', asFloat),
  ...rulesFor('LinearClassifier TreeEnsembleClassifier', classifier),
  SVMClassifier: supportVectorClassifier,
  LinearRegressor: regressor('targets'),
  SVMRegressor: (n) => [tensor('float32', [rows(n), 1])],
  TreeEnsembleRegressor: regressor('n_targets'),
  TreeEnsemble: (n) => [tensor(n.dtype(0), [rows(n), n.int('n_targets', 1)])],
  ArrayFeatureExtractor: arrayFeatureExtractor,
  LabelEncoder: labelEncoder,
  CategoryMapper: (n) => [tensor(n.dtype(0) === 'string' ? 'int64' : 'string', n.dims(0))],
  OneHotEncoder: oneHotEncoder,
  DictVectorizer: dictVectorizer,
  FeatureVectorizer: (n) => {
    const widths = n.ints('inputdimensions');
    return [
      tensor('float32', [
        rows(n),
        widths === null ? null : widths.reduce((sum, width) => sum + width, 0),
      ]),
    ];
  },
  CastMap: (n) => [
    tensor(null, [1, n.text('map_form', 'DENSE') === 'SPARSE' ? n.int('max_map', 1) : null]),
  ],
  ZipMap: (): readonly Fact[] => [{ kind: 'sequence', element: OPAQUE, items: null }],
};

export const CLASSIC: Rules = Object.fromEntries(
  Object.entries(ML).map(([name, rule]) => [`ai.onnx.ml:${name}`, rule]),
);
