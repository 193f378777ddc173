// A kernel is one operator class at one size. It is written once, in fp32, and read by `kernels` as
// one workload per precision: other float formats are made from the same graph and the same
// weights. A new one is a file beside this, a line in ../registry.ts and a pin (README.md, "Add a
// model").
import { GraphBuilder } from '@/lib/onnx/builder';
import { inPrecision } from '../variants/precision';
import type { Bound, InputSpec, Precision, PrimaryMetric, Workload } from '../workload';

export interface Kernel {
  readonly name: string;
  readonly family: string;
  readonly title: string;
  readonly metric: PrimaryMetric;
  readonly bound: Bound;
  readonly source: string;
  readonly batch?: number;
  readonly inputs: readonly InputSpec[];
  /** Version of ai.onnx, default 17. */
  readonly opset?: number;
  /** Adds inputs, weights, nodes and outputs. */
  readonly build: (g: GraphBuilder, seed: number) => void;
}

/** A float input of unit-sized values. */
export function activation(name: string, dims: readonly number[]): InputSpec {
  return { name, dtype: 'float32', dims, fill: { kind: 'uniform', low: -1, high: 1 } };
}

/**
 * Sums of at most some thousand terms in another order: 1e-5; Winograd and fast math of GPUs ten
 * times that.
 */
const FP32_TOLERANCE = 1e-4;

/** The workloads of one kernel, in these precisions. */
export function kernels(
  kernel: Kernel,
  precisions: readonly Precision[] = ['fp32'],
): readonly Workload[] {
  const { name, batch = 1, opset = 17, build, ...facts } = kernel;
  const id = `${name}-fp32`;
  const fp32: Workload = {
    ...facts,
    id,
    version: 1,
    kind: 'kernel',
    precision: 'fp32',
    batch,
    tolerance: FP32_TOLERANCE,
    build: (seed) => {
      const g = new GraphBuilder({ name: id, opset });
      build(g, seed);
      return g.finish();
    },
  };
  return precisions.map((precision) => inPrecision(fp32, precision));
}
