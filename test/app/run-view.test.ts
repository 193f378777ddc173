// What the page of a run leads with, and which measurements it may compare.
import { describe, expect, it } from 'vitest';
import {
  compareBackends,
  headlineOf,
  type MeasuredView,
  type MeasurementView,
  type WorkloadView,
} from '@/app/runs/[id]/run-view';

const mobilenet: WorkloadView = {
  id: 'mobilenet-v2-fp32',
  title: 'MobileNetV2',
  kind: 'model',
  metric: 'ms',
  rateUnit: 'GFLOPS',
  macs: 300_774_272,
  flops: 601_548_544,
  params: 3_504_872,
};
const gemm = (n: number): WorkloadView => ({
  id: `gemm-${n}-fp32`,
  title: `GEMM ${n}`,
  kind: 'kernel',
  metric: 'GFLOPS',
  rateUnit: 'GFLOPS',
  macs: n ** 3,
  flops: 2 * n ** 3,
  params: 0,
});

const measured = (workload: WorkloadView, over: Partial<MeasuredView> = {}): MeasuredView => ({
  id: `${workload.id}/${over.backend ?? 'wasm'}`,
  workload,
  backend: 'wasm',
  threads: { wanted: 4, got: 4 },
  outcome: 'measured',
  medianMs: 10,
  intervalMs: [9.9, 10.1],
  gflops: workload.flops / 10e6,
  samplesMs: [10],
  sessionMs: 1,
  firstRunMs: 1,
  quality: 'good',
  flags: [],
  ...over,
});
const skipped: MeasurementView = {
  id: 'x',
  workload: mobilenet,
  backend: 'webgpu',
  threads: { wanted: 1, got: null },
  outcome: 'skipped',
  reason: 'no adapter',
};

describe('headlineOf', () => {
  it('prefers a model to any kernel, and the kernel with the most FLOPs to others', () => {
    const model = measured(mobilenet);
    const [small, large] = [measured(gemm(128)), measured(gemm(1024))];
    expect(headlineOf([small, large, model])).toBe(model);
    expect(headlineOf([small, large])).toBe(large);
  });

  it('prefers the faster backend of the same model', () => {
    const slow = measured(mobilenet, { backend: 'wasm', medianMs: 41 });
    const fast = measured(mobilenet, { backend: 'webgpu', medianMs: 18 });
    expect(headlineOf([slow, fast])).toBe(fast);
  });

  it('never leads with what was not measured', () => expect(headlineOf([skipped])).toBeNull());
});

describe('compareBackends', () => {
  it('takes the ratio of one workload in one run', () => {
    const slow = measured(mobilenet, { backend: 'wasm', medianMs: 41 });
    const fast = measured(mobilenet, { backend: 'webgpu', medianMs: 20.5 });
    expect(compareBackends([slow, fast, measured(gemm(128))], mobilenet.id)).toEqual({
      workload: mobilenet,
      faster: 'webgpu',
      slower: 'wasm',
      ratio: 2,
    });
  });

  it('compares nothing with itself, with a skipped backend or with a mixed one', () => {
    expect(compareBackends([measured(mobilenet), skipped], mobilenet.id)).toBeNull();
    expect(compareBackends([measured(mobilenet), measured(mobilenet, { backend: 'mixed' })], mobilenet.id)).toBeNull();
    expect(compareBackends([measured(mobilenet), measured(mobilenet, { medianMs: 12 })], mobilenet.id)).toBeNull();
  });
});
