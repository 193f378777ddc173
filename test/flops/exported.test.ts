// Graphs as exporters write them, family by family: every extent that depends on an input goes
// through a chain of shape arithmetic. Bound, nothing may be unknown, and the count is the one
// worked out beside each.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { Report } from '@/lib/flops/report';
import type { Value } from '@/lib/onnx/builder';
import { loadBytes } from '@/lib/onnx/load';
import { writeModel } from '@/lib/onnx/write';
import { Exporter } from '../support/exporter';

type Bind = Readonly<Record<string, number>>;

function counted(e: Exporter, y: Value, bind: Bind): Report {
  e.graph.output(y, 'float32', null);
  const loaded = loadBytes(writeModel(e.graph.finish()));
  if (!loaded.ok) throw new Error(loaded.error.message);
  return countModel(loaded.value, { bind });
}

/** Macs and the output's extents of a graph of which nothing is unknown. */
function whole(e: Exporter, y: Value, bind: Bind): { macs: unknown; dims: unknown } {
  const report = counted(e, y, bind);
  expect(report.coverage.unknown).toEqual([]);
  return { macs: report.macs, dims: report.outputs[0].dims };
}

/**
 * Multi-head attention over x [n, tokens, width], its heads split as torch exports it: with extents
 * read from x.
 */
function attention(
  e: Exporter,
  x: Value,
  width: number,
  heads: number,
  mask: Value | null = null,
): Value {
  const [n, tokens] = [e.size(x, 0), e.size(x, 1)];
  const split = (y: Value): Value =>
    e.transpose(e.reshape(y, n, tokens, heads, width / heads), 0, 2, 1, 3);
  const [q, k, v] = [
    e.linear(x, width, width),
    e.linear(x, width, width),
    e.linear(x, width, width),
  ].map(split);
  const depth = e.slice(e.op('Shape', [q]), -1, Number.MAX_SAFE_INTEGER, 0);
  const scale = e.op('Sqrt', [e.cast(e.op('Squeeze', [depth, e.ints([0])]), 'float32')]);
  let scores = e.op('Div', [e.op('MatMul', [q, e.transpose(k, 0, 1, 3, 2)]), scale]);
  if (mask !== null) scores = e.op('Add', [scores, mask]);
  const mixed = e.transpose(
    e.op('MatMul', [e.op('Softmax', [scores], { axis: -1 }), v]),
    0,
    2,
    1,
    3,
  );
  return e.linear(e.reshape(mixed, n, tokens, width), width, width);
}

const attentionMacs = (n: number, tokens: number, width: number): number =>
  n * (4 * tokens * width * width + 2 * tokens * tokens * width);

