// The score of a backend on a device (flopmark-score/1; docs/measuring.md, "The score"): 1000 × the
// geometric mean over families of the geometric mean over a fixed batch-1 list of t_ref ÷ t_median.
// A list with a hole has no score: leaving out what a device is slow at must not pay. Scores of
// different backends are never averaged.

export interface ScoredWorkload {
  readonly id: string;
  /** As in the manifest; each family weighs the same. */
  readonly family: string;
  /**
   * Fastest sample on the reference machine. Frozen: in a geometric mean it only fixes where 1000
   * lies.
   */
  readonly referenceMs: number;
}

export const SCORE = {
  id: 'flopmark-score/1',
  reference: 'two virtual cores of an AMD EPYC server with Chromium 156, WASM on two threads',
  workloads: [
    { id: 'gemm-1024-fp32', family: 'GEMM', referenceMs: 180 },
    { id: 'gemv-4096-fp32', family: 'GEMV', referenceMs: 6.14 },
    { id: 'conv-3x3-256-14-fp32', family: 'Convolution', referenceMs: 20.1 },
    { id: 'conv-depthwise-3x3-144-56-fp32', family: 'Convolution', referenceMs: 2.36 },
    { id: 'attention-prefill-12x512x64-fp32', family: 'Attention', referenceMs: 101 },
    { id: 'softmax-512x2048-fp32', family: 'Memory', referenceMs: 6.06 },
    { id: 'mobilenet-v2-fp32', family: 'MobileNet', referenceMs: 166 },
    { id: 'shufflenet-v2-x1-0-fp32', family: 'ShuffleNet', referenceMs: 163 },
    { id: 'squeezenet1-1-fp32', family: 'SqueezeNet', referenceMs: 60.5 },
    { id: 'efficientnet-b0-fp32', family: 'EfficientNet', referenceMs: 638 },
    { id: 'resnet18-fp32', family: 'ResNet', referenceMs: 520 },
    { id: 'resnet50-fp32', family: 'ResNet', referenceMs: 2070 },
  ],
} as const satisfies Record<string, string | readonly ScoredWorkload[]>;

export interface Score {
  /** Null while a workload of the list is missing. */
  readonly points: number | null;
  /** Of the list, how many were measured. */
  readonly measured: number;
  readonly of: number;
}

/** `medianMs` gives the median time of a workload on one backend, null where there is none. */
export function scoreOf(medianMs: (workload: string) => number | null): Score {
  const speeds = new Map<string, number[]>();
  for (const { id, family, referenceMs } of SCORE.workloads) {
    const ms = medianMs(id);
    if (ms === null) continue;
    speeds.set(family, [...(speeds.get(family) ?? []), referenceMs / ms]);
  }
  const families = [...speeds.values()];
  const measured = families.reduce((sum, { length }) => sum + length, 0);
  const of = SCORE.workloads.length;
  return {
    points: measured < of ? null : 1000 * geometricMean(families.map(geometricMean)),
    measured,
    of,
  };
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
