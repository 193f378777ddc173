// A node in words: what /analyze says of the one that is looked at.
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { attributeText, describeNode } from '@/lib/onnx/describe';
import { loadBytes } from '@/lib/onnx/load';
import { writeModel } from '@/lib/onnx/write';

describe('describeNode', () => {
  it('names inputs, weights with their extents, and attributes with their values', () => {
    const g = new GraphBuilder({ name: 'conv', opset: 17 });
    const x = g.input('x', 'float32', [1, 3, 8, 8]);
    const w = g.parameter('w', 'float32', [4, 3, 3, 3], (target) => target.fill(1));
    const y = g.node(
      'Conv',
      [x, w],
      { pads: [1, 1, 1, 1], group: 1, auto_pad: 'NOTSET' },
      { name: 'conv' },
    );
    g.output(y, 'float32', [1, 4, 8, 8]);
    const loaded = loadBytes(writeModel(g.finish()));
    if (!loaded.ok) throw new Error(loaded.error.message);
    const { graph } = loaded.value;
    expect(describeNode(graph, graph.nodes[0].outputs[0])).toEqual({
      inputs: [
        { name: 'x', weight: null },
        { name: 'w', weight: 'float32 [4, 3, 3, 3]' },
      ],
      attributes: expect.arrayContaining([
        { name: 'pads', value: '[1, 1, 1, 1]' },
        { name: 'group', value: '1' },
        { name: 'auto_pad', value: 'NOTSET' },
      ]),
    });
    expect(describeNode(graph, 'nothing')).toBeNull();
  });

  it('cuts what is long', () => {
    const ints = attributeText({
      name: 'axes',
      kind: 'ints',
      value: Array.from({ length: 40 }, (_, i) => i),
    });
    expect(ints).toMatch(/^\[0, 1, .*15, … 40 in all\]$/);
    expect(
      attributeText({ name: 'text', kind: 'string', value: 'x'.repeat(5000) }).length,
    ).toBeLessThan(300);
  });
});
