// One case for each family of operators, with the count worked out beside it (formulas:
// test/fixtures/reference/flop-formulas.md, sections 2–4).
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { CountOptions, Report } from '@/lib/flops/report';
import { COSTS } from '@/lib/flops/rules/table';
import { type Attributes, GraphBuilder } from '@/lib/onnx/builder';
import { RULES } from '@/lib/onnx/infer/table';
import type { DataType } from '@/lib/onnx/types';
import { intConstant } from '../support/int-constant';

type Input = readonly [DataType, readonly number[]] | null;
const f = (...dims: number[]): Input => ['float32', dims];

/** A model of one node whose inputs are all given at run time. */
function one(
  op: string,
  inputs: readonly Input[],
  attributes: Attributes = {},
  options: CountOptions = {},
): Report {
  const [domain, opType] = op.includes(':') ? op.split(':') : ['', op];
  const g = new GraphBuilder({
    name: 'one',
    opset: 23,
    domains: domain === '' ? {} : { [domain]: 1 },
  });
  const values = inputs.map((input, i) =>
    input === null ? null : g.input(`x${i}`, input[0], input[1]),
  );
  g.output(g.node(opType, values, attributes, { domain }), 'float32', null);
  return countModel(g.finish(), options);
}

describe('tables', () => {
  it('cost exactly the operators whose shapes are known', () => {
    expect([...COSTS.keys()].sort()).toEqual([...RULES.keys()].sort());
  });
});

describe('attention', () => {
  it('is two batched products', () => {
    // 2·8·10·12 scores, 16 wide, then 24 wide
    const report = one('Attention', [f(2, 8, 10, 16), f(2, 4, 12, 16), f(2, 4, 12, 24)]);
    expect(report.macs).toBe(2 * 8 * 10 * 12 * (16 + 24));
    expect(report.outputs[0].dims).toEqual([2, 8, 10, 24]);
  });

  it('does not discount causal masks, but sliding windows', () => {
    const inputs = [f(1, 10, 64), f(1, 10, 64), f(1, 10, 64)];
    const heads = { q_num_heads: 4, kv_num_heads: 4 };
    expect(one('Attention', inputs, { ...heads, is_causal: 1 }).macs).toBe(4 * 10 * 10 * 32);
    const contrib = { num_heads: 4, kv_num_heads: 4, local_window_size: 3 };
    expect(one('com.microsoft:GroupQueryAttention', inputs, contrib).macs).toBe(4 * 10 * 3 * 32);
  });

  it('recomputes the scores backward where fused', () => {
    const inputs = [f(1, 1, 2, 4), f(1, 1, 2, 4), f(1, 1, 2, 4)];
    const forward = 2 * 2 * 8;
    expect(one('Attention', inputs, {}, { inputGrad: true }).backwardMacs).toBe(2 * forward);
    expect(
      one('Attention', inputs, {}, { inputGrad: true, fusedAttention: true }).backwardMacs,
    ).toBe(2.5 * forward);
  });

  it('projects packed queries, keys and values', () => {
    // B·S·D·3D + B·H·S·S·2d
    const report = one('com.microsoft:Attention', [f(2, 5, 8), f(8, 24), f(24)], { num_heads: 2 });
    expect(report.macs).toBe(2 * 5 * 8 * 24 + 2 * 2 * 5 * 5 * 8);
  });
});

