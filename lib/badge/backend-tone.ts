// The colour of a backend, as everywhere on the site; what fell back in part belongs to none.
import type { ShownBackend } from '../core/backend';
import type { BadgeTone } from './badge';

export const BACKEND_TONES: Readonly<Record<ShownBackend, BadgeTone>> = {
  wasm: 'wasm',
  webgpu: 'webgpu',
  'webnn-cpu': 'webnn',
  'webnn-gpu': 'webnn',
  'webnn-npu': 'webnn',
  mixed: 'unknown',
};
