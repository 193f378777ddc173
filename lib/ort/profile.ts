// How long each node takes: a session on WASM whose profiler is on. In a browser ONNX Runtime
// prints the profile's lines on the console when it is ended (onnxruntime#8932); they are caught on
// their way.
import { err, ok, type Result } from '@/lib/core/result';
import { generateInput } from '@/lib/models/input';
import type { InputSpec } from '@/lib/models/workload';
import { loadRuntime } from './assets';
import { type OpenFailure, runtimeFailure } from './failure';
import { optionsFor } from './session';
import { plainTensor } from './tensors';

export interface ProfileRequest {
  readonly model: Uint8Array;
  readonly inputs: readonly InputSpec[];
  readonly threads: number;
  readonly runs: number;
  /** Called after each run. */
  readonly onRun: (done: number) => void;
}

const INPUT_SEED = 1;

/** The profile as text, for lib/flops/profile.ts. */
export async function profileModel(request: ProfileRequest): Promise<Result<string, OpenFailure>> {
  const { model, inputs, threads, runs, onRun } = request;
  const print = console.log;
  const lines: string[] = [];
  // The runtime takes hold of the console when it is compiled.
  console.log = (...parts: unknown[]) => {
    lines.push(parts.join(' '));
  };
  try {
    const runtime = await loadRuntime('wasm', threads);
    const session = await runtime.InferenceSession.create(model, {
      ...optionsFor('wasm', null),
      enableProfiling: true,
    });
    const feeds = Object.fromEntries(
      inputs.map((spec) => [
        spec.name,
        plainTensor(runtime, spec, generateInput(spec, INPUT_SEED)),
      ]),
    );
    for (let done = 1; done <= runs; done += 1) {
      const results = await session.run(feeds);
      for (const result of Object.values(results)) result.dispose();
      onRun(done);
    }
    lines.length = 0;
    session.endProfiling();
    await session.release();
    return ok(lines.join('\n'));
  } catch (error) {
    return err(runtimeFailure(error, 'run'));
  } finally {
    console.log = print;
  }
}
