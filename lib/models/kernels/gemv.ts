// Matrix–vector products: every weight is read once for one multiply-add, so memory decides. What
// decoding one token at a time does, and why int4 weights help there.
import { scaled } from '../weights';
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

function gemv(n: number): readonly Workload[] {
  return kernels(
    {
      name: `gemv-${n}`,
      family: 'GEMV',
      title: `Matrix–vector product ${n} × ${n}`,
      metric: 'GB/s',
      bound: 'bandwidth',
      source: 'y = x·W, one row',
      inputs: [activation('x', [1, n])],
      build: (g, seed) => {
        const x = g.input('x', 'float32', [1, n]);
        const w = g.parameter('w', 'float32', [n, n], scaled(seed, 'w', n));
        g.output(g.node('MatMul', [x, w], {}, { name: 'y' }), 'float32', [1, n]);
      },
    },
    ['fp32', 'fp16', 'w8a8', 'w4a32', 'w4a16'],
  );
}

export const WORKLOADS: readonly Workload[] = [1024, 4096].flatMap(gemv);
