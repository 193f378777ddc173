// A manifest entry of round numbers, for tests that are not about any real workload.
import type { ManifestEntry } from '@/lib/models/workload';

const golden = (seed: number) => ({
  seed,
  projections: Array.from({ length: 64 }, (_, i) => Math.cos(seed * 100 + i)),
  samples: Array.from({ length: 16 }, (_, i) => ({ index: i, value: Math.sin(seed * 100 + i) })),
});

export const ENTRY: ManifestEntry = {
  id: 'gemm-100-fp32',
  version: 3,
  kind: 'kernel',
  family: 'gemm',
  title: 'Matrix product 100 × 100 × 100',
  precision: 'fp32',
  batch: 1,
  metric: 'GFLOPS',
  bound: 'compute',
  source: 'test',
  inputs: [
    { name: 'a', dtype: 'float32', dims: [100, 100], fill: { kind: 'uniform', low: -1, high: 1 } },
  ],
  outputs: [{ name: 'c', dtype: 'float32', dims: [100, 100] }],
  digest: 'ab'.repeat(32),
  modelBytes: 40_100,
  params: 10_000,
  macs: 1_000_000,
  flops: 2_000_000,
  backwardMacs: 0,
  otherOps: 0,
  integerOps: 0,
  weightBytes: 40_000,
  activationBytes: 80_000,
  peakActivationBytes: 80_000,
  macsByOp: { MatMul: 1_000_000 },
  tolerance: 1e-4,
  golden: [golden(1), golden(2)],
};
