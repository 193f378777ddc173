// Operators that work element by element: the output has the (broadcast) shape of the inputs. Opset
// 7 and later broadcast in both directions (ONNX Broadcasting.md). Constant elements are folded
// where shape chains use the operator.
import { DATA_TYPES, type DataType } from '../types';
import { broadcast } from './dims';
import {
  APPLY,
  COMBINE,
  type Combine,
  cast,
  combineAll,
  remainder,
  spread,
  store,
  type Values,
} from './evaluate';
import { type Dims, doubtful, type TensorFact, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

/** Shape and type of input 0. */
export const same: Rule = (n) => [tensor(n.dtype(0), n.dims(0))];

/** Shape of input 0, another type. */
const sameShapeAs =
  (dtype: DataType): Rule =>
  (n) => [tensor(dtype, n.dims(0))];

const unary: Rule = (n) => {
  const x = n.tensor(0);
  const apply = APPLY[n.node.opType];
  const values =
    apply === undefined || x.values === null
      ? null
      : x.values.map((value) => (typeof value === 'number' ? store(apply(value), x.dtype) : null));
  return [tensor(x.dtype, x.dims, values)];
};

/**
 * Until opset 6 the second operand was broadcast only where `broadcast` says so, along the axes
 * from `axis` on (by default the last ones): as if it had an extent of 1 for every axis behind
 * them.
 */
function legacyOperand(n: NodeView, b: TensorFact): TensorFact {
  const rank = n.rank(0);
  if (
    rank === null ||
    b.dims === null ||
    n.int('broadcast', 0) !== 1 ||
    n.attribute('axis') === undefined
  )
    return b;
  const axis = n.int('axis', 0);
  const behind = rank - (axis < 0 ? axis + rank : axis) - b.dims.length;
  if (!(behind >= 0)) return doubtful(b.dtype, 'inconsistent');
  return { ...b, dims: [...b.dims, ...new Array<number>(behind).fill(1)] };
}

function binary(n: NodeView, resultType: DataType | null, combine: Combine | undefined) {
  const a = n.tensor(0);
  const b = n.opset < 7 ? legacyOperand(n, n.tensor(1)) : n.tensor(1);
  const dims = broadcast(a.dims, b.dims);
  const values =
    combine === undefined ? null : combineAll(a, b, dims, a.dtype, resultType, combine);
  return [tensor(resultType, dims, values)];
}

const arithmetic: Rule = (n) => binary(n, n.dtype(0) ?? n.dtype(1), COMBINE[n.node.opType]);
const comparison: Rule = (n) => binary(n, 'bool', COMBINE[n.node.opType]);

/** Any number of inputs, broadcast together. */
const variadic: Rule = (n) => {
  let result = n.tensor(0);
  for (let i = 1; i < n.inputCount; i += 1) {
    const next = n.tensor(i);
    const dims: Dims | null = broadcast(result.dims, next.dims);
    const combine = COMBINE[n.node.opType];
    const values: Values | null =
      combine === undefined
        ? null
        : combineAll(result, next, dims, result.dtype, result.dtype, combine);
    result = tensor(result.dtype, dims, values);
  }
  return [
    n.node.opType === 'Mean' && n.inputCount > 1 ? tensor(result.dtype, result.dims) : result,
  ];
};

const where: Rule = (n) => {
  const [condition, a, b] = [n.tensor(0), n.tensor(1), n.tensor(2)];
  const dims = broadcast(broadcast(condition.dims, a.dims), b.dims);
  const choose = spread(condition.values, condition.dims, dims);
  const left = spread(a.values, a.dims, dims);
  const right = spread(b.values, b.dims, dims);
  const values =
    choose === null
      ? null
      : choose.map((flag, i) => {
          const [yes, no] = [left?.[i] ?? null, right?.[i] ?? null];
          return flag === null ? (yes === no ? yes : null) : flag === 0 ? no : yes;
        });
  return [tensor(a.dtype ?? b.dtype, dims, values)];
};

const castTo = (n: NodeView, to: DataType | null) => {
  const x = n.tensor(0);
  return [tensor(to, x.dims, x.values?.map((value) => cast(value, to)) ?? null)];
};

const TYPE_NAMES: ReadonlyMap<string, DataType> = new Map([
  ['FLOAT', 'float32'],
  ['DOUBLE', 'float64'],
  ...DATA_TYPES.map(({ name }) => [name.toUpperCase(), name] as const),
]);
const typeNamed = (name: string): DataType | null => TYPE_NAMES.get(name.toUpperCase()) ?? null;

/** Inputs after the first (slope, bounds) broadcast into the first and do not change its shape. */
const clip: Rule = (n) => {
  const x = n.tensor(0);
  const bound = (i: number, name: string, fallback: number) =>
    n.has(i) ? n.number(i) : n.float(name, fallback);
  const [low, high] = [
    bound(1, 'min', Number.NEGATIVE_INFINITY),
    bound(2, 'max', Number.POSITIVE_INFINITY),
  ];
  const values =
    x.values === null || low === null || high === null
      ? null
      : x.values.map((value) =>
          // Bounds that are not given are the ends of the type, which no extent reaches.
          typeof value === 'number' && Number.isFinite(value)
            ? store(Math.min(Math.max(value, low), high), x.dtype)
            : null,
        );
  return [tensor(x.dtype, x.dims, values)];
};

/** Identity outside training: shape, type, values; the optional mask has the same shape. */
const dropout: Rule = (n) => {
  const x = n.tensor(0);
  return [n.has(2) ? tensor(x.dtype, x.dims) : x, tensor(n.opset < 10 ? x.dtype : 'bool', x.dims)];
};

const everyUnary =
  'Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Ceil Celu Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid HardSwish Hardmax LeakyRelu Log LogSoftmax LpNormalization Mish Neg Not Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu PRelu';

export const POINTWISE: Rules = {
  ...rulesFor(everyUnary, unary),
  ...rulesFor('Add Sub Mul Div Pow BitShift BitwiseAnd BitwiseOr BitwiseXor SwiGLU', arithmetic),
  ...rulesFor('Equal Greater Less GreaterOrEqual LessOrEqual And Or Xor', comparison),
  ...rulesFor('Max Min Sum Mean', variadic),
  ...rulesFor('IsInf IsNaN', sameShapeAs('bool')),
  Mod: (n) => binary(n, n.dtype(0) ?? n.dtype(1), remainder(n.int('fmod', 0) === 1)),
  Identity: (n) => [n.input(0) ?? tensor(null, null)],
  // Until opset 5 the type was given by name.
  Cast: (n) => castTo(n, n.dtypeAttribute('to') ?? typeNamed(n.text('to', ''))),
  CastLike: (n) => castTo(n, n.dtype(1)),
  BitCast: (n) => [tensor(n.dtypeAttribute('to'), n.dims(0))],
  Clip: clip,
  Where: where,
  Dropout: dropout,
};
