// The backends a workload is asked to run on, their names for people, and `mixed`: some compute
// node ran elsewhere than named, which is shown but never ranked as that backend (docs/data.md,
// "Words").

export const BACKENDS = ['wasm', 'webgpu', 'webnn-cpu', 'webnn-gpu', 'webnn-npu'] as const;
export type Backend = (typeof BACKENDS)[number];

export type ShownBackend = Backend | 'mixed';

/** A page can only ask WebNN for a device; the browser may use another without a word. */
export const BACKEND_LABELS: Readonly<Record<ShownBackend, string>> = {
  wasm: 'WASM',
  webgpu: 'WebGPU',
  'webnn-cpu': 'WebNN, CPU requested',
  'webnn-gpu': 'WebNN, GPU requested',
  'webnn-npu': 'WebNN, NPU requested',
  mixed: 'Mixed',
};

/**
 * WASM with one thread and with many are never compared; no other backend has threads of its own.
 */
export const THREADS_CLASSES = ['one', 'max'] as const;
export type ThreadsClass = (typeof THREADS_CLASSES)[number];

/** Also computed in SQL, see lib/db/standings. */
export const threadsClassOf = (backend: Backend, threadsGot: number | null): ThreadsClass =>
  backend === 'wasm' && (threadsGot ?? 1) === 1 ? 'one' : 'max';

/** Threads that a run on WASM has at most: more than any page's cores today. */
export const MAX_THREADS = 64;