describe('products', () => {
  it.each([
    ['LSTM', 4],
    ['GRU', 3],
    ['RNN', 1],
  ])('%s multiplies by steps, directions and gates', (op, gates) => {
    const [steps, batch, input, hidden] = [7, 3, 5, 4];
    const report = one(
      op,
      [f(steps, batch, input), f(2, gates * hidden, input), f(2, gates * hidden, hidden)],
      {
        hidden_size: hidden,
        direction: 'bidirectional',
      },
    );
    expect(report.macs).toBe(2 * steps * batch * gates * hidden * (input + hidden));
  });

  it('contracts an Einsum in the cheapest order', () => {
    expect(one('Einsum', [f(2, 3, 4), f(2, 4, 5)], { equation: 'bij,bjk->bik' }).macs).toBe(
      2 * 3 * 4 * 5,
    );
    // (ab·bc)·cd takes 2·100·3 + 2·3·50, ab·(bc·cd) 100·3·50 + 2·100·50
    expect(one('Einsum', [f(2, 100), f(100, 3), f(3, 50)], { equation: 'ab,bc,cd->ad' }).macs).toBe(
      900,
    );
  });

  it('samples a deformable convolution by interpolation', () => {
    const report = one('DeformConv', [f(1, 4, 5, 5), f(6, 4, 3, 3), f(1, 18, 3, 3)]);
    expect(report.macs).toBe(6 * 9 * 4 * 9);
    // 4·9·9 samples of four taps
    expect(report.otherOps).toBe(324 * 7);
  });

  it('labels integer arithmetic', () => {
    const report = one('MatMulInteger', [
      ['uint8', [2, 3]],
      ['int8', [3, 4]],
    ]);
    expect(report).toMatchObject({ macs: 24, flops: 48, integerOps: 48 });
    const scale = f();
    const zero: Input = ['uint8', []];
    const x: Input = ['uint8', [1, 2, 4, 4]];
    const conv = one('QLinearConv', [
      x,
      scale,
      zero,
      ['uint8', [3, 2, 3, 3]],
      scale,
      zero,
      scale,
      zero,
    ]);
    expect(conv).toMatchObject({ macs: 3 * 4 * 18, integerOps: 2 * 3 * 4 * 18 });
  });

  it('takes N-bit extents from attributes, not from the packed weight', () => {
    const report = one('com.microsoft:MatMulNBits', [f(1, 5, 64), ['uint8', [32, 2, 16]], f(64)], {
      K: 64,
      N: 32,
      bits: 4,
      block_size: 32,
    });
    expect(report).toMatchObject({ macs: 5 * 64 * 32, integerOps: 0 });
    expect(report.outputs[0].dims).toEqual([1, 5, 32]);
  });

  it('runs only the experts that tokens choose', () => {
    const inputs = [f(10, 8), f(10, 4), f(4, 8, 16), null, f(4, 16, 8)];
    expect(one('com.microsoft:MoE', inputs, { k: 2 }).macs).toBe(10 * 2 * (8 * 16 + 16 * 8));
  });
});

describe('spectra', () => {
  it('counts Fourier transforms as other operations', () => {
    // 3 complex transforms of length 8: 5·8·3 operations each
    const report = one('DFT', [f(3, 8, 2)]);
    expect(report).toMatchObject({ macs: 0, otherOps: 3 * 120 });
  });
});

