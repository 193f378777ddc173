// Scaled dot-product attention from its parts, as PyTorch exports it: many queries at once
// (prefill, compute bound) and one query against a cache of keys and values (decode, bandwidth
// bound).
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

interface Shape {
  readonly name: string;
  readonly title: string;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly width: number;
}

function attention({ name, title, heads, queries, keys, width }: Shape): readonly Workload[] {
  const decoding = queries === 1;
  const dims = {
    q: [1, heads, queries, width],
    /** Keys come transposed, so that no Transpose is measured. */
    k: [1, heads, width, keys],
    v: [1, heads, keys, width],
  };
  return kernels(
    {
      name: `attention-${name}`,
      family: 'Attention',
      title,
      metric: decoding ? 'GB/s' : 'GFLOPS',
      bound: decoding ? 'bandwidth' : 'compute',
      source: 'Vaswani et al. 2017, arXiv:1706.03762; softmax(QKᵀ/√d)·V',
      inputs: [activation('q', dims.q), activation('k', dims.k), activation('v', dims.v)],
      build: (g) => {
        const q = g.input('q', 'float32', dims.q);
        const k = g.input('k', 'float32', dims.k);
        const v = g.input('v', 'float32', dims.v);
        const scale = g.constant('scale', 'float32', [], [1 / Math.sqrt(width)]);
        const scores = g.node('Softmax', [g.node('MatMul', [g.node('Mul', [q, scale]), k])], {
          axis: -1,
        });
        g.output(g.node('MatMul', [scores, v], {}, { name: 'y' }), 'float32', dims.q);
      },
    },
    ['fp32', 'fp16'],
  );
}

export const WORKLOADS: readonly Workload[] = [
  ...attention({
    name: 'prefill-12x512x64',
    title: 'Attention, 512 queries and keys, 12 heads of 64',
    heads: 12,
    queries: 512,
    keys: 512,
    width: 64,
  }),
  ...attention({
    name: 'decode-12x2048x64',
    title: 'Attention of one token over 2048 cached, 12 heads of 64',
    heads: 12,
    queries: 1,
    keys: 2048,
    width: 64,
  }),
];
