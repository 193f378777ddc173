// A workload opened on a backend: one session whose feeds are in place and whose runs can be timed.
// With GPU outputs run() resolves at submission, so `settle` awaits the queue; feeds and fetches of
// a GPU live in its own memory.
import type { InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import type { Subject } from '@/lib/bench/measure';
import type { Mode } from '@/lib/bench/mode';
import type { Backend } from '@/lib/core/backend';
import type { Bundle } from '@/lib/core/bundle';
import { err, ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import type { OutputValues } from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';
import type { InputSpec } from '@/lib/models/workload';
import { loadRuntime, type Runtime } from './assets';
import { bundleFor } from './bundles';
import { downloadRuntime } from './download';
import { type OpenFailure, openFailure, runtimeFailure } from './failure';
import { type Gpu, requestGpu } from './gpu';
import { gpuTensor, plainTensor, refill } from './tensors';
import { tinyModel } from './tiny-model';

export interface OpenRequest {
  readonly model: Uint8Array;
  readonly backend: Backend;
  /** Threads wanted on WASM; the accelerated backends get one, they compute elsewhere. */
  readonly threads: number;
  readonly mode: Mode;
  readonly inputs: readonly InputSpec[];
  /** The golden input to feed. */
  readonly seed: number;
}

export interface OpenSession extends Subject {
  readonly bundle: Bundle;
  /** What ORT has, read after the session was created; null where threads do not compute. */
  readonly threadsGot: number | null;
  /** The session was refused without a fallback to the CPU: some node runs there. */
  readonly fellBack: boolean;
  readonly sessionMs: number;
  readonly gpu: Gpu | null;
  /** How much ORT's WebGPU provider checks around every call; null on other backends. */
  readonly validationMode: typeof VALIDATION_MODE | null;
  /** Feeds another input from now on. */
  feed(seed: number): void;
  /** One more run, its outputs in graph order on the CPU. */
  outputs(): Promise<OutputValues[]>;
  /** Gives its memory back, where another session follows in the same worker. */
  close(): Promise<void>;
}

type Options = InferenceSession.SessionOptions;

/** ORT's own default, asked for by name, so that a new version cannot change it unseen. */
const VALIDATION_MODE = 'basic';

/**
 * Opens `request`. Missing hardware is a skip, a refusal of the runtime a failure; both carry the
 * reason.
 */
export async function openSession(request: OpenRequest): Promise<Result<OpenSession, OpenFailure>> {
  const { backend } = request;
  if (backend === 'webgpu') {
    const gpu = await requestGpu();
    return gpu.ok ? open(request, gpu.value) : gpu;
  }
  if (backend !== 'wasm' && Reflect.get(navigator, 'ml') === undefined) {
    return err(openFailure('unsupported', 'This browser has no WebNN: navigator.ml is missing.'));
  }
  return open(request, null);
}

/**
 * The runtime, started. It is fetched and compiled with its first session: a tiny one, so that it
 * is not in the time of ours. Where that fails, its files are looked at: what the network did says
 * nothing of the device.
 */
async function startedRuntime(
  { backend, threads }: OpenRequest,
  bundle: Bundle,
  gpu: Gpu | null,
): Promise<Result<Runtime, OpenFailure>> {
  try {
    const runtime = await loadRuntime(bundle, backend === 'wasm' ? threads : 1);
    const tiny = await runtime.InferenceSession.create(tinyModel(), {
      ...optionsFor(backend, gpu),
      extra: {},
    });
    await tiny.release();
    return ok(runtime);
  } catch (error) {
    const { signal } = new AbortController();
    const arrives = await downloadRuntime(bundle, {
      signal,
      silenceMs: 20_000,
      pausesMs: [],
      onProgress: () => undefined,
    });
    return err(
      arrives.ok
        ? runtimeFailure(error, 'session')
        : openFailure('download-failed', `The runtime could not be fetched: ${arrives.error}.`),
    );
  }
}

async function open(
  request: OpenRequest,
  gpu: Gpu | null,
): Promise<Result<OpenSession, OpenFailure>> {
  const { backend, mode, inputs, seed } = request;
  const bundle = bundleFor(backend);
  const started = await startedRuntime(request, bundle, gpu);
  if (!started.ok) return started;
  const runtime = started.value;
  try {
    const options = optionsFor(backend, gpu);
    const start = performance.now();
    const created = await create(runtime, request.model, request, options);
    if (!created.ok) return created;
    const { session, fellBack } = created.value;
    const sessionMs = performance.now() - start;

    const feeds: Record<string, Tensor> = {};
    for (const spec of inputs) {
      const values = generateInput(spec, seed);
      feeds[spec.name] =
        gpu === null
          ? plainTensor(runtime, spec, values)
          : gpuTensor(runtime, gpu.device, spec, values);
    }
    const feed = (another: number): void => {
      for (const spec of inputs) {
        const values = generateInput(spec, another);
        if (gpu === null) feeds[spec.name] = plainTensor(runtime, spec, values);
        else refill(gpu.device, feeds[spec.name], values);
      }
    };
    /** A lost device would leave a run waiting for ever. */
    const run = (): ReturnType<InferenceSession['run']> =>
      gpu === null ? session.run(feeds) : Promise.race([session.run(feeds), gpu.broken]);
    const settle = async (): Promise<void> => {
      if (gpu !== null) await Promise.race([gpu.device.queue.onSubmittedWorkDone(), gpu.broken]);
    };
    return ok({
      bundle,
      threadsGot: backend === 'wasm' ? (runtime.env.wasm.numThreads ?? null) : null,
      fellBack,
      sessionMs,
      gpu,
      validationMode: gpu === null ? null : VALIDATION_MODE,
      run: async () => {
        const results = await run();
        for (const name of session.outputNames) results[name]?.dispose();
      },
      settle,
      feed,
      outputs: async () => {
        // What a replay does not write must not be taken for its result: it runs over outputs that
        // were wiped.
        if (mode === 'graph' && gpu !== null) wipe(gpu.device, await run());
        const results = await run();
        await settle();
        const values: OutputValues[] = [];
        for (const name of session.outputNames) {
          const tensor = results[name];
          if (tensor === undefined) throw new Error(`the runtime returned no output '${name}'`);
          values.push((await tensor.getData(true)) as OutputValues);
        }
        return values;
      },
      close: () => session.release(),
    });
  } catch (error) {
    return err(runtimeFailure(error, 'session'));
  }
}

/**
 * First without any fallback to the CPU; where that is refused, with it, and the row says so. Graph
 * capture is never mixed: a graph that cannot be captured as a whole is not measured in that mode.
 */
async function create(
  runtime: Runtime,
  model: Uint8Array,
  { backend, mode }: OpenRequest,
  options: Options,
): Promise<Result<{ session: InferenceSession; fellBack: boolean }, OpenFailure>> {
  const { InferenceSession } = runtime;
  if (backend === 'wasm')
    return ok({ session: await InferenceSession.create(model, options), fellBack: false });
  const strict = { ...options, extra: { session: { disable_cpu_ep_fallback: '1' } } };
  if (mode === 'graph') {
    try {
      const session = await InferenceSession.create(model, { ...strict, enableGraphCapture: true });
      return ok({ session, fellBack: false });
    } catch (error) {
      return err(openFailure('unsupported', `This graph cannot be captured: ${messageOf(error)}`));
    }
  }
  try {
    return ok({ session: await InferenceSession.create(model, strict), fellBack: false });
  } catch {
    return ok({ session: await InferenceSession.create(model, options), fellBack: true });
  }
}

function wipe(device: GPUDevice, results: InferenceSession.ReturnType): void {
  const encoder = device.createCommandEncoder();
  for (const tensor of Object.values(results)) encoder.clearBuffer(tensor.gpuBuffer as GPUBuffer);
  device.queue.submit([encoder.finish()]);
}

/** The session options of a backend: what each measurement of it is created with. */
export function optionsFor(backend: Backend, gpu: Gpu | null): Options {
  const shared: Options = { graphOptimizationLevel: 'all', logSeverityLevel: 3 };
  switch (backend) {
    case 'wasm':
      return { ...shared, executionProviders: ['wasm'] };
    case 'webgpu': {
      const device = gpu?.device;
      if (device === undefined) throw new Error('a WebGPU session needs a device');
      const provider = { name: 'webgpu', device, validationMode: VALIDATION_MODE } as const;
      return { ...shared, executionProviders: [provider], preferredOutputLocation: 'gpu-buffer' };
    }
    case 'webnn-cpu':
    case 'webnn-gpu':
    case 'webnn-npu':
      return {
        ...shared,
        executionProviders: [
          {
            name: 'webnn',
            deviceType: backend === 'webnn-cpu' ? 'cpu' : backend === 'webnn-gpu' ? 'gpu' : 'npu',
          },
        ],
      };
  }
}
