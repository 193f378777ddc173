// The builds of ONNX Runtime that run here: the plain WASM one is half the download of the native
// WebGPU one, which exists with JSPI (smaller, faster calls) and with asyncify.
export const BUNDLES = ['wasm', 'webgpu-jspi', 'webgpu-asyncify'] as const;
export type Bundle = (typeof BUNDLES)[number];
