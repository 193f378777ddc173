// Measurements as a run's page shows them, for tests of what is concluded from them.
import type { MeasuredView, UnmeasuredView, WorkloadView } from '@/lib/views/run-view';

export const mobilenet: WorkloadView = {
  id: 'mobilenet-v2-fp32',
  title: 'MobileNetV2',
  kind: 'model',
  metric: 'ms',
  rateUnit: 'GFLOPS',
  macs: 300_774_272,
  flops: 601_548_544,
  params: 3_504_872,
};
export const gemm = (n: number): WorkloadView => ({
  id: `gemm-${n}-fp32`,
  title: `GEMM ${n}`,
  kind: 'kernel',
  metric: 'GFLOPS',
  rateUnit: 'GFLOPS',
  macs: n ** 3,
  flops: 2 * n ** 3,
  params: 0,
});

export const measured = (
  workload: WorkloadView,
  over: Partial<MeasuredView> = {},
): MeasuredView => ({
  id: `${workload.id}/${over.backend ?? 'wasm'}`,
  workload,
  backend: 'wasm',
  threads: { wanted: 4, got: 4 },
  mode: 'run',
  outcome: 'measured',
  medianMs: 10,
  dispatchUs: null,
  restsOn: null,
  frameGaps: null,
  pressure: null,
  validationMode: null,
  intervalMs: [9.9, 10.1],
  gflops: workload.flops / 10e6,
  samplesMs: [10],
  sessionMs: 1,
  firstRunMs: 1,
  quality: 'good',
  flags: [],
  ...over,
});
export const skipped: UnmeasuredView = {
  id: 'x',
  workload: mobilenet,
  backend: 'webgpu',
  threads: { wanted: 1, got: null },
  mode: 'run',
  outcome: 'skipped',
  reason: 'no adapter',
  inputSeed: null,
};
