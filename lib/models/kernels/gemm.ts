// Matrix products C = A·B. A is fed, B is a weight, so that no runtime can fold the product away; both are of unit
// variance over √k, so that C is of the size of A.
import { createPrng, seedOf } from '../../core/prng';
import { GraphBuilder } from '../../onnx/builder';
import type { Workload } from '../workload';

interface Shape {
  readonly name: string;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

function gemm({ name, m, k, n }: Shape): Workload {
  const id = `gemm-${name}-fp32`;
  const bound = Math.sqrt(3 / k);
  return {
    id,
    version: 1,
    kind: 'kernel',
    family: 'gemm',
    title: `Matrix product ${m} × ${k} × ${n}`,
    precision: 'fp32',
    batch: 1,
    metric: 'GFLOPS',
    bound: 'compute',
    source: 'C = A·B, fp32',
    inputs: [{ name: 'a', dtype: 'float32', dims: [m, k], fill: { kind: 'uniform', low: -1, high: 1 } }],
    tolerance: 1e-4,
    build: (seed) => {
      const g = new GraphBuilder({ name: id, opset: 17 });
      const a = g.input('a', 'float32', [m, k]);
      const b = g.parameter('b', 'float32', [k, n], (target) => {
        const prng = createPrng(seed ^ seedOf('b'));
        for (let i = 0; i < target.length; i += 1) target[i] = (2 * prng.unit() - 1) * bound;
      });
      g.output(g.node('MatMul', [a, b], {}, { name: 'c' }), 'float32', [m, n]);
      return g.finish();
    },
  };
}

const square = (n: number): Shape => ({ name: String(n), m: n, k: n, n });

export const WORKLOADS: readonly Workload[] = [128, 256, 512, 1024, 2048, 4096].map((n) => gemm(square(n)));
