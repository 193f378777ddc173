// The same workload in another precision: the fp32 graph and its weights, stored and computed differently. Which operators
// a precision reaches is decided by its transform; tolerances are of the arithmetic, not of the quantisation error, because
// golden outputs are those of the transformed graph.
import type { Model } from '@/lib/onnx/ir';
import type { InputSpec, Precision, PrimaryMetric, Workload } from '../workload';
import { toDynamicInt8 } from './dynamic-int8';
import { toFloat16 } from './float16';
import { toInt4Weights } from './int4-weights';
import { type Calibration, toStaticInt8 } from './static-int8';

interface Variant {
  readonly transform: (model: Model) => Model;
  /** Whether float inputs are fp16. */
  readonly halfInputs: boolean;
  /** Smallest tolerance that sums of this arithmetic need. */
  readonly tolerance: number;
}

const VARIANTS: Readonly<Record<Precision, Variant>> = {
  fp32: { transform: (model) => model, halfInputs: false, tolerance: 0 },
  // Eleven significant bits: 5e-4 a value, and GPUs sum in fp16.
  fp16: { transform: toFloat16, halfInputs: true, tolerance: 1e-2 },
  // Activations are quantised while running: a value at the edge of two steps (1/255 of the range) may fall to either side.
  w8a8: { transform: toDynamicInt8, halfInputs: false, tolerance: 1e-2 },
  w4a32: { transform: toInt4Weights, halfInputs: false, tolerance: 1e-3 },
  w4a16: { transform: (model) => toFloat16(toInt4Weights(model)), halfInputs: true, tolerance: 1e-2 },
};

/** Integer kernels agree to the last bit; the tolerance is for the scaling of the last layer's 255 levels. */
const staticInt8 = (calibration: Calibration): Variant => ({
  transform: (model) => toStaticInt8(model, calibration),
  halfInputs: false,
  tolerance: 1e-2,
});

const METRIC_OF_INTEGERS: Partial<Record<PrimaryMetric, PrimaryMetric>> = { GFLOPS: 'GOPS' };

function halfInput(spec: InputSpec): InputSpec {
  return spec.dtype === 'float32' ? { ...spec, dtype: 'float16' } : spec;
}

/** `workload` must be the fp32 form, whose id ends in `-fp32`. With calibrated ranges w8a8 is static, else dynamic. */
export function inPrecision(workload: Workload, precision: Precision, calibration?: Calibration): Workload {
  if (precision === 'fp32') return workload;
  const isStatic = precision === 'w8a8' && calibration !== undefined;
  const { transform, halfInputs, tolerance } = isStatic ? staticInt8(calibration) : VARIANTS[precision];
  return {
    ...workload,
    id: workload.id.replace(/-fp32$/, `-${precision}`),
    precision,
    metric: precision === 'w8a8' ? (METRIC_OF_INTEGERS[workload.metric] ?? workload.metric) : workload.metric,
    inputs: halfInputs ? workload.inputs.map(halfInput) : workload.inputs,
    tolerance: Math.max(tolerance, workload.tolerance),
    build: (seed) => transform(workload.build(seed)),
  };
}
