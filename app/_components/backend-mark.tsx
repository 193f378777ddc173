// A backend's name, hue and shape, the same everywhere: square WASM, circle WebGPU, diamond WebNN.
// `mixed` (some node ran elsewhere than named) is a hollow ring without a hue, because it is never
// ranked as a backend.
import { BACKEND_LABELS, type ShownBackend } from '@/lib/core/backend';

interface Face {
  readonly colour: string;
  readonly shape: 'square' | 'circle' | 'diamond' | 'ring';
}

export const BACKEND_FACES = {
  wasm: { colour: 'var(--color-wasm)', shape: 'square' },
  webgpu: { colour: 'var(--color-webgpu)', shape: 'circle' },
  'webnn-cpu': { colour: 'var(--color-webnn)', shape: 'diamond' },
  'webnn-gpu': { colour: 'var(--color-webnn)', shape: 'diamond' },
  'webnn-npu': { colour: 'var(--color-webnn)', shape: 'diamond' },
  mixed: { colour: 'var(--color-grey-3)', shape: 'ring' },
} as const satisfies Record<ShownBackend, Face>;

const SHAPES = {
  square: <rect x="1.5" y="1.5" width="9" height="9" />,
  circle: <circle cx="6" cy="6" r="5" />,
  diamond: <path d="M6 .5 11.5 6 6 11.5.5 6Z" />,
  ring: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />,
} as const satisfies Record<Face['shape'], unknown>;

/** The shape alone; its name must stand beside it. */
function BackendShape({ backend, className = '' }: { backend: ShownBackend; className?: string }) {
  const { colour, shape } = BACKEND_FACES[backend];
  return (
    <svg
      viewBox="0 0 12 12"
      className={`size-2.5 shrink-0 ${className}`}
      fill="currentColor"
      style={{ color: colour }}
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[shape]}
    </svg>
  );
}

export function BackendMark({
  backend,
  className = '',
}: {
  backend: ShownBackend;
  className?: string;
}) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
      <BackendShape backend={backend} />
      {BACKEND_LABELS[backend]}
    </span>
  );
}
