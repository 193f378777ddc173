// The attested kernel opened on a backend: batches go in with their own inputs, digests come out.
// On WebGPU the next batch is handed over before the last one is read back, so that the GPU does
// not wait for the way to the page and back.
import type { InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import type { BatchInput } from '@/lib/attest/batch';
import { attestModel } from '@/lib/attest/graph';
import { DIGESTS, KERNELS, type Kernel, type Size, UNIT } from '@/lib/attest/kernel';
import { loadRuntime, type Runtime } from './assets';
import { bundleFor } from './bundles';
import { type Gpu, requestGpu } from './gpu';
import { optionsFor } from './session';

export interface AttestedSession {
  readonly kernel: Kernel;
  /**
   * Starts a batch; resolves when the next may be started, with the promise of its digests,
   * [DIGESTS, columns].
   */
  start(input: BatchInput): Promise<{ readonly digests: Promise<Int32Array> }>;
  release(): Promise<void>;
}

export interface Prover {
  /** What the runtime has on WASM; null elsewhere. */
  threadsGot(): number | null;
  /** Throws where some node would run elsewhere: such a proof would be of another backend. */
  open(n: Size): Promise<AttestedSession>;
}

/**
 * Loads the runtime for the attested kernel on a backend, on `threads` threads where that is WASM.
 * @throws Error where the hardware is not there.
 */
export async function openProver(backend: 'wasm' | 'webgpu', threads: number): Promise<Prover> {
  const gpu = backend === 'webgpu' ? await requestGpu() : null;
  if (gpu !== null && !gpu.ok) throw new Error(gpu.error.reason);
  const device = gpu === null ? null : gpu.value;
  const runtime = await loadRuntime(bundleFor(backend), threads);
  return {
    threadsGot: () => (backend === 'wasm' ? (runtime.env.wasm.numThreads ?? null) : null),
    open: async (n) => {
      const kernel = KERNELS[n];
      // Without a fallback to the CPU: where some node would run there, the session is refused.
      const strict = {
        extra: { session: { disable_cpu_ep_fallback: backend === 'wasm' ? '0' : '1' } },
      };
      const options = { ...optionsFor(backend, device), ...strict };
      const session = await runtime.InferenceSession.create(attestModel(kernel), options);
      return device === null
        ? onCpu(runtime, session, kernel)
        : onGpu(runtime, session, kernel, device);
    },
  };
}

function feedsOf(
  { Tensor: TensorOf }: Runtime,
  { n, columns }: Kernel,
  { left, right }: BatchInput,
) {
  const inUnits = left.map((entry) => entry * UNIT);
  return {
    left: new TensorOf('float32', inUnits, [n, 2]),
    right: new TensorOf('float32', right, [2, columns]),
  };
}

/** Of numbers in units. */
const integers = (values: Float32Array): Int32Array =>
  Int32Array.from(values, (value) => Math.round(value / UNIT));

/** The only output of the graph. */
function digestsOf(
  { outputNames: [name] }: InferenceSession,
  results: InferenceSession.ReturnType,
): Tensor {
  const digests = name === undefined ? undefined : results[name];
  if (digests === undefined) throw new Error('The runtime returned no digests.');
  return digests as Tensor;
}

function onCpu(runtime: Runtime, session: InferenceSession, kernel: Kernel): AttestedSession {
  return {
    kernel,
    start: async (input) => {
      const output = digestsOf(session, await session.run(feedsOf(runtime, kernel, input)));
      return { digests: Promise.resolve(integers((await output.getData(true)) as Float32Array)) };
    },
    release: () => session.release(),
  };
}

function onGpu(
  runtime: Runtime,
  session: InferenceSession,
  kernel: Kernel,
  { device, broken }: Gpu,
): AttestedSession {
  const size = 4 * DIGESTS * kernel.columns;
  const readBack = async (staging: GPUBuffer): Promise<Int32Array> => {
    await Promise.race([staging.mapAsync(GPUMapMode.READ), broken]);
    const digests = integers(new Float32Array(staging.getMappedRange()));
    staging.destroy();
    return digests;
  };
  return {
    kernel,
    start: async (input) => {
      const results = await Promise.race([session.run(feedsOf(runtime, kernel, input)), broken]);
      const output = digestsOf(session, results);
      const staging = device.createBuffer({
        size,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(output.gpuBuffer as unknown as GPUBuffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      output.dispose();
      return { digests: readBack(staging) };
    },
    release: () => session.release(),
  };
}
