import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { columnDigests, columnStates } from '@/lib/attest/check';
import { attestModel } from '@/lib/attest/graph';
import {
  batchInput,
  coefficients,
  DIGESTS,
  digestWeights,
  fold,
  KERNELS,
  type Kernel,
  LARGEST_ENTRY,
  SIZES,
  type Size,
} from '@/lib/attest/kernel';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';

const SEED = 'a seed of the test';

/** f as the graph computes it. */
function foldInFloats(y: number): number {
  const rest = Math.fround(y - Math.fround(8192 * Math.floor(Math.fround(y * 2 ** -13))));
  const c = Math.fround(rest - 4096);
  return Math.fround(Math.abs(c + 0.5) - 0.5 + 4096 * Math.floor(Math.fround(c * 2 ** -12)));
}

/** Rounds to `bits` significant bits, half to even: 11 for fp16 and TF32, 8 for bf16. */
function rounded(x: number, bits: number): number {
  if (x === 0) return 0;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits + 1);
  const scaled = x / unit;
  const below = Math.floor(scaled);
  const up = scaled - below > 0.5 || (scaled - below === 0.5 && below % 2 !== 0);
  return (below + (up ? 1 : 0)) * unit;
}

/** Digests of one column by the definition, with the operands of each product passed through `operand`. */
async function plainDigest(kernel: Kernel, batch: number, column: number, operand: (x: number) => number) {
  const { n, columns, steps } = kernel;
  const [a, w] = [coefficients(kernel), digestWeights(kernel)];
  const { left, right } = await batchInput(kernel, SEED, batch);
  let x = Array.from({ length: n }, (_, i) =>
    foldInFloats(left[2 * i] * right[column] + left[2 * i + 1] * right[columns + column]),
  );
  for (let step = 0; step < steps; step += 1) {
    const given = x.map(operand);
    x = Array.from({ length: n }, (_, i) =>
      foldInFloats(given.reduce((sum, value, k) => sum + a[i * n + k] * value, 0)),
    );
  }
  return Array.from({ length: DIGESTS }, (_, k) =>
    x.reduce((sum, value, i) => sum + foldInFloats(value * w[k * n + i]), 0),
  );
}

async function nativeDigests(n: Size, batches: readonly number[]): Promise<Float32Array[]> {
  const kernel = KERNELS[n];
  const session = await ort.InferenceSession.create(attestModel(kernel));
  const digests: Float32Array[] = [];
  for (const batch of batches) {
    const { left, right } = await batchInput(kernel, SEED, batch);
    const result = await session.run({
      left: new ort.Tensor('float32', left, [n, 2]),
      right: new ort.Tensor('float32', right, [2, kernel.columns]),
    });
    digests.push(result[session.outputNames[0]].data as Float32Array);
  }
  await session.release();
  return digests;
}

describe('f', () => {
  it('is a bijection of the 13-bit numbers, the same in integers and in floats', () => {
    const values = new Set<number>();
    for (let y = -4096; y < 4096; y += 1) {
      expect(foldInFloats(y)).toBe(fold(y));
      values.add(fold(y));
    }
    expect(values.size).toBe(8192);
    expect([Math.min(...values), Math.max(...values)]).toEqual([-4096, 4095]);
    for (let y = -(2 ** 24); y <= 2 ** 24; y += 997) expect(foldInFloats(y)).toBe(fold(y));
  });
});

