import { expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf } from '@/lib/flops/free-dimensions';
import { GraphBuilder } from '@/lib/onnx/builder';

it('names each open dimension once, with the inputs it stands in', () => {
  const g = new GraphBuilder({ name: 'g', opset: 17 });
  const a = g.input('a', 'float32', ['n', null, 3, 'n']);
  const b = g.input('b', 'float32', ['n', 'm']);
  g.output(a, 'float32', null);
  g.output(b, 'float32', null);
  expect(freeDimensionsOf(g.finish().graph)).toEqual([
    { name: 'n', inputs: ['a', 'b'] },
    { name: 'a[1]', inputs: ['a'] },
    { name: 'm', inputs: ['b'] },
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
  g.output(g.node('MatMul', [x, g.parameter('w', 'float32', [2, 5], () => undefined)]), 'float32', null);
  const model = g.finish();
  const bind = Object.fromEntries(freeDimensionsOf(model.graph).map(({ name }, i) => [name, i + 3]));
  expect(countModel(model, { bind })).toMatchObject({ macs: 3 * 4 * 2 * 5, coverage: { unknown: [] } });
});
