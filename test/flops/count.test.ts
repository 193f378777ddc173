// Small graphs whose counts are worked out by hand beside each case.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Dim, Node } from '@/lib/onnx/ir';

const zero = (): void => undefined;

function graph(
  dims: readonly Dim[],
  build: (g: GraphBuilder, x: Value) => Value,
  domains: Record<string, number> = {},
) {
  const g = new GraphBuilder({ name: 'case', opset: 21, domains });
  g.output(build(g, g.input('x', 'float32', dims)), 'float32', null);
  return g.finish();
}

describe('countModel', () => {
  it('counts a grouped convolution once per group, forward and backward', () => {
    // out 1·8·6·6 elements × (4 ÷ 2) channels × 3·3 taps
    const macs = 8 * 6 * 6 * 2 * 9;
    const build = (g: GraphBuilder, x: Value) =>
      g.node(
        'Conv',
        [
          x,
          g.parameter('w', 'float32', [8, 2, 3, 3], zero),
          g.parameter('b', 'float32', [8], zero),
        ],
        {
          group: 2,
          pads: [1, 1, 1, 1],
        },
      );
    const report = countModel(graph([1, 4, 6, 6], build));
    expect(report).toMatchObject({
      macs,
      flops: 2 * macs,
      otherOps: 288,
      params: 152,
      weightBytes: 608,
    });
    expect(report.backwardMacs).toBe(macs);
    expect(countModel(graph([1, 4, 6, 6], build), { inputGrad: true }).backwardMacs).toBe(2 * macs);
    // x 4·36, y 8·36 elements of 4 bytes
    expect(report).toMatchObject({
      activationBytes: 4 * 12 * 36,
      peakActivationBytes: 4 * 12 * 36,
    });
    expect(report.coverage).toEqual({ nodes: 1, resolved: 1, unknown: [] });
  });

  it('counts a weight that a node holds as one that the graph holds', () => {
    const weight = new Float32Array([1, 2, 3, 4, 5, 6]);
    const model = graph([2, 3], (g, x) =>
      g.node('MatMul', [x, g.parameter('w', 'float32', [3, 2], (target) => target.set(weight))]),
    );
    const [tensor] = model.graph.initializers;
    if (tensor === undefined) throw new Error('no weight');
    const held: Node = {
      name: '',
      opType: 'Constant',
      domain: '',
      overload: '',
      inputs: [],
      outputs: [tensor.name],
      attributes: [{ name: 'value', kind: 'tensor', value: tensor }],
    };
    const { graph: inner } = model;
    const moved = {
      ...model,
      graph: { ...inner, initializers: [], nodes: [held, ...inner.nodes] },
    };
    const [own, other] = [model, moved].map((one) =>
      countModel(one).nodes.find(({ opType }) => opType === 'MatMul'),
    );
    expect(own).toMatchObject({ macs: 12, params: 6, weightBytes: 24, readBytes: 24 });
    expect(other).toEqual(own);
  });

  it('counts a transposed convolution by its input', () => {
    const report = countModel(
      graph([1, 4, 5, 5], (g, x) =>
        g.node('ConvTranspose', [x, g.parameter('w', 'float32', [4, 3, 2, 2], zero)], {
          strides: [2, 2],
          group: 2,
        }),
      ),
    );
    // every one of 4·5·5 input elements meets 3 outputs × 2·2 taps
    expect(report.macs).toBe(100 * 12);
    expect(report.outputs.map(({ dims }) => dims)).toEqual([[1, 6, 10, 10]]);
  });

  it('multiplies the broadcast batch of both sides', () => {
    const report = countModel(
      graph([5, 1, 2, 3], (g, x) =>
        g.node('MatMul', [x, g.parameter('w', 'float32', [7, 3, 4], zero)]),
      ),
    );
    expect(report.macs).toBe(5 * 7 * 2 * 3 * 4);
  });

  it('is exact past 2⁵³', () => {
    const build = (g: GraphBuilder, x: Value) =>
      g.node('MatMul', [x, g.parameter('w', 'float32', [2 ** 20 + 1, 2 ** 20 + 3], zero)]);
    expect(countModel(graph([2 ** 20 + 5, 2 ** 20 + 1], build)).macs).toBe(
      BigInt(2 ** 20 + 5) * BigInt(2 ** 20 + 1) * BigInt(2 ** 20 + 3),
    );
  });

  it('binds symbolic dimensions and says which nodes wait for them', () => {
    const build = (g: GraphBuilder, x: Value) =>
      g.node('Gemm', [x, g.parameter('w', 'float32', [3, 4], zero)], {}, { name: 'fc' });
    const open = countModel(graph(['batch', 3], build));
    expect(open).toMatchObject({ macs: 0, peakActivationBytes: null });
    expect(open.coverage.unknown).toEqual([
      { node: 'fc', opType: 'Gemm', reason: 'unbound-dimension', dimensions: ['batch'] },
    ]);
    expect(open.outputs.map(({ dims }) => dims)).toEqual([['batch', 4]]);
    expect(countModel(graph(['batch', 3], build), { bind: { batch: 10 } })).toMatchObject({
      macs: 120,
    });
    expect(countModel(graph([null, 3], build), { bind: { 'x[0]': 10 } })).toMatchObject({
      macs: 120,
    });
  });

  it('names an operator that it does not know', () => {
    const report = countModel(
      graph([1], (g, x) => g.node('Frobnicate', [x], {}, { domain: 'acme', name: 'f' }), {
        acme: 1,
      }),
    );
    expect(report.coverage).toEqual({
      nodes: 1,
      resolved: 0,
      unknown: [
        { node: 'f', opType: 'Frobnicate', reason: 'unsupported-operator', dimensions: [] },
      ],
    });
    expect(report.nodes[0].macs).toBeNull();
  });
});
