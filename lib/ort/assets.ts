// ONNX Runtime's builds (./bundles.ts) with their paths and threads set: the only place that loads
// one.
import type { Bundle } from '../core/bundle';
import { ORT_PATH } from './version';

export type Runtime = typeof import('onnxruntime-web/webgpu');

const LOADERS: Readonly<Record<Bundle, () => Promise<Runtime>>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  'webgpu-jspi': () => import('onnxruntime-web/jspi'),
  'webgpu-asyncify': () => import('onnxruntime-web/webgpu'),
};

/** The runtime with its paths and thread count set; no file is fetched before the first session. */
export async function loadRuntime(bundle: Bundle, threads: number): Promise<Runtime> {
  const runtime = await LOADERS[bundle]();
  runtime.env.wasm.wasmPaths = new URL(ORT_PATH, self.location.origin).href;
  runtime.env.wasm.numThreads = threads;
  runtime.env.wasm.proxy = false;
  runtime.env.logLevel = 'error';
  return runtime;
}
