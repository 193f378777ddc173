// Operators that make tensors: constants, ranges, random numbers. Sources: ONNX Constant,
// ConstantOfShape, Range, EyeLike, RandomNormal, Bernoulli, Multinomial.
import { numbersOf } from '../elements';
import type { Tensor } from '../ir';
import type { DataType } from '../types';
import { dimOf, extent } from './dims';
import { store } from './evaluate';
import {
  doubtful,
  isKnown,
  type Scalar,
  type TensorFact,
  tensor,
  unknownDims,
  VALUE_LIMIT,
  valueLimit,
} from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

/** A constant of the file as a fact, with its elements where they are few enough. */
export const tensorFact = (value: Tensor): TensorFact =>
  tensor(value.dtype, value.dims, numbersOf(value, valueLimit(value.dtype)));

/** Equal constants of a file are one tensor: most have been asked for before. */
const KNOWN = new WeakMap<Tensor, readonly [TensorFact]>();

function constantFacts(value: Tensor): readonly [TensorFact] {
  const known = KNOWN.get(value);
  if (known !== undefined) return known;
  const facts = [tensorFact(value)] as const;
  KNOWN.set(value, facts);
  return facts;
}

const list = (dtype: DataType, values: readonly Scalar[] | null, length: number): TensorFact =>
  tensor(dtype, [length], values);

const constant: Rule = (n) => {
  const value = n.attribute('value');
  if (value?.kind === 'tensor') return constantFacts(value.value);
  const sparse = n.attribute('sparse_value');
  if (sparse?.kind === 'sparse') return [tensor(sparse.value.values.dtype, sparse.value.dims)];
  for (const { name } of n.node.attributes) {
    const attribute = n.attribute(name);
    if (attribute === undefined || !name.startsWith('value_')) continue;
    if (attribute.kind === 'int') return [tensor('int64', [], [Number(attribute.value)])];
    if (attribute.kind === 'float') return [tensor('float32', [], [Math.fround(attribute.value)])];
    if (attribute.kind === 'string') return [tensor('string', [])];
    if (attribute.kind === 'ints')
      return [list('int64', attribute.value.map(Number), attribute.value.length)];
    if (attribute.kind === 'floats')
      return [list('float32', attribute.value.map(Math.fround), attribute.value.length)];
    if (attribute.kind === 'strings') return [tensor('string', [attribute.value.length])];
  }
  return [tensor(null, null)];
};

const constantOfShape: Rule = (n) => {
  const value = n.tensorAttribute('value');
  const dtype = value?.dtype ?? 'float32';
  const shape = n.values(0);
  if (shape === null) {
    return [doubtful(dtype, 'data-dependent', unknownDims(n.dims(0)?.[0]))];
  }
  const dims = shape.map((dim) => (typeof dim === 'number' ? dimOf(dim) : dim));
  const count = extent(dims);
  const element = value === null ? 0 : (numbersOf(value)?.[0] ?? null);
  const values =
    count !== null && count <= valueLimit(dtype) && isKnown(dims) && element !== null
      ? new Array<Scalar>(count).fill(element)
      : null;
  if (dims.includes(null)) return [doubtful(dtype, 'data-dependent', dims)];
  return [tensor(dtype, dims, values)];
};

const range: Rule = (n) => {
  const dtype = n.dtype(0) ?? n.dtype(1);
  const [start, limit, delta] = [n.number(0), n.number(1), n.number(2)];
  if (start === null || limit === null || delta === null) {
    const named = n.values(1)?.[0] ?? null;
    // Range(0, n, 1) has n elements, also where n is a symbol.
    if (start === 0 && delta === 1 && typeof named === 'string') return [tensor(dtype, [named])];
    return [doubtful(dtype, 'data-dependent', [null])];
  }
  if (delta === 0) return [tensor(dtype, null)];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  const values =
    count > VALUE_LIMIT
      ? null
      : Array.from({ length: count }, (_, i) => store(start + i * delta, dtype));
  return [tensor(dtype, [dimOf(count)], values)];
};

/** dtype attribute, else the type of the input that the shape comes from. */
const like: Rule = (n) => [tensor(n.dtypeAttribute('dtype', n.dtype(0)), n.dims(0))];

const ofShape: Rule = (n: NodeView) => [
  tensor(n.dtypeAttribute('dtype', 'float32'), n.ints('shape')),
];

export const GENERATE: Rules = {
  ...rulesFor('EyeLike RandomNormalLike RandomUniformLike Bernoulli', like),
  ...rulesFor('RandomNormal RandomUniform', ofShape),
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  Multinomial: (n) => [
    tensor(
      n.dtypeAttribute('dtype', 'int32'),
      n.dims(0) === null ? null : [n.dims(0)?.[0] ?? null, n.int('sample_size', 1)],
    ),
  ],
};
