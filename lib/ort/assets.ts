// Which build of ONNX Runtime runs, and where its files come from: our own origin, immutable by version.
import type { Bundle } from '../core/bundle';
import { ORT_PATH } from './version';

export type Runtime = typeof import('onnxruntime-web/webgpu');

/** The build with the native WebGPU and WebNN providers that this browser can run best. */
export function acceleratedBundle(): Bundle {
  return 'Suspending' in WebAssembly ? 'webgpu-jspi' : 'webgpu-asyncify';
}

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