describe('torch', () => {
  it('ViT: class token by expand, embeddings by reshape, dynamic batch', () => {
    const e = new Exporter();
    const x = e.input('x', ['batch', 3, 32, 32]);
    const n = e.size(x, 0);
    const rows = e.op('Div', [e.size(x, 2), e.ints(8)]);
    const columns = e.op('Div', [e.size(x, 3), e.ints(8)]);
    const patches = e.op('Conv', [x, e.weight(24, 3, 8, 8)], { strides: [8, 8] });
    const tokens = e.transpose(e.reshape(patches, n, 24, e.op('Mul', [rows, columns])), 0, 2, 1);
    const all = e.op('Concat', [e.expand(e.weight(1, 1, 24), n, -1, -1), tokens], { axis: 1 });
    const y = attention(e, e.norm(e.op('Add', [all, e.weight(1, 17, 24)]), 24), 24, 3);
    const head = e.op('Gemm', [e.op('Gather', [y, e.ints(0)], { axis: 1 }), e.weight(24, 10)]);
    expect(whole(e, head, { batch: 2 })).toEqual({
      macs: 2 * (16 * 24 * 192 + 24 * 10) + attentionMacs(2, 17, 24),
      dims: [2, 10],
    });
  });

  it('ConvNeXt: channels last and back, layer scale', () => {
    const e = new Exporter(18);
    const x = e.input('x', ['batch', 16, 14, 14]);
    const spatial = e.op('Conv', [x, e.weight(16, 1, 7, 7)], { group: 16, pads: [3, 3, 3, 3] });
    const wide = e.gelu(e.linear(e.norm(e.transpose(spatial, 0, 2, 3, 1), 16), 16, 64));
    const back = e.op('Mul', [e.transpose(e.linear(wide, 64, 16), 0, 3, 1, 2), e.weight(16, 1, 1)]);
    const y = e.op('Flatten', [e.op('GlobalAveragePool', [e.op('Add', [x, back])])]);
    expect(whole(e, y, { batch: 3 })).toEqual({
      macs: 3 * 196 * (16 * 49 + 2 * 16 * 64),
      dims: [3, 16],
    });
  });

  it('windows of MaxViT and Swin: partition, attention, reverse, with a roll', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 'h', 'w', 8]);
    const [n, h, w] = [e.size(x, 0), e.size(x, 1), e.size(x, 2)];
    const rolled = e.op(
      'Concat',
      [e.slice(x, 2, Number.MAX_SAFE_INTEGER, 1), e.slice(x, 0, 2, 1)],
      { axis: 1 },
    );
    const [rows, columns] = [h, w].map((size) => e.op('Div', [size, e.ints(4)]));
    const grid = e.transpose(e.reshape(rolled, n, rows, 4, columns, 4, 8), 0, 1, 3, 2, 4, 5);
    const windows = e.reshape(grid, -1, 16, 8);
    const mixed = e.reshape(attention(e, windows, 8, 2), n, rows, columns, 4, 4, 8);
    const y = e.reshape(e.transpose(mixed, 0, 1, 3, 2, 4, 5), n, h, w, 8);
    expect(whole(e, y, { n: 2, h: 8, w: 12 })).toEqual({
      macs: attentionMacs(2 * 6, 16, 8),
      dims: [2, 8, 12, 8],
    });
  });

  it('BERT: positions by slice, masks by expand, everything dynamic', () => {
    const e = new Exporter(14);
    const ids = e.input('ids', ['batch', 'sequence'], 'int64');
    const mask = e.input('mask', ['batch', 'sequence'], 'int64');
    const length = e.size(ids, 1);
    const words = e.op('Gather', [e.weight(100, 16), ids]);
    const positions = e.slice(
      e.op('Constant', [], { value_ints: Array.from({ length: 64 }, (_, i) => i) }),
      0,
      length,
      0,
    );
    const x = e.op('Add', [words, e.op('Gather', [e.weight(64, 16), e.unsqueeze(positions, 0)])]);
    const wide = e.expand(e.unsqueeze(mask, 1, 2), e.size(ids, 0), 1, length, length);
    const bias = e.op('Mul', [e.op('Sub', [e.float(1), e.cast(wide, 'float32')]), e.float(-10000)]);
    const y = attention(e, e.norm(x, 16), 16, 4, bias);
    const pooled = e.op('Tanh', [e.linear(e.op('Gather', [y, e.ints(0)], { axis: 1 }), 16, 16)]);
    expect(whole(e, pooled, { batch: 2, sequence: 9 })).toEqual({
      macs: attentionMacs(2, 9, 16) + 2 * 256,
      dims: [2, 16],
    });
  });

  it('BERT: a mask that nobody gave', () => {
    const e = new Exporter();
    const ids = e.input('ids', ['batch', 'sequence'], 'int64');
    const shape = e.list(e.size(ids, 0), e.size(ids, 1));
    const ones = e.op('ConstantOfShape', [shape]);
    const bias = e.op('Sub', [e.float(1), e.unsqueeze(ones, 1, 2)]);
    const y = attention(e, e.op('Gather', [e.weight(50, 8), ids]), 8, 2, bias);
    expect(whole(e, y, { batch: 1, sequence: 5 })).toEqual({
      macs: attentionMacs(1, 5, 8),
      dims: [1, 5, 8],
    });
  });

  it('GPT with past: causal mask cut out of a square by lengths', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 'new', 16]);
    const past = e.input('past', [2, 'n', 4, 'old', 4]);
    const [n, fresh] = [e.size(x, 0), e.size(x, 1)];
    const [q, k, v] = e.graph
      .nodes('Split', [e.linear(x, 16, 48), e.ints([16, 16, 16])], 3, { axis: 2 })
      .map((part) => e.transpose(e.reshape(part, n, fresh, 4, 4), 0, 2, 1, 3));
    const earlier = (i: number): Value => e.op('Gather', [past, e.ints(i)], { axis: 0 });
    const keys = e.op('Concat', [earlier(0), k], { axis: -2 });
    const values = e.op('Concat', [earlier(1), v], { axis: -2 });
    const [asked, given] = [e.size(q, -2), e.size(keys, -2)];
    const square = e.graph.constant('causal', 'bool', [1, 1, 32, 32], new Uint8Array(1024));
    const cut = e.slice(e.slice(square, e.op('Sub', [given, asked]), given, 2), 0, given, 3);
    const scores = e.op('MatMul', [q, e.transpose(keys, 0, 1, 3, 2)]);
    const seen = e.op('Where', [cut, scores, e.float(-1e9)]);
    const mixed = e.transpose(e.op('MatMul', [e.op('Softmax', [seen]), values]), 0, 2, 1, 3);
    const y = e.linear(e.reshape(mixed, n, fresh, 16), 16, 16);
    // 3 new tokens against 7 + 3
    expect(whole(e, y, { n: 2, new: 3, old: 7 })).toEqual({
      macs: 2 * (3 * 16 * 64 + 2 * 3 * 10 * 16),
      dims: [2, 3, 16],
    });
  });

  it('T5: relative positions by ranges, logarithm and buckets', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 't', 8]);
    const t = e.size(x, 1);
    const range = e.op('Range', [e.ints(0), t, e.ints(1)]);
    const distance = e.op('Sub', [e.unsqueeze(range, 0), e.unsqueeze(range, 1)]);
    const far = e.op('Abs', [
      e.op('Min', [distance, e.op('ConstantOfShape', [e.op('Shape', [distance])], {})]),
    ]);
    const log = e.op('Log', [e.op('Div', [e.cast(far, 'float32'), e.float(8)])]);
    const large = e.op('Add', [e.cast(e.op('Mul', [log, e.float(8)]), 'int64'), e.ints(8)]);
    const bucket = e.op('Where', [e.op('Less', [far, e.ints(8)]), far, large]);
    const bias = e.unsqueeze(e.transpose(e.op('Gather', [e.weight(32, 2), bucket]), 2, 0, 1), 0);
    expect(whole(e, attention(e, x, 8, 2, bias), { n: 1, t: 6 })).toEqual({
      macs: attentionMacs(1, 6, 8),
      dims: [1, 6, 8],
    });
  });

  it('Whisper: two convolutions over time, positions, cross attention', () => {
    const e = new Exporter();
    const mel = e.input('mel', ['n', 10, 'frames']);
    const first = e.op('Conv', [mel, e.weight(8, 10, 3)], { pads: [1, 1] });
    const second = e.op('Conv', [first, e.weight(8, 8, 3)], { pads: [1, 1], strides: [2] });
    const x = e.transpose(second, 0, 2, 1);
    const y = attention(e, e.op('Add', [x, e.slice(e.weight(100, 8), 0, e.size(x, 1), 0)]), 8, 2);
    expect(whole(e, y, { n: 1, frames: 40 })).toEqual({
      macs: 40 * 8 * 30 + 20 * 8 * 24 + attentionMacs(1, 20, 8),
      dims: [1, 20, 8],
    });
  });

  it('DETR: sine positions from a cumulative sum, queries repeated over the batch', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 16, 'h', 'w']);
    const [n, h, w] = [e.size(x, 0), e.size(x, 2), e.size(x, 3)];
    const mask = e.op('ConstantOfShape', [e.list(n, h, w)]);
    const axis = (at: number): Value => {
      const sums = e.unsqueeze(e.op('CumSum', [mask, e.ints(at)]), 3);
      const angles = e.op('Div', [sums, e.weight(8)]);
      const part = (f: string, from: number): Value =>
        e.unsqueeze(e.op(f, [e.slice(angles, from, Number.MAX_SAFE_INTEGER, 3, 2)]), 4);
      const both = e.op('Concat', [part('Sin', 0), part('Cos', 1)], { axis: 4 });
      return e.reshape(both, e.size(both, 0), e.size(both, 1), e.size(both, 2), -1);
    };
    const positions = e.transpose(e.op('Concat', [axis(1), axis(2)], { axis: 3 }), 0, 3, 1, 2);
    const flat = (y: Value): Value =>
      e.transpose(e.reshape(y, n, 16, e.op('Mul', [h, w])), 0, 2, 1);
    const memory = attention(e, flat(e.op('Add', [x, positions])), 16, 4);
    const queries = e.op('Tile', [e.unsqueeze(e.weight(5, 16), 0), e.list(n, 1, 1)]);
    const scores = e.op('MatMul', [queries, e.transpose(memory, 0, 2, 1)]);
    const y = e.op('MatMul', [e.op('Softmax', [scores]), memory]);
    expect(whole(e, y, { n: 2, h: 3, w: 4 })).toEqual({
      macs: attentionMacs(2, 12, 16) + 2 * 2 * 5 * 12 * 16,
      dims: [2, 5, 16],
    });
  });

  it('EfficientNet: squeeze and excite, and padding computed from the input', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 8, 'h', 'w']);
    // total = max((⌈size/2⌉ − 1)·2 + 3 − size, 0), as "same" padding is written in PyTorch
    const total = (axis: number): Value => {
      const size = e.size(x, axis);
      const steps = e.cast(
        e.op('Ceil', [e.op('Div', [e.cast(size, 'float32'), e.float(2)])]),
        'int64',
      );
      const reach = e.op('Add', [
        e.op('Mul', [e.op('Sub', [steps, e.ints(1)]), e.ints(2)]),
        e.ints(3),
      ]);
      return e.op('Max', [e.op('Sub', [reach, size]), e.ints(0)]);
    };
    const half = (v: Value): Value => e.op('Div', [v, e.ints(2)]);
    const [down, right] = [total(2), total(3)];
    const torchPads = e.list(
      half(right),
      e.op('Sub', [right, half(right)]),
      half(down),
      e.op('Sub', [down, half(down)]),
    );
    const zeros = e.op('ConstantOfShape', [e.ints([4])], {
      value: {
        kind: 'tensor',
        value: {
          name: '',
          dtype: 'int64',
          dims: [1],
          data: { kind: 'bytes', bytes: new Uint8Array(8) },
        },
      },
    });
    const pairs = e.op('Reshape', [
      e.op('Concat', [torchPads, zeros], { axis: 0 }),
      e.ints([-1, 2]),
    ]);
    const reversed = e.slice(pairs, -1, Number.MIN_SAFE_INTEGER, 0, -1);
    const pads = e.cast(e.op('Reshape', [e.transpose(reversed, 1, 0), e.ints([-1])]), 'int64');
    const padded = e.op('Pad', [x, pads, e.float(0)]);
    const y = e.op('Conv', [padded, e.weight(8, 1, 3, 3)], { group: 8, strides: [2, 2] });
    const squeezed = e.op('ReduceMean', [y], { axes: [2, 3], keepdims: 1 });
    const gate = e.op('Sigmoid', [
      e.op('Conv', [
        e.op('Relu', [e.op('Conv', [squeezed, e.weight(2, 8, 1, 1)])]),
        e.weight(8, 2, 1, 1),
      ]),
    ]);
    expect(whole(e, e.op('Mul', [y, gate]), { n: 1, h: 15, w: 16 })).toEqual({
      macs: 8 * 8 * 8 * 9 + 2 * 16,
      dims: [1, 8, 8, 8],
    });
  });

  it('upsampling to another tensor, and by a factor of the size', () => {
    const e = new Exporter();
    const [small, big] = [e.input('small', [1, 4, 'h', 'w']), e.input('big', [1, 4, 'H', 'W'])];
    const like = e.slice(e.op('Shape', [big]), 2, 4, 0);
    const sizes = e.op('Concat', [e.slice(e.op('Shape', [small]), 0, 2, 0), like], { axis: 0 });
    const up = e.op('Add', [e.op('Resize', [small, null, null, sizes], { mode: 'nearest' }), big]);
    const doubled = (axis: number): Value =>
      e.cast(
        e.op('Floor', [e.op('Mul', [e.cast(e.size(up, axis), 'float32'), e.float(2)])]),
        'int64',
      );
    const shape = e.op(
      'Concat',
      [e.slice(e.op('Shape', [up]), 0, 2, 0), e.list(doubled(2), doubled(3))],
      { axis: 0 },
    );
    const y = e.op('Resize', [up, null, null, shape], { mode: 'linear' });
    expect(whole(e, e.op('Conv', [y, e.weight(2, 4, 1, 1)]), { h: 3, w: 5, H: 6, W: 9 })).toEqual({
      macs: 12 * 18 * 8,
      dims: [1, 2, 12, 18],
    });
  });

  it('group normalisation before it was an operator, and a pixel shuffle by hand', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 8, 'h', 'w']);
    const grouped = e.op('Reshape', [x, e.ints([0, 2, -1])]);
    const normal = e.op('InstanceNormalization', [grouped, e.weight(2), e.weight(2)]);
    const back = e.op('Reshape', [normal, e.op('Shape', [x])]);
    const [n, h, w] = [e.size(back, 0), e.size(back, 2), e.size(back, 3)];
    const split = e.transpose(e.reshape(back, n, 2, 2, 2, h, w), 0, 1, 4, 2, 5, 3);
    const y = e.reshape(split, n, 2, e.op('Mul', [h, e.ints(2)]), e.op('Mul', [w, e.ints(2)]));
    expect(whole(e, e.op('Conv', [y, e.weight(1, 2, 1, 1)]), { n: 1, h: 4, w: 6 })).toEqual({
      macs: 8 * 12 * 2,
      dims: [1, 1, 8, 12],
    });
  });

  it('YOLO: boxes are counted, what suppression keeps is named unknown', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 3, 32, 32]);
    const features = e.op('Conv', [x, e.weight(20, 3, 3, 3)], {
      strides: [2, 2],
      pads: [1, 1, 1, 1],
    });
    const flat = e.reshape(features, e.size(features, 0), 20, -1);
    const [box, scores] = e.graph.nodes('Split', [flat, e.ints([16, 4])], 2, { axis: 1 });
    const bins = e.transpose(e.reshape(box, e.size(box, 0), 4, 4, e.size(box, 2)), 0, 2, 1, 3);
    const corners = e.reshape(
      e.op('Conv', [e.op('Softmax', [bins], { axis: 1 }), e.weight(1, 4, 1, 1)]),
      -1,
      4,
      256,
    );
    const kept = e.op('NonMaxSuppression', [e.transpose(corners, 0, 2, 1), scores, e.ints(100)]);
    const report = counted(e, e.op('Gather', [kept, e.ints(2)], { axis: 1 }), { n: 2 });
    expect(report.macs).toBe(2 * (256 * 20 * 27 + 4 * 256 * 4));
    expect(report.coverage.unknown.map(({ opType, reason }) => [opType, reason])).toEqual([
      ['NonMaxSuppression', 'data-dependent'],
      ['Gather', 'unknown-input'],
    ]);
  });

  it('a squeeze that asks at run time whether it may', () => {
    const e = new Exporter();
    const x = e.input('x', ['n', 1, 6]);
    const isOne = e.op('Equal', [e.size(x, 1), e.ints(1)]);
    const branch = (name: string, squeeze: boolean) => {
      const b = new Exporter();
      b.graph.output(
        squeeze
          ? b.graph.node('Squeeze', [x, b.ints([1])], {}, { name })
          : b.graph.node('Identity', [x], {}, { name }),
        'float32',
        null,
      );
      return b.graph.graph();
    };
    const y = e.op('If', [isOne], {
      then_branch: branch('yes', true),
      else_branch: branch('no', false),
    });
    expect(whole(e, e.op('Gemm', [y, e.weight(6, 5)]), { n: 3 })).toEqual({
      macs: 90,
      dims: [3, 5],
    });
  });

  it('an LSTM whose state is made from the batch', () => {
    const e = new Exporter();
    const x = e.input('x', ['t', 'n', 6]);
    const state = e.op('ConstantOfShape', [e.list(2, e.size(x, 1), 4)]);
    const [y] = e.graph.nodes(
      'LSTM',
      [x, e.weight(2, 16, 6), e.weight(2, 16, 4), e.weight(2, 32), null, state, state],
      3,
      {
        hidden_size: 4,
        direction: 'bidirectional',
      },
    );
    const merged = e.op('Reshape', [e.transpose(y, 0, 2, 1, 3), e.ints([0, 0, -1])]);
    expect(whole(e, e.linear(merged, 8, 3), { t: 5, n: 2 })).toEqual({
      macs: 2 * 5 * 2 * 16 * 10 + 5 * 2 * 24,
      dims: [5, 2, 3],
    });
  });
});

