// Native ONNX Runtime (CPU) as the oracle that browsers are compared with.
import * as ort from 'onnxruntime-node';
import { halfValue } from '@/lib/core/half';
import type { OutputValues } from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';
import type { InputSpec } from '@/lib/models/workload';

export interface NativeOutput {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly values: OutputValues;
}

export interface NativeModel {
  /** Feeds inputs drawn from `seed` and gives the outputs in the graph's order. */
  run(inputs: readonly InputSpec[], seed: number): Promise<NativeOutput[]>;
  close(): Promise<void>;
}

function tensorOf(spec: InputSpec, seed: number): ort.Tensor {
  return new ort.Tensor(spec.dtype, generateInput(spec, seed) as ort.Tensor['data'], [
    ...spec.dims,
  ]) as ort.Tensor;
}

/** fp16 outputs come as bits. */
function valuesOf(tensor: ort.Tensor): OutputValues {
  const data = tensor.data;
  if (tensor.type === 'float16') return Array.from(data as Uint16Array, halfValue);
  return data as OutputValues;
}

export async function openNative(model: Uint8Array | string): Promise<NativeModel> {
  const options: ort.InferenceSession.SessionOptions = { graphOptimizationLevel: 'all' };
  const session = await (typeof model === 'string'
    ? ort.InferenceSession.create(model, options)
    : ort.InferenceSession.create(model, options));
  return {
    run: async (inputs, seed) => {
      const results = await session.run(
        Object.fromEntries(inputs.map((spec) => [spec.name, tensorOf(spec, seed)])),
      );
      return session.outputNames.map((name) => {
        const tensor = results[name];
        return { name, dtype: tensor.type, dims: tensor.dims, values: valuesOf(tensor) };
      });
    },
    close: () => session.release(),
  };
}
