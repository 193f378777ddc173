import { describe, expect, it } from 'vitest';
import { fedInputs, specsOf } from '@/lib/models/graph-inputs';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Dim, ValueInfo } from '@/lib/onnx/ir';
import type { DataType } from '@/lib/onnx/types';

const tensor = (name: string, dtype: DataType, dims: readonly Dim[] | null): ValueInfo => ({
  name,
  type: { kind: 'tensor', dtype, dims },
});

describe('specsOf', () => {
  it('binds named and unnamed extents', () => {
    const inputs = [tensor('ids', 'int64', ['batch', null]), tensor('x', 'float16', ['batch', 3])];
    expect(specsOf(inputs, { batch: 2, 'ids[1]': 7 })).toEqual({
      ok: true,
      value: [
        { name: 'ids', dtype: 'int64', dims: [2, 7], fill: { kind: 'uniform', low: 0, high: 2 } },
        { name: 'x', dtype: 'float16', dims: [2, 3], fill: { kind: 'uniform', low: -1, high: 1 } },
      ],
    });
  });

  it('names every dimension that is open, once', () => {
    const inputs = [tensor('a', 'float32', ['n', 'm']), tensor('b', 'float32', ['n'])];
    expect(specsOf(inputs, { m: 1 })).toEqual({
      ok: false,
      error: { code: 'open-dimensions', dimensions: ['n'] },
    });
    expect(specsOf(inputs, {})).toMatchObject({ error: { dimensions: ['n', 'm'] } });
  });

  it('refuses types that it cannot make', () => {
    const sequence: ValueInfo = { name: 's', type: { kind: 'sequence', element: null } };
    expect(specsOf([sequence], {})).toMatchObject({
      error: { code: 'input-type', input: 's', type: 'sequence' },
    });
    expect(specsOf([tensor('t', 'string', [1])], {})).toMatchObject({ error: { type: 'string' } });
    expect(specsOf([tensor('t', 'float32', null)], {})).toMatchObject({
      error: { code: 'input-type' },
    });
  });
});

it('feeds only what has no initialiser', () => {
  const g = new GraphBuilder({ name: 'g', opset: 8 });
  const x = g.input('x', 'float32', [1]);
  const w = g.parameter('w', 'float32', [1], () => undefined);
  g.output(g.node('Add', [x, w]), 'float32', [1]);
  const { graph } = g.finish();
  const declared = { ...graph, inputs: [...graph.inputs, tensor('w', 'float32', [1])] };
  expect(fedInputs(declared).map(({ name }) => name)).toEqual(['x']);
});
