// onnxruntime-web's WASM in this process against native ONNX Runtime, element by element, for one input seed.
import * as ort from 'onnxruntime-web/wasm';
import { halfValue } from '@/lib/core/half';
import { compareGolden, type OutputValues, projectOutputs, relativeError } from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { DEFAULT_SEED } from '@/lib/models/registry';
import type { InputSpec, Workload } from '@/lib/models/workload';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from '../native-runtime';

const INPUT_SEED = 1;

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
    return type === 'float16' && data instanceof Uint16Array ? Array.from(data, halfValue) : (data as OutputValues);
  });
  await session.release();
  return outputs;
}

/** Prints the comparison; false where a difference passes the workload's tolerance. */
export async function checkWorkload(workload: Workload, seed: number): Promise<boolean> {
  const bytes = writeModel(workload.build(seed));
  const native = await openNative(bytes);
  const reference = await native.run(workload.inputs, INPUT_SEED);
  await native.close();
  const web = await runWeb(bytes, workload.inputs);
  const errors = reference.map(({ values }, i) => relativeError(web[i], values));
  const largest = Math.max(...errors);
  const { id, tolerance } = workload;
  reference.forEach(({ name, dtype, dims }, i) => {
    console.log(`${id} ${name} ${dtype}[${dims}]: largest relative difference ${errors[i].toExponential(2)}`);
  });
  const golden = MANIFEST.get(id)?.golden.find((entry) => entry.seed === INPUT_SEED);
  const pinned = seed === DEFAULT_SEED && golden !== undefined;
  const right = !pinned || compareGolden(projectOutputs(web), golden, tolerance).ok;
  console.log(
    `${id}: largest relative difference ${largest.toExponential(2)}, tolerance ${tolerance}${pinned ? `, golden values ${right ? 'met' : 'missed'}` : ''}`,
  );
  return largest <= tolerance && right;
}
