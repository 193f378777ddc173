import { expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf, openDimensionsOf } from '@/lib/flops/free-dimensions';
import { GraphBuilder } from '@/lib/onnx/builder';

it('names each open dimension once, with the inputs it stands in', () => {
  const g = new GraphBuilder({ name: 'g', opset: 17 });
  const a = g.input('a', 'float32', ['n', null, 3, 'n']);
  const b = g.input('b', 'float32', ['n', 'm']);
  g.output(a, 'float32', null);
  g.output(b, 'float32', null);
  expect(freeDimensionsOf(g.finish().graph)).toEqual([
    { name: 'n', inputs: ['a', 'b'], follows: null, guess: 1 },
    { name: 'a[1]', inputs: ['a'], follows: null, guess: 3 },
    { name: 'm', inputs: ['b'], follows: null, guess: 128 },
  ]);
});

it('leaves out inputs that have an initialiser, no shape or no tensor', () => {
  const g = new GraphBuilder({ name: 'g', opset: 8 });
  g.parameter('w', 'float32', [2], () => undefined);
  const { graph } = g.finish();
  const inputs = [
    { name: 'w', type: { kind: 'tensor', dtype: 'float32', dims: ['n'] } },
    { name: 'r', type: { kind: 'tensor', dtype: 'float32', dims: null } },
    { name: 's', type: { kind: 'sequence', element: null } },
  ] as const;
  expect(freeDimensionsOf({ ...graph, inputs })).toEqual([]);
});

it('gives the names that a count can bind', () => {
  const g = new GraphBuilder({ name: 'g', opset: 17 });
  const x = g.input('x', 'float32', [null, 'k', 2]);
  g.output(
    g.node('MatMul', [x, g.parameter('w', 'float32', [2, 5], () => undefined)]),
    'float32',
    null,
  );
  const model = g.finish();
  const bind = Object.fromEntries(
    freeDimensionsOf(model.graph).map(({ name }, i) => [name, i + 3]),
  );
  expect(countModel(model, { bind })).toMatchObject({
    macs: 3 * 4 * 2 * 5,
    coverage: { unknown: [] },
  });
});

it('tells what follows from what, and what stays open once some are bound', () => {
  const g = new GraphBuilder({ name: 'g', opset: 17 });
  const x = g.input('x', 'float32', ['batch', 'sequence_length']);
  const mask = g.input('mask', 'float32', ['batch', 'total_sequence_length']);
  const past = g.input('past', 'float32', ['past_sequence_length', 'past_sequence_length + 1']);
  for (const value of [x, mask, past]) g.output(g.node('Relu', [value]), 'float32', null);
  const model = g.finish();
  const follows = freeDimensionsOf(model.graph).map((dimension) => [
    dimension.name,
    dimension.follows,
  ]);
  expect(follows).toEqual([
    ['batch', null],
    ['sequence_length', null],
    ['total_sequence_length', 'past_sequence_length + sequence_length'],
    ['past_sequence_length', null],
    ['past_sequence_length + 1', 'past_sequence_length + 1'],
  ]);
  const bind = { past_sequence_length: 31, sequence_length: 2 };
  expect(openDimensionsOf(model.graph, { bind }).map(({ name }) => name)).toEqual(['batch']);
  const report = countModel(model, { bind: { ...bind, 'x[0]': 1, 'mask[0]': 1 } });
  expect(report.outputs.map(({ dims }) => dims)).toEqual([
    [1, 2],
    [1, 33],
    [31, 32],
  ]);
});
