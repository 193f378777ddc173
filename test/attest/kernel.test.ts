import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { batchInput, firstColumn } from '@/lib/attest/batch';
import { computeColumns } from '@/lib/attest/column';
import { attestModel } from '@/lib/attest/graph';
import {
  DIGESTS,
  fold,
  KERNELS,
  type Kernel,
  SIZES,
  type Size,
  UNIT,
  WEIGHT_RANGE,
} from '@/lib/attest/kernel';
import { tablesOf } from '@/lib/attest/tables';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';

const SEED = 'a seed of the test';

/** f as the graph computes it, from and to integers. */
function foldInFloats(y: number): number {
  const value = Math.fround(y * UNIT);
  const q = Math.floor(value);
  const distance = Math.abs(Math.fround(Math.fround(value - q) - 0.5));
  return Math.fround(distance + Math.fround(q * UNIT)) / UNIT;
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

/**
 * Digests of one column by the definition, with the operands of each product passed through
 * `operand`.
 */
async function plainDigest(
  kernel: Kernel,
  batch: number,
  column: number,
  operand: (x: number) => number,
) {
  const { n, columns, steps } = kernel;
  const { a, weights } = tablesOf(kernel);
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
    x.reduce((sum, value, i) => sum + value * weights[k * n + i], 0),
  );
}

/** [DIGESTS, columns] of each batch, integers. */
async function nativeDigests(n: Size, batches: readonly number[]): Promise<Float32Array[]> {
  const kernel = KERNELS[n];
  const session = await ort.InferenceSession.create(attestModel(kernel));
  const digests: Float32Array[] = [];
  for (const batch of batches) {
    const { left, right } = await batchInput(kernel, SEED, batch);
    const result = await session.run({
      left: new ort.Tensor(
        'float32',
        left.map((entry) => entry * UNIT),
        [n, 2],
      ),
      right: new ort.Tensor('float32', right, [2, kernel.columns]),
    });
    digests.push((result[session.outputNames[0]].data as Float32Array).map((sum) => sum / UNIT));
  }
  await session.release();
  return digests;
}

describe('f', () => {
  it('is the same in integers and in floats, for every sum that can be', () => {
    for (let y = -(2 ** 24); y <= 2 ** 24; y += 1) {
      if (foldInFloats(y) !== fold(y))
        expect.fail(`f(${y}) is ${foldInFloats(y)} in floats, ${fold(y)} in integers`);
    }
  });

  it('has the range that sums are bounded for', () => {
    const values = Array.from({ length: 2 ** 15 }, (_, i) =>
      fold(1024 * (i - 2 ** 14) + (i % 1024)),
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1024);
    expect(Math.max(...values)).toBeLessThanOrEqual(9216);
    expect([fold(0), fold(8192), fold(16383), fold(16384), fold(-1)]).toEqual([
      8192, 0, 8191, 8193, 8190,
    ]);
  });
});

describe.each(SIZES)('the kernel at n = %i', (n) => {
  const kernel = KERNELS[n];
  const { a, weights } = tablesOf(kernel);

  it('has rows of its range that sum to zero', () => {
    for (const [rows, range] of [
      [a, kernel.range],
      [weights, WEIGHT_RANGE],
    ] as const) {
      expect(Math.max(...new Set(rows.map(Math.abs)))).toBe(range);
      for (let from = 0; from < rows.length; from += n) {
        let sum = 0;
        for (let k = from; k < from + n; k += 1) sum += rows[k];
        if (sum !== 0) expect.fail(`row ${from / n} sums to ${sum}`);
      }
    }
  });

  it('has its pinned coefficients', () => {
    const hash = createHash('sha256').update(a).update(weights).digest('hex');
    expect(hash.slice(0, 16)).toMatchSnapshot();
  });

  it('keeps all columns pairwise distinct after every step', async () => {
    const g = new GraphBuilder({ name: 'product', opset: 17 });
    const x = g.input('x', 'float32', [n, kernel.columns]);
    const weight = g.parameter('a', 'float32', [n, n], (target) => target.set(a));
    g.output(g.node('MatMul', [weight, x], {}, { name: 'y' }), 'float32', [n, kernel.columns]);
    const session = await ort.InferenceSession.create(writeModel(g.finish()));
    const input = await batchInput(kernel, SEED, 0);
    const distinct = (values: Float32Array): number => {
      const seen = new Set<string>();
      // Thirty-two rows decide nearly always; where they do not, all rows do.
      for (let column = 0; column < kernel.columns; column += 1) {
        seen.add(
          Array.from({ length: 32 }, (_, row) => values[row * kernel.columns + column]).join(),
        );
      }
      return seen.size;
    };
    let state = new Float32Array(n * kernel.columns);
    for (let column = 0; column < kernel.columns; column += 1) {
      firstColumn(kernel, { input, column }).forEach((entry, row) => {
        state[row * kernel.columns + column] = entry;
      });
    }
    expect(distinct(state)).toBe(kernel.columns);
    for (let step = 0; step < kernel.steps; step += 1) {
      const result = await session.run({
        x: new ort.Tensor('float32', state, [n, kernel.columns]),
      });
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
  it.each(COMPARED)(
    'n = %i: the runtime and plain integers agree in every bit',
    async (n, batches, columns) => {
      const kernel = KERNELS[n];
      const numbers = Array.from({ length: batches }, (_, batch) => batch);
      const native = await nativeDigests(n, numbers);
      let mismatches = 0;
      for (const batch of numbers) {
        const input = await batchInput(kernel, SEED, batch);
        const expected = computeColumns(
          kernel,
          Array.from({ length: columns }, (_, column) => ({ input, column })),
        );
        expected.forEach(({ digest }, column) => {
          for (let k = 0; k < DIGESTS; k += 1) {
            if (native[batch][k * kernel.columns + column] !== digest[k]) mismatches += 1;
          }
        });
      }
      expect(mismatches).toBe(0);
    },
  );

  it('is what the definition says', async () => {
    const kernel = KERNELS[128];
    const input = await batchInput(kernel, SEED, 3);
    const [first, second] = computeColumns(kernel, [
      { input, column: 5 },
      { input, column: 100 },
    ]);
    expect([...first.digest]).toEqual(await plainDigest(kernel, 3, 5, (x) => x));
    expect([...second.digest]).toEqual(await plainDigest(kernel, 3, 100, (x) => x));
    expect(first.sums).toHaveLength(kernel.steps * kernel.n);
  });

  it.each([
    ['fp16 or TF32', 11],
    ['bf16', 8],
  ])('shows one pass of %s in every column', async (_, bits) => {
    const kernel = KERNELS[128];
    const input = await batchInput(kernel, SEED, 0);
    for (let column = 0; column < 16; column += 1) {
      const [{ digest }] = computeColumns(kernel, [{ input, column }]);
      expect(await plainDigest(kernel, 0, column, (x) => rounded(x, bits))).not.toEqual([
        ...digest,
      ]);
    }
  });
});
