// Models of every shape the IR can take, for property tests: all attribute kinds, types, tensors,
// subgraphs and functions.
import fc from 'fast-check';
import type {
  Attribute,
  AttributeContent,
  Dim,
  Graph,
  LocalFunction,
  Model,
  Node,
  SparseTensor,
  Tensor,
  ValueType,
} from '@/lib/onnx/ir';
import { elementsOf } from '@/lib/onnx/ir';
import { bytesOf, DATA_TYPES, type DataType } from '@/lib/onnx/types';

const dtype: fc.Arbitrary<DataType> = fc.constantFrom(...DATA_TYPES.map(({ name }) => name));
const text = fc.string({ maxLength: 12, unit: 'grapheme' });
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const int = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
const smallInt = fc.integer({ min: -5, max: 1000 });
const float = fc.float();
const dims = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });

const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(text, dtype, dims)
  .chain(([tensorName, type, extents]) => {
    const elements = elementsOf(extents);
    const inline: fc.Arbitrary<Tensor['data']> =
      type === 'string'
        ? fc
            .array(bytes(3), { minLength: elements, maxLength: elements })
            .map((values) => ({ kind: 'strings', values }))
        : bytes(bytesOf(type, elements)).map((content) => ({ kind: 'bytes', bytes: content }));
    const external: fc.Arbitrary<Tensor['data']> = fc.record({
      kind: fc.constant('external' as const),
      // Others are refused (read-tensor.ts).
      location: name.map((location) => `w${location.replace(/[^\w.]/g, '_')}`),
      offset: fc.nat(),
      length: fc.option(fc.nat(), { nil: null }),
    });
    return fc
      .oneof({ weight: 4, arbitrary: inline }, external)
      .map((data) => ({ name: tensorName, dtype: type, dims: extents, data }));
  });

const sparse: fc.Arbitrary<SparseTensor> = fc.record({ values: tensor, indices: tensor, dims });

const dim: fc.Arbitrary<Dim> = fc.oneof(fc.nat(), name, fc.constant(null));
const { type } = fc.letrec<{ type: ValueType }>((tie) => {
  const element = fc.option(tie('type'), { depthSize: 'small', maxDepth: 3 });
  const shaped = { dtype: fc.option(dtype), dims: fc.option(fc.array(dim, { maxLength: 4 })) };
  return {
    type: fc.oneof(
      { maxDepth: 3 },
      fc.record({ kind: fc.constant('tensor' as const), ...shaped }),
      fc.record({ kind: fc.constant('sparse' as const), ...shaped }),
      fc.record({ kind: fc.constant('sequence' as const), element }),
      fc.record({ kind: fc.constant('optional' as const), element }),
      fc.record({ kind: fc.constant('map' as const), key: fc.option(dtype), value: element }),
    ),
  };
});
const info = fc.record({ name: text, type: fc.option(type) });

const named = (content: fc.Arbitrary<AttributeContent>): fc.Arbitrary<Attribute> =>
  fc.tuple(name, content).map(([own, value]) => ({ ...value, name: own }));

const { graph, node, content } = fc.letrec<{ graph: Graph; node: Node; content: AttributeContent }>(
  (tie) => ({
    content: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.record({ kind: fc.constant('int' as const), value: fc.oneof(smallInt, int) }),
      fc.record({ kind: fc.constant('float' as const), value: float }),
      fc.record({ kind: fc.constant('string' as const), value: text }),
      fc.record({
        kind: fc.constant('ints' as const),
        value: fc.array(fc.oneof(smallInt, int), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('floats' as const), value: fc.array(float, { maxLength: 4 }) }),
      fc.record({ kind: fc.constant('strings' as const), value: fc.array(text, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('tensor' as const), value: tensor }),
      fc.record({
        kind: fc.constant('tensors' as const),
        value: fc.array(tensor, { maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('sparse' as const), value: sparse }),
      fc.record({ kind: fc.constant('type' as const), value: fc.option(type) }),
      fc.record({
        kind: fc.constant('types' as const),
        value: fc.array(fc.option(type), { maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('reference' as const), to: name }),
      fc.record({ kind: fc.constant('graph' as const), value: tie('graph') }),
      fc.record({
        kind: fc.constant('graphs' as const),
        value: fc.array(tie('graph'), { maxLength: 2 }),
      }),
    ),
    node: fc.record({
      name: text,
      opType: name,
      domain: fc.constantFrom('', 'com.microsoft', 'local'),
      overload: text,
      inputs: fc.array(text, { maxLength: 3 }),
      outputs: fc.array(text, { maxLength: 3 }),
      attributes: fc.array(named(tie('content')), { maxLength: 3 }),
    }),
    graph: fc.record({
      name: text,
      inputs: fc.array(info, { maxLength: 2 }),
      outputs: fc.array(info, { maxLength: 2 }),
      valueInfo: fc.array(info, { maxLength: 2 }),
      initializers: fc.array(tensor, { maxLength: 3 }),
      sparseInitializers: fc.array(sparse, { maxLength: 1 }),
      nodes: fc.array(tie('node'), { maxLength: 3 }),
    }),
  }),
);

const opset = fc.record({ domain: text, version: fc.nat() });
const local: fc.Arbitrary<LocalFunction> = fc.record({
  name,
  domain: name,
  overload: text,
  inputs: fc.array(name, { maxLength: 2 }),
  outputs: fc.array(name, { maxLength: 2 }),
  attributes: fc.array(name, { maxLength: 2 }),
  defaults: fc.array(named(content), { maxLength: 2 }),
  nodes: fc.array(node, { maxLength: 2 }),
  opsets: fc.array(opset, { maxLength: 2 }),
});

export const arbitraryModel: fc.Arbitrary<Model> = fc.record({
  irVersion: fc.integer({ min: 3, max: 13 }),
  opsets: fc.array(opset, { minLength: 1, maxLength: 3 }),
  producerName: text,
  producerVersion: text,
  domain: text,
  modelVersion: fc.nat(),
  graph,
  functions: fc.array(local, { maxLength: 2 }),
  metadata: fc.array(fc.tuple(text, text), { maxLength: 3 }).map((entries) => new Map(entries)),
});
