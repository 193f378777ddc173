// onnxruntime-web's WASM in this process against native ONNX Runtime, element by element, for one
// input seed.
import * as ort from 'onnxruntime-web/wasm';
import { halfValue } from '@/lib/core/half';
import {
  compareGolden,
  type OutputValues,
  projectOutputs,
  relativeError,
} from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { DEFAULT_SEED } from '@/lib/models/registry';
import type { InputSpec, Workload } from '@/lib/models/workload';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from '../oracle/native-runtime';

const INPUT_SEED = 1;

export interface Agreement {
  readonly id: string;
  readonly outputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly error: number;
  }[];
  /** Largest relative difference of all outputs. */
  readonly error: number;
  readonly tolerance: number;
  /** Whether WASM met the pinned outputs; null where this seed has none. */
  readonly goldenMet: boolean | null;
  readonly ok: boolean;
}

async function runWeb(bytes: Uint8Array, inputs: readonly InputSpec[]): Promise<OutputValues[]> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const feeds = inputs.map((spec) => {
    const data = generateInput(spec, INPUT_SEED) as ort.Tensor['data'];
    return [spec.name, new ort.Tensor(spec.dtype, data, [...spec.dims]) as ort.Tensor] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  const outputs = session.outputNames.map((name) => {
    const { type, data } = results[name];
    return type === 'float16' && data instanceof Uint16Array
      ? Array.from(data, halfValue)
      : (data as OutputValues);
  });
  await session.release();
  return outputs;
}

export async function checkWorkload(
  { id, build, inputs, tolerance }: Workload,
  seed: number,
): Promise<Agreement> {
  const bytes = writeModel(build(seed));
  const native = await openNative(bytes);
  const reference = await native.run(inputs, INPUT_SEED);
  await native.close();
  const web = await runWeb(bytes, inputs);
  const outputs = reference.map(({ name, dtype, dims, values }, i) => ({
    name,
    type: `${dtype}[${dims}]`,
    error: relativeError(web[i], values),
  }));
  const error = Math.max(...outputs.map((output) => output.error));
  const golden =
    seed === DEFAULT_SEED
      ? MANIFEST.get(id)?.golden.find((entry) => entry.seed === INPUT_SEED)
      : undefined;
  const goldenMet =
    golden === undefined ? null : compareGolden(projectOutputs(web), golden, tolerance).ok;
  return {
    id,
    outputs,
    error,
    tolerance,
    goldenMet,
    ok: error <= tolerance && goldenMet !== false,
  };
}

export function agreementLine({ id, error, tolerance, goldenMet }: Agreement): string {
  const golden = goldenMet === null ? '' : `, golden values ${goldenMet ? 'met' : 'missed'}`;
  return `${id}: largest relative difference ${error.toExponential(2)}, tolerance ${tolerance}${golden}`;
}
