// The same workload in another precision: the fp32 graph and its weights, stored and computed
// differently. Which operators a precision reaches is decided by its transform; tolerances are of
// the arithmetic, not of the quantisation error, because golden outputs are those of the
// transformed graph.
import type { Model } from '@/lib/onnx/ir';
import { chooseForm } from '../forms/support';
import type { InputSpec, Precision, PrimaryMetric, Workload, WorkloadKind } from '../workload';
import { toDynamicInt8 } from './dynamic-int8';
import { toFloat16 } from './float16';
import { toInt4Weights } from './int4-weights';
import { type Calibration, toStaticInt8 } from './static-int8';

interface Variant {
  readonly transform: (model: Model) => Model;
  /** Whether float inputs are fp16. */
  readonly halfInputs: boolean;
  /**
   * Smallest tolerance that sums of this arithmetic need; of a net, what they grow to from layer to
   * layer.
   */
  readonly tolerance: Readonly<Record<WorkloadKind, number>>;
}

/** The forms that a whole graph can be written in without calibration. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  // Eleven significant bits: 5e-4 a value, and GPUs sum in fp16.
  'half-matmul': {
    transform: toFloat16,
    halfInputs: true,
    tolerance: { kernel: 1e-2, model: 1e-2 },
  },
  // Activations are quantised while running: a value at the edge of two steps (1/255 of the range)
  // may fall to either side. Layer by layer such falls grow to the size of the steps themselves:
  // native ONNX Runtime with and without its fusions differs by 0.07 in BERT, WASM by 0.06.
  'dynamic-int8': {
    transform: toDynamicInt8,
    halfInputs: false,
    tolerance: { kernel: 1e-2, model: 1e-1 },
  },
  nbits: { transform: toInt4Weights, halfInputs: false, tolerance: { kernel: 1e-3, model: 1e-3 } },
  'half-nbits': {
    transform: (model) => toFloat16(toInt4Weights(model)),
    halfInputs: true,
    tolerance: { kernel: 1e-2, model: 1e-2 },
  },
};

/**
 * Integer kernels agree to the last bit; the tolerance is for the scaling of the last layer's 255
 * levels.
 */
const staticInt8 = (calibration: Calibration): Variant => ({
  transform: (model) => toStaticInt8(model, calibration),
  halfInputs: false,
  tolerance: { kernel: 1e-2, model: 1e-2 },
});

const METRIC_OF_INTEGERS: Partial<Record<PrimaryMetric, PrimaryMetric>> = { GFLOPS: 'GOPS' };

function halfInput(spec: InputSpec): InputSpec {
  return spec.dtype === 'float32' ? { ...spec, dtype: 'float16' } : spec;
}

/** In the form that runtimes run. */
function variantOf(precision: Precision, calibration: Calibration | undefined): Variant {
  const isStatic = precision === 'w8a8' && calibration !== undefined;
  const form = chooseForm(precision, isStatic ? 'convolution' : 'product');
  if (isStatic && form === 'qdq-conv') return staticInt8(calibration);
  const variant = VARIANTS[form];
  if (variant === undefined)
    throw new RangeError(`${precision} runs as ${form}, in which no net can be written yet`);
  return variant;
}

/**
 * `workload` must be the fp32 form, whose id ends in `-fp32`. With calibrated ranges w8a8 is
 * static, else dynamic.
 */
export function inPrecision(
  workload: Workload,
  precision: Precision,
  calibration?: Calibration,
): Workload {
  if (precision === 'fp32') return workload;
  const { transform, halfInputs, tolerance } = variantOf(precision, calibration);
  return {
    ...workload,
    id: workload.id.replace(/-fp32$/, `-${precision}`),
    precision,
    metric:
      precision === 'w8a8'
        ? (METRIC_OF_INTEGERS[workload.metric] ?? workload.metric)
        : workload.metric,
    inputs: halfInputs ? workload.inputs.map(halfInput) : workload.inputs,
    tolerance: Math.max(tolerance[workload.kind], workload.tolerance),
    build: (seed) => transform(workload.build(seed)),
  };
}