describe.each(SIZES)('the kernel at n = %i', (n) => {
  const kernel = KERNELS[n];
  const a = coefficients(kernel);

  it('keeps every partial sum within 2²⁴', () => {
    for (let row = 0; row < n; row += 1) {
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += Math.abs(a[row * n + k]);
      if (sum * LARGEST_ENTRY > 2 ** 24) expect.fail(`row ${row}: ${sum}`);
    }
    expect(Math.max(...digestWeights(kernel)) * LARGEST_ENTRY).toBeLessThanOrEqual(2 ** 24);
    expect(n * LARGEST_ENTRY).toBeLessThanOrEqual(2 ** 24);
  });

  it('has its pinned coefficients', () => {
    const hash = createHash('sha256')
      .update(a)
      .update(new Uint8Array(digestWeights(kernel).buffer))
      .digest('hex');
    expect(hash.slice(0, 16)).toMatchSnapshot();
  });

  it('keeps all columns pairwise distinct after every step', async () => {
    const g = new GraphBuilder({ name: 'product', opset: 17 });
    const x = g.input('x', 'float32', [n, kernel.columns]);
    const weight = g.parameter('a', 'float32', [n, n], (target) => target.set(a));
    g.output(g.node('MatMul', [weight, x], {}, { name: 'y' }), 'float32', [n, kernel.columns]);
    const session = await ort.InferenceSession.create(writeModel(g.finish()));
    const { left, right } = await batchInput(kernel, SEED, 0);
    const distinct = (values: Float32Array): number => {
      const seen = new Set<string>();
      // Thirty-two rows decide nearly always; where they do not, all rows do.
      for (let column = 0; column < kernel.columns; column += 1) {
        seen.add(Array.from({ length: 32 }, (_, row) => values[row * kernel.columns + column]).join());
      }
      return seen.size;
    };
    let state = Float32Array.from({ length: n * kernel.columns }, (_, at) => {
      const [row, column] = [Math.floor(at / kernel.columns), at % kernel.columns];
      return fold(left[2 * row] * right[column] + left[2 * row + 1] * right[kernel.columns + column]);
    });
    expect(distinct(state)).toBe(kernel.columns);
    for (let step = 0; step < kernel.steps; step += 1) {
      const result = await session.run({ x: new ort.Tensor('float32', state, [n, kernel.columns]) });
      state = Float32Array.from(result[session.outputNames[0]].data as Float32Array, fold);
      expect(distinct(state)).toBe(kernel.columns);
    }
    await session.release();
  });
});

/** Columns compared per size: above 10⁴ in all. */
const COMPARED: readonly (readonly [n: Size, batches: number, columns: number])[] = [
  [128, 64, 128],
  [256, 6, 256],
  [512, 2, 512],
  [1024, 1, 128],
  [2048, 1, 16],
  [4096, 1, 4],
];

describe('exactness', () => {
  it.each(COMPARED)('n = %i: the runtime and the checker agree in every bit', async (n, batches, columns) => {
    const kernel = KERNELS[n];
    const numbers = Array.from({ length: batches }, (_, batch) => batch);
    const native = await nativeDigests(n, numbers);
    let mismatches = 0;
    for (const batch of numbers) {
      const input = await batchInput(kernel, SEED, batch);
      const expected = columnDigests(
        n,
        Array.from({ length: columns }, (_, column) => ({ input, column })),
      );
      expected.forEach((digest, column) => {
        for (let k = 0; k < DIGESTS; k += 1) {
          if (native[batch][k * kernel.columns + column] !== digest[k]) mismatches += 1;
        }
      });
    }
    expect(mismatches).toBe(0);
  });

  it('is what the definition says', async () => {
    const kernel = KERNELS[128];
    const input = await batchInput(kernel, SEED, 3);
    const [first, second] = columnDigests(128, [
      { input, column: 5 },
      { input, column: 100 },
    ]);
    expect([...first]).toEqual(await plainDigest(kernel, 3, 5, (x) => x));
    expect([...second]).toEqual(await plainDigest(kernel, 3, 100, (x) => x));
    expect(columnStates(128, { input, column: 5 })).toHaveLength(kernel.steps + 1);
  });

  it.each([
    ['fp16 or TF32', 11],
    ['bf16', 8],
  ])('shows one pass of %s in every column', async (_, bits) => {
    const kernel = KERNELS[128];
    const input = await batchInput(kernel, SEED, 0);
    for (let column = 0; column < 16; column += 1) {
      const [exact] = columnDigests(128, [{ input, column }]);
      expect(await plainDigest(kernel, 0, column, (x) => rounded(x, bits))).not.toEqual([...exact]);
    }
  });
});
