// The arithmetic of extents against brute force: broadcasting, slicing, sliding windows, matrix
// products.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import { broadcast } from '@/lib/onnx/infer/dims';
import type { Fact } from '@/lib/onnx/infer/fact';
import { inferModel } from '@/lib/onnx/infer/infer';
import { contractionOf } from '@/lib/onnx/infer/matmul';
import { sliceRange } from '@/lib/onnx/infer/select';

const small = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

/** NumPy's rule, axis by axis from the right. */
function broadcastByHand(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let i = 1; i <= rank; i += 1) {
    const [x, y] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1];
    if (x !== y && x !== 1 && y !== 1) return null;
    result.unshift(x === 1 ? y : x);
  }
  return result;
}

function inferOne(dims: readonly number[], build: (g: GraphBuilder, x: Value) => Value): Fact {
  const g = new GraphBuilder({ name: 'one', opset: 21 });
  g.output(build(g, g.input('x', 'float32', dims)), 'float32', null);
  return inferModel(g.finish()).outputs[0];
}

describe('broadcast', () => {
  it('is the rule of NumPy', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(broadcast(a, b)).toEqual(broadcastByHand(a, b));
      }),
    );
  });

  it('is certain about what it says of unknown extents', () => {
    expect(broadcast(['n', 1, null], [3, null, 4])).toEqual([3, null, 4]);
    expect(broadcast(['n', 'n', 1], ['n', 'm', 'm'])).toEqual(['n', null, 'm']);
    expect(broadcast(null, [1])).toBeNull();
  });
});

describe('sliceRange', () => {
  it('selects what a walk over the elements selects', () => {
    const bound = fc.integer({ min: -12, max: 12 });
    const step = fc.integer({ min: -4, max: 4 }).filter((value) => value !== 0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), bound, bound, step, (size, start, end, by) => {
        // ONNX Slice-13: backwards, starts are clamped to [0, size − 1] and ends to [-1, size − 1].
        const last = by > 0 ? size : size - 1;
        const clamp = (at: number, first: number): number =>
          Math.min(Math.max(at < 0 ? at + size : at, first), last);
        const stop = clamp(end, by > 0 ? 0 : -1);
        const walked: number[] = [];
        for (let at = clamp(start, 0); by > 0 ? at < stop : at > stop; at += by) walked.push(at);
        const range = sliceRange(size, start, end, by);
        expect(
          Array.from({ length: range?.count ?? 0 }, (_, i) => (range?.start ?? 0) + i * by),
        ).toEqual(walked);
      }),
    );
  });
});

describe('sliding windows', () => {
  const window = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    begin: fc.integer({ min: 0, max: 3 }),
    end: fc.integer({ min: 0, max: 3 }),
  });

  it('places a convolution wherever it fits', () => {
    fc.assert(
      fc.property(window, ({ size, kernel, stride, dilation, begin, end }) => {
        let places = 0;
        for (let at = -begin; at + (kernel - 1) * dilation < size + end; at += stride) places += 1;
        const fact = inferOne([1, 2, size], (g, x) =>
          g.node('Conv', [x, g.parameter('w', 'float32', [3, 2, kernel], () => undefined)], {
            strides: [stride],
            dilations: [dilation],
            pads: [begin, end],
          }),
        );
        // Without a place there is no such convolution: nothing is claimed.
        expect(fact).toMatchObject({ dims: [1, 3, places === 0 ? null : places] });
      }),
    );
  });

  it('lets a pooling with ceil_mode overhang, but not start outside', () => {
    fc.assert(
      fc.property(window, ({ size, kernel, stride, begin, end }) => {
        fc.pre(begin < kernel && end < kernel && size + begin + end >= kernel);
        let places = 0;
        let at = -begin;
        for (; at + kernel <= size + end; at += stride) places += 1;
        if (at < size && at - stride + kernel < size + end) places += 1;
        const fact = inferOne([1, 1, size], (g, x) =>
          g.node('MaxPool', [x], {
            kernel_shape: [kernel],
            strides: [stride],
            pads: [begin, end],
            ceil_mode: 1,
          }),
        );
        expect(fact).toMatchObject({ dims: [1, 1, places] });
      }),
    );
  });

  it('transposes a convolution back to a size that convolves to the same', () => {
    fc.assert(
      fc.property(window, ({ size, kernel, stride, dilation }) => {
        const fact = inferOne([1, 2, size], (g, x) =>
          g.node(
            'ConvTranspose',
            [x, g.parameter('w', 'float32', [2, 3, kernel], () => undefined)],
            {
              strides: [stride],
              dilations: [dilation],
            },
          ),
        );
        const grown = (size - 1) * stride + (kernel - 1) * dilation + 1;
        expect(fact).toMatchObject({ dims: [1, 3, grown] });
        expect(Math.floor((grown - (kernel - 1) * dilation - 1) / stride) + 1).toBe(size);
      }),
    );
  });
});

describe('contractionOf', () => {
  it('reads implicit results, repeated labels and ellipses', () => {
    expect(
      contractionOf('ij,jk', [
        [2, 3],
        [3, 4],
      ])?.result,
    ).toEqual(['i', 'k']);
    expect(contractionOf('ii->', [[3, 3]])?.result).toEqual([]);
    const spread = contractionOf('...ij,...jk->...ik', [
      [5, 1, 2, 3],
      [7, 3, 4],
    ]);
    expect(spread?.result.map((label) => spread.sizes.get(label))).toEqual([5, 7, 2, 4]);
    expect(
      contractionOf('ij,jk->ik', [
        [2, 3],
        [4, 5],
      ]),
    ).toBeNull();
  });
});

it('multiplies extents by scales as single floats', () => {
  const g = new GraphBuilder({ name: 'resize', opset: 18 });
  const x = g.input('x', 'float32', [1, 2, 5, 10]);
  const scales = g.constant('scales', 'float32', [4], [1, 1, 1.5, 0.7]);
  g.output(g.node('Resize', [x, null, scales], { mode: 'nearest' }), 'float32', null);
  const [fact] = inferModel(g.finish()).outputs;
  // 0.7 as a float is a little less; its product with 10 rounds to 7 (ONNX Runtime agrees).
  expect(fact).toMatchObject({ dims: [1, 2, 7, 7] });
});