describe('control flow', () => {
  const product = (columns: number) => {
    const g = new GraphBuilder({ name: `by ${columns}`, opset: 21 });
    const w = g.parameter(`w${columns}`, 'float32', [4, columns], () => undefined);
    g.output(g.node('MatMul', [{ name: 'x' }, w], {}, { name: `to${columns}` }), 'float32', null);
    return g.graph();
  };

  it('takes the larger branch of an If, or the one that runs', () => {
    const branches = { then_branch: product(5), else_branch: product(6) };
    const build = (constant: number | null) => {
      const g = new GraphBuilder({ name: 'if', opset: 21 });
      g.input('x', 'float32', [3, 4]);
      const cond =
        constant === null ? g.input('c', 'bool', []) : g.constant('c', 'bool', [], [constant]);
      g.output(g.node('If', [cond], branches), 'float32', null);
      return countModel(g.finish());
    };
    const either = build(null);
    expect(either.macs).toBe(3 * 4 * 6);
    expect(either.outputs[0].dims).toEqual([3, null]);
    const known = build(1);
    expect(known.macs).toBe(3 * 4 * 5);
    expect(known.outputs[0].dims).toEqual([3, 5]);
  });

  /** h ← h·W, with W from outside the loop; trip count given or not. */
  const loop = (trips: number | null): Report => {
    const body = new GraphBuilder({ name: 'body', opset: 21 });
    body.input('i', 'int64', []);
    const go = body.input('go', 'bool', []);
    const h = body.input('h', 'float32', [2, 4]);
    body.output(body.node('Identity', [go], {}, { name: 'on' }), 'bool', []);
    body.output(body.node('MatMul', [h, { name: 'w' }], {}, { name: 'step' }), 'float32', [2, 4]);
    const g = new GraphBuilder({ name: 'loop', opset: 21 });
    const x = g.input('x', 'float32', [2, 4]);
    g.parameter('w', 'float32', [4, 4], () => undefined);
    const m = trips === null ? g.input('m', 'int64', []) : g.constant('m', 'int64', [], [trips]);
    g.output(
      g.node('Loop', [m, null, x], { body: body.graph() }, { name: 'loop' }),
      'float32',
      null,
    );
    return countModel(g.finish());
  };

  it('multiplies a Loop by its trip count, and says where it is not constant', () => {
    expect(loop(9)).toMatchObject({ macs: 9 * 32, params: 16 });
    expect(loop(9).outputs[0].dims).toEqual([2, 4]);
    expect(loop(9).coverage.unknown).toEqual([]);
    const open = loop(null);
    expect(open.macs).toBe(32);
    expect(open.coverage.unknown).toEqual([
      { node: 'loop', opType: 'Loop', reason: 'per-iteration', dimensions: [] },
    ]);
  });

  it('needs gradients of a state that the loop itself makes trainable', () => {
    // dW every step; dh too, because from the second step on h depends on W
    expect(loop(9).backwardMacs).toBe(2 * 9 * 32);
  });

  it('runs a Scan once for each slice', () => {
    const body = new GraphBuilder({ name: 'body', opset: 21 });
    const slice = body.input('slice', 'float32', [4]);
    body.output(body.node('MatMul', [slice, { name: 'w' }], {}, { name: 'row' }), 'float32', [5]);
    const g = new GraphBuilder({ name: 'scan', opset: 21 });
    const x = g.input('x', 'float32', [7, 4]);
    g.parameter('w', 'float32', [4, 5], () => undefined);
    g.output(g.node('Scan', [x], { body: body.graph(), num_scan_inputs: 1 }), 'float32', null);
    const report = countModel(g.finish());
    expect(report.macs).toBe(7 * 20);
    expect(report.outputs[0].dims).toEqual([7, 5]);
  });
});

describe('what moves or samples', () => {
  /** The extents that one node of `opset` makes of `x`, by constants. */
  const shapeOf = (
    opset: number,
    op: string,
    x: readonly number[],
    constants: readonly (readonly number[] | number | null)[],
  ) => {
    const g = new GraphBuilder({ name: 'one', opset });
    const inputs = constants.map((ints) => (ints === null ? null : intConstant(g, ints)));
    g.output(g.node(op, [g.input('x', 'float32', x), ...inputs]), 'float32', null);
    return countModel(g.finish()).outputs[0]?.dims;
  };

  it('GridSample weighs the neighbours of each place', () => {
    const sampled = (mode: string) =>
      one('GridSample', [f(1, 2, 9, 9), f(1, 4, 5, 2)], { mode }).otherOps;
    // 2 channels of 4 × 5 places; a weighted sum of n values is 2n − 1 operations
    expect([sampled('nearest'), sampled('linear'), sampled('cubic')]).toEqual([
      0,
      40 * (2 * 4 - 1),
      40 * (2 * 16 - 1),
    ]);
  });

  it('grouped attention rotates queries and the new keys', () => {
    const inputs = [f(1, 3, 64), f(1, 3, 32), f(1, 3, 32), null, null, f(1), f(1)];
    const heads = { num_heads: 4, kv_num_heads: 2 };
    const [still, rotated] = [0, 1].map(
      (rotates) =>
        one('com.microsoft:GroupQueryAttention', inputs, { ...heads, do_rotary: rotates }).otherOps,
    );
    // Three operations for each of 3 × 64 and 3 × 32 elements
    expect(Number(rotated) - Number(still)).toBe(3 * (3 * 64 + 3 * 32));
  });

  it('Tile repeats one axis in opset 1, and all from 6 on', () => {
    expect(shapeOf(1, 'Tile', [2, 3], [4, 1])).toEqual([2, 12]);
    expect(shapeOf(6, 'Tile', [2, 3], [[4, 5]])).toEqual([8, 15]);
  });

  it('Pad of named axes leaves the others', () => {
    expect(shapeOf(18, 'Pad', [5, 6, 7], [[1, 2, 3, 4], null, [-1, 0]])).toEqual([
      5 + 2 + 4,
      6,
      7 + 1 + 3,
    ]);
  });
});
