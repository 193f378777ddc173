// Graphs as tools leave them: torch's dynamo exporter with a function for every ATen operator, and
// ONNX Runtime's optimiser with its fused operators. Every product is worked out beside the test.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { CountOptions, Report } from '@/lib/flops/report';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { AttributeContent, LocalFunction, Model, Node } from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { writeModel } from '@/lib/onnx/write';

const ATEN = 'pkg.onnxscript.torch_lib';
const MICROSOFT = 'com.microsoft';

function counted(model: Model, options: CountOptions = {}): Report {
  const loaded = loadBytes(writeModel(model));
  if (!loaded.ok) throw new Error(loaded.error.message);
  return countModel(loaded.value, options);
}

describe('a dynamo export', () => {
  const node = (
    opType: string,
    inputs: string[],
    outputs: string[],
    attributes: Readonly<Record<string, AttributeContent>> = {},
    domain = '',
  ): Node => ({
    name: '',
    opType,
    domain,
    overload: '',
    inputs,
    outputs,
    attributes: Object.entries(attributes).map(([name, content]) => ({ ...content, name })),
  });
  const aten = (
    name: string,
    inputs: string[],
    attributes: string[],
    nodes: Node[],
  ): LocalFunction => ({
    name,
    domain: ATEN,
    overload: '',
    inputs,
    outputs: ['result'],
    attributes,
    defaults: [],
    nodes,
    opsets: [
      { domain: '', version: 18 },
      { domain: ATEN, version: 1 },
    ],
  });
  const given = (to: string): AttributeContent => ({ kind: 'reference', to });

  const FUNCTIONS = [
    aten(
      'aten_t',
      ['self'],
      [],
      [node('Transpose', ['self'], ['result'], { perm: { kind: 'ints', value: [1, 0] } })],
    ),
    aten(
      'aten_addmm',
      ['bias', 'mat1', 'mat2'],
      [],
      [node('MatMul', ['mat1', 'mat2'], ['product']), node('Add', ['product', 'bias'], ['result'])],
    ),
    aten(
      'aten_linear',
      ['input', 'weight', 'bias'],
      [],
      [
        node('aten_t', ['weight'], ['turned'], {}, ATEN),
        node('aten_addmm', ['bias', 'input', 'turned'], ['result'], {}, ATEN),
      ],
    ),
    aten(
      'aten_conv2d',
      ['input', 'weight', 'bias'],
      ['stride', 'padding', 'groups'],
      [
        node('Conv', ['input', 'weight', 'bias'], ['result'], {
          strides: given('stride'),
          pads: given('padding'),
          group: given('groups'),
        }),
      ],
    ),
    aten(
      'aten_flatten',
      ['self'],
      [],
      [
        node('Shape', ['self'], ['shape']),
        node('Constant', [], ['zero'], { value_ints: { kind: 'ints', value: [0] } }),
        node('Gather', ['shape', 'zero'], ['batch']),
        node('Constant', [], ['rest'], { value_ints: { kind: 'ints', value: [-1] } }),
        node('Concat', ['batch', 'rest'], ['target'], { axis: { kind: 'int', value: 0 } }),
        node('Reshape', ['self', 'target'], ['result']),
      ],
    ),
  ];

  /** [batch, 8, 10, 10] → depthwise 3×3, stride 2 → [batch, 8, 5, 5] → 1×1 to 16 → flat 400 → 7. */
  function classifier(): Model {
    const g = new GraphBuilder({ name: 'main_graph', opset: 18, domains: { [ATEN]: 1 } });
    const x = g.input('x', 'float32', ['batch', 8, 10, 10]);
    const parameter = (name: string, ...dims: number[]) =>
      g.parameter(name, 'float32', dims, () => undefined);
    const call = (name: string, inputs: Parameters<typeof g.node>[1], attributes = {}) =>
      g.node(name, inputs, attributes, { domain: ATEN });
    const depthwise = call('aten_conv2d', [x, parameter('dw', 8, 1, 3, 3), parameter('dwb', 8)], {
      stride: [2, 2],
      padding: [1, 1, 1, 1],
      groups: 8,
    });
    const pointwise = call(
      'aten_conv2d',
      [depthwise, parameter('pw', 16, 8, 1, 1), parameter('pwb', 16)],
      {
        stride: [1, 1],
        padding: [0, 0, 0, 0],
        groups: 1,
      },
    );
    const logits = call('aten_linear', [
      call('aten_flatten', [pointwise]),
      parameter('fc', 7, 400),
      parameter('fcb', 7),
    ]);
    g.output(logits, 'float32', ['batch', 7]);
    return { ...g.finish(), functions: FUNCTIONS };
  }

  const MACS = 25 * 8 * 9 + 25 * 16 * 8 + 400 * 7;

  it('is counted inside its functions, called by functions, with the attributes of the call', () => {
    const report = counted(classifier(), { bind: { batch: 3 } });
    expect(report.macs).toBe(3 * MACS);
    expect(report.params).toBe(8 * 9 + 8 + 16 * 8 + 16 + 7 * 400 + 7);
    expect(report.outputs).toEqual([{ name: report.outputs[0].name, dims: [3, 7] }]);
    expect(report.coverage.unknown).toEqual([]);
  });

  it('has a backward pass that skips the first layer’s input', () => {
    // dW everywhere; dX everywhere but at the first convolution
    expect(counted(classifier(), { bind: { batch: 1 } }).backwardMacs).toBe(2 * MACS - 25 * 8 * 9);
  });

  it('names the dimension that was left open', () => {
    const { unknown } = counted(classifier()).coverage;
    expect(unknown.length).toBeGreaterThan(0);
    expect(new Set(unknown.map(({ reason }) => reason))).toEqual(new Set(['unbound-dimension']));
  });
});

