// Which build of ONNX Runtime runs a backend, and the files that it fetches from our own origin.
import type { Backend } from '../core/backend';
import type { Bundle } from '../core/bundle';

/** The build with the native WebGPU and WebNN providers that this browser can run best. */
function acceleratedBundle(): Bundle {
  const suspends = typeof WebAssembly === 'object' && 'Suspending' in WebAssembly;
  return suspends ? 'webgpu-jspi' : 'webgpu-asyncify';
}

/** The bundle of the runtime that a backend needs in this browser. */
export const bundleFor = (backend: Backend): Bundle =>
  backend === 'wasm' ? 'wasm' : acceleratedBundle();

export interface RuntimeFile {
  readonly name: string;
  /** As it is, not as it is sent: servers and proxies compress it as they like. */
  readonly bytes: number;
}

/** Of the pinned version; a test compares the sizes with the package's files. */
export const RUNTIME_FILES: Readonly<Record<Bundle, readonly RuntimeFile[]>> = {
  wasm: [
    { name: 'ort-wasm-simd-threaded.mjs', bytes: 24_381 },
    { name: 'ort-wasm-simd-threaded.wasm', bytes: 14_239_897 },
  ],
  'webgpu-jspi': [
    { name: 'ort-wasm-simd-threaded.jspi.mjs', bytes: 50_918 },
    { name: 'ort-wasm-simd-threaded.jspi.wasm', bytes: 16_758_545 },
  ],
  'webgpu-asyncify': [
    { name: 'ort-wasm-simd-threaded.asyncify.mjs', bytes: 53_057 },
    { name: 'ort-wasm-simd-threaded.asyncify.wasm', bytes: 26_781_914 },
  ],
};