describe('tf2onnx', () => {
  it('channels last to channels first, shapes cast, sliced and packed', () => {
    const e = new Exporter(13);
    const x = e.input('x', ['unk__1', 16, 16, 3]);
    const conv = e.op('Conv', [e.transpose(x, 0, 3, 1, 2), e.weight(8, 3, 3, 3)], {
      auto_pad: 'SAME_UPPER',
      strides: [2, 2],
    });
    const nhwc = e.transpose(
      e.op('MaxPool', [conv], { kernel_shape: [2, 2], strides: [2, 2], auto_pad: 'SAME_UPPER' }),
      0,
      2,
      3,
      1,
    );
    const shape = e.cast(e.op('Shape', [nhwc]), 'int32');
    const batch = e.op('Squeeze', [
      e.op('Slice', [shape, e.ints([0]), e.ints([1]), e.ints([0])]),
      e.ints([0]),
    ]);
    const pack = e.op('Concat', [e.unsqueeze(batch, 0), e.cast(e.ints([-1]), 'int32')], {
      axis: 0,
    });
    const flat = e.op('Reshape', [nhwc, e.cast(pack, 'int64')]);
    expect(whole(e, e.op('MatMul', [flat, e.weight(128, 10)]), { unk__1: 4 })).toEqual({
      macs: 4 * (64 * 8 * 27 + 1280),
      dims: [4, 10],
    });
  });

  it('SSD: heads joined, the best k of as many as there are', () => {
    const e = new Exporter(13);
    const x = e.input('x', ['n', 8, 4, 4]);
    const head = e.transpose(
      e.op('Conv', [x, e.weight(12, 8, 3, 3)], { pads: [1, 1, 1, 1] }),
      0,
      2,
      3,
      1,
    );
    const boxes = e.op('Reshape', [
      head,
      e.op('Concat', [e.unsqueeze(e.size(head, 0), 0), e.ints([-1, 4])], { axis: 0 }),
    ]);
    const all = e.op('Concat', [boxes, boxes], { axis: 1 });
    const k = e.op('Min', [e.size(all, 1), e.ints(10)]);
    const [best] = e.graph.nodes('TopK', [all, e.unsqueeze(k, 0)], 2, { axis: 1 });
    expect(whole(e, best, { n: 2 })).toEqual({ macs: 2 * 16 * 12 * 72, dims: [2, 10, 4] });
  });
});
