// Matrix products C = A·B. A is fed, B is a weight, so that no runtime can fold the product away; B
// is scaled by the length of the sums, so that C is of the size of A. The int8 form is the bare
// integer product (MatMulInteger), without the quantisation around it.

import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder } from '@/lib/onnx/builder';
import { scaled } from '../weights';
import type { Precision, Workload } from '../workload';
import { activation, kernels } from './kernel';

interface Shape {
  readonly name: string;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Independent products; 1 for plain matrices. */
  readonly count?: number;
}

const matrix = (count: number, rows: number, columns: number): number[] =>
  count === 1 ? [rows, columns] : [count, rows, columns];

function gemm(
  { name, m, k, n, count = 1 }: Shape,
  precisions: readonly Precision[],
): readonly Workload[] {
  const build = (g: GraphBuilder, seed: number): void => {
    const a = g.input('a', 'float32', matrix(count, m, k));
    const b = g.parameter('b', 'float32', matrix(count, k, n), scaled(seed, 'b', k));
    g.output(g.node('MatMul', [a, b], {}, { name: 'c' }), 'float32', matrix(count, m, n));
  };
  return kernels(
    {
      name: `gemm-${name}`,
      family: 'GEMM',
      title: `Matrix product ${count === 1 ? '' : `${count} × `}${m} × ${k} × ${n}`,
      metric: 'GFLOPS',
      bound: 'compute',
      source: 'C = A·B',
      inputs: [activation('a', matrix(count, m, k))],
      build,
    },
    precisions,
  );
}

function integerGemm(n: number): Workload {
  const id = `gemm-${n}-w8a8`;
  return {
    id,
    version: 1,
    kind: 'kernel',
    family: 'GEMM',
    title: `Matrix product ${n} × ${n} × ${n}`,
    precision: 'w8a8',
    batch: 1,
    metric: 'GOPS',
    bound: 'compute',
    source: 'C = A·B in integers: MatMulInteger, uint8 × int8 → int32',
    inputs: [
      { name: 'a', dtype: 'uint8', dims: [n, n], fill: { kind: 'uniform', low: 0, high: 16 } },
    ],
    // Integer sums are exact; only the printed golden values are rounded.
    tolerance: 1e-5,
    build: (seed) => {
      const g = new GraphBuilder({ name: id, opset: 17 });
      const a = g.input('a', 'uint8', [n, n]);
      const b = g.parameter('b', 'int8', [n, n], (target) => {
        const prng = createPrng(seed ^ seedOf('b'));
        for (let i = 0; i < target.length; i += 1) target[i] = prng.below(7) - 3;
      });
      g.output(g.node('MatMulInteger', [a, b], {}, { name: 'c' }), 'int32', [n, n]);
      return g.finish();
    },
  };
}

const square = (n: number): Shape => ({ name: String(n), m: n, k: n, n });

export const WORKLOADS: readonly Workload[] = [
  ...[128, 256, 4096].flatMap((n) => gemm(square(n), ['fp32'])),
  ...[512, 1024, 2048].flatMap((n) => gemm(square(n), ['fp32', 'fp16', 'w4a32'])),
  ...[512, 1024, 2048].map(integerGemm),
  ...gemm({ name: '16x2048x2048', m: 16, k: 2048, n: 2048 }, ['fp32', 'w4a32']),
  ...gemm({ name: '2048x64x2048', m: 2048, k: 64, n: 2048 }, ['fp32']),
  ...gemm({ name: 'batch16-256', m: 256, k: 256, n: 256, count: 16 }, ['fp32', 'fp16']),
];