describe('what the optimiser of ONNX Runtime fuses', () => {
  const builder = () => new GraphBuilder({ name: 'fused', opset: 17, domains: { [MICROSOFT]: 1 } });
  const [BATCH, SEQUENCE, WIDTH, HEADS] = [2, 5, 16, 4];

  it('an encoder layer of a transformer: packed attention, skips with their normalisation, biased Gelu', () => {
    const g = builder();
    const parameter = (name: string, ...dims: number[]) =>
      g.parameter(name, 'float32', dims, () => undefined);
    const fused = (op: string, inputs: Parameters<typeof g.node>[1], attributes = {}) =>
      g.node(op, inputs, attributes, { domain: MICROSOFT });
    const x = g.input('x', 'float32', [BATCH, SEQUENCE, WIDTH]);
    const attended = fused(
      'Attention',
      [x, parameter('qkv', WIDTH, 3 * WIDTH), parameter('qkvb', 3 * WIDTH)],
      {
        num_heads: HEADS,
      },
    );
    const projected = g.node('MatMul', [attended, parameter('out', WIDTH, WIDTH)]);
    const normalised = fused('SkipLayerNormalization', [
      projected,
      x,
      parameter('g1', WIDTH),
      parameter('b1', WIDTH),
      parameter('outb', WIDTH),
    ]);
    const wide = g.node('MatMul', [normalised, parameter('up', WIDTH, 4 * WIDTH)]);
    const active = fused('BiasGelu', [wide, parameter('upb', 4 * WIDTH)]);
    const narrow = fused('FusedMatMul', [active, parameter('down', WIDTH, 4 * WIDTH)], {
      transB: 1,
    });
    const y = fused('SkipLayerNormalization', [
      narrow,
      normalised,
      parameter('g2', WIDTH),
      parameter('b2', WIDTH),
    ]);
    g.output(y, 'float32', [BATCH, SEQUENCE, WIDTH]);
    const report = counted(g.finish());
    const tokens = BATCH * SEQUENCE;
    const projections = tokens * WIDTH * (3 * WIDTH + WIDTH);
    const scoresAndMix = 2 * BATCH * SEQUENCE * SEQUENCE * WIDTH;
    const perceptron = 2 * tokens * WIDTH * 4 * WIDTH;
    expect(report.macs).toBe(projections + scoresAndMix + perceptron);
    expect(report.outputs[0].dims).toEqual([BATCH, SEQUENCE, WIDTH]);
    expect(report.coverage.unknown).toEqual([]);
  });

  it('attention over separate queries, keys and values, also of a longer memory', () => {
    const g = builder();
    const q = g.input('q', 'float32', [BATCH, SEQUENCE, WIDTH]);
    const k = g.input('k', 'float32', [BATCH, 9, WIDTH]);
    const v = g.input('v', 'float32', [BATCH, 9, 2 * WIDTH]);
    const y = g.node('MultiHeadAttention', [q, k, v], { num_heads: HEADS }, { domain: MICROSOFT });
    g.output(y, 'float32', null);
    const report = counted(g.finish());
    expect(report.macs).toBe(BATCH * SEQUENCE * 9 * (WIDTH + 2 * WIDTH));
    expect(report.outputs[0].dims).toEqual([BATCH, SEQUENCE, 2 * WIDTH]);
  });

  it('convolutions with their activation, and products in four bits', () => {
    const g = builder();
    const image = g.input('image', 'float32', [1, 3, 8, 8]);
    const filters = g.parameter('w', 'float32', [6, 3, 3, 3], () => undefined);
    const bias = g.parameter('b', 'float32', [6], () => undefined);
    const conv = { activation: 'Relu', pads: [1, 1, 1, 1], strides: [2, 2] };
    const y = g.node('FusedConv', [image, filters, bias], conv, { domain: MICROSOFT });
    const rows = g.node('Reshape', [y, g.constant('shape', 'int64', [2], [6, 16])]);
    const packed = g.constant('packed', 'uint8', [32, 1, 8], new Array<number>(256).fill(0));
    const scales = g.constant('scales', 'float32', [32], new Array<number>(32).fill(1));
    const z = g.node(
      'MatMulNBits',
      [rows, packed, scales],
      { K: 16, N: 32, bits: 4, block_size: 16 },
      { domain: MICROSOFT },
    );
    g.output(z, 'float32', [6, 32]);
    const report = counted(g.finish());
    expect(report.macs).toBe(4 * 4 * 6 * 27 + 6 * 16 * 32);
    expect(report.coverage.unknown).toEqual([]);
  });
});
