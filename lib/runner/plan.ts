// What a run will do, decided before it starts: workload by backend, in order, with the reason
// where something cannot run here. Kernels stand before models, so that a model's rate has this
// device's own peak beside it.
import type { Mode } from '@/lib/bench/mode';
import type { SkippedOutcome } from '@/lib/bench/outcome';
import { PROTOCOL } from '@/lib/bench/protocol';
import { type Suite, selects } from '@/lib/bench/suites';
import { type Backend, MAX_THREADS } from '@/lib/core/backend';
import { createPrng } from '@/lib/core/prng';
import type { ManifestEntry } from '@/lib/models/workload';
import type { Environment } from '@/lib/submission/schema';

export interface Step {
  readonly key: string;
  readonly entry: ManifestEntry;
  readonly backend: Backend;
  readonly threads: number;
  readonly mode: Mode;
  readonly capMs: number;
  /** For how long in the mode `sustained`. */
  readonly sustainMs: number;
  /** Once, in a worker that it shares with the other steps of its backend and thread count. */
  readonly brief: boolean;
  /** Known before it is tried. */
  readonly skip: SkippedOutcome | null;
}

export type WasmSupport = 'simd' | 'no-simd' | 'none';

/** What planning needs to know of the machine. */
export interface Capabilities {
  readonly cores: number | null;
  readonly memoryGiB: number | null;
  readonly webgpu: Environment['webgpu'];
  readonly webnn: boolean;
  /** What of WebAssembly there is: the runtime needs it with SIMD, whichever backend computes. */
  readonly wasm: WasmSupport;
  /** Without memory that workers share, WASM has one thread however many are wanted. */
  readonly sharedMemory: boolean;
  /** The only GPU is emulated: its speed is the CPU's. */
  readonly softwareAdapter: boolean;
}

/** Null takes the suite's. */
export interface PlanOptions {
  readonly workloads: readonly string[] | null;
  readonly backends: readonly Backend[] | null;
  /**
   * On WASM, each a row of its own. The suite's are one per core, and a single one beside where it
   * says so.
   */
  readonly threads: readonly number[] | null;
  /** WebGPU with graph capture too. */
  readonly graphCapture: boolean | null;
  /** Null takes the protocol's; a shorter one is for trying it out. */
  readonly sustainMs: number | null;
}

export const AS_SUITE: PlanOptions = {
  workloads: null,
  backends: null,
  threads: null,
  graphCapture: null,
  sustainMs: null,
};

/**
 * Pages see at most 8 GiB of memory (W3C Device Memory); where they see nothing, this much is
 * assumed.
 */
const ASSUMED_MEMORY_GIB = 4;

/**
 * Backends that were not asked for by name and that this browser lacks are told once, with the
 * first workload.
 * @throws RangeError for a workload that the manifest does not have.
 */
export function planRun(
  suite: Suite,
  manifest: ReadonlyMap<string, ManifestEntry>,
  seen: Capabilities,
  options: PlanOptions,
): Step[] {
  const { workloads, backends } = options;
  const all = [...manifest.values()]
    .filter(({ family }) => family !== 'Prediction')
    .map(({ id }) => id);
  const entries = (workloads ?? (suite.workloads === 'all' ? all : suite.workloads)).map((id) => {
    const entry = manifest.get(id);
    if (entry === undefined) throw new RangeError(`there is no workload '${id}'`);
    return entry;
  });
  const ordered = [
    ...entries.filter(({ kind }) => kind === 'kernel'),
    ...entries.filter(({ kind }) => kind === 'model'),
  ];
  const steps = ordered.flatMap((entry, position) =>
    (backends ?? suite.backends).flatMap((backend) => {
      const missing = missingBackend(backend, seen, backends !== null);
      if (missing !== null && backends === null && position > 0) return [];
      const skip = missing ?? unfit(entry, backend, seen);
      return configurations(suite, entry.id, backend, seen, options).map(
        ({ threads, mode }): Step => ({
          key: `${entry.id}/${backend}/${threads}${mode === 'run' ? '' : `/${mode}`}`,
          entry,
          backend,
          threads,
          mode,
          capMs: suite.capMs[entry.kind],
          sustainMs: options.sustainMs ?? PROTOCOL.sustained.durationMs,
          brief: suite.brief && workloads === null,
          skip,
        }),
      );
    }),
  );
  if (!suite.sustained || backends !== null) return steps;
  const first = steps.findIndex(({ skip }) => skip === null);
  return first === -1 ? steps : steps.slice(0, first + 1);
}

/** With how many threads and in which modes a workload runs on a backend: a row for each. */
function configurations(
  suite: Suite,
  id: string,
  backend: Backend,
  { cores, sharedMemory }: Capabilities,
  { workloads, threads, graphCapture }: PlanOptions,
): { readonly threads: number; readonly mode: Mode }[] {
  const mode = suite.sustained ? 'sustained' : 'run';
  if (backend === 'wasm') {
    const perCore = Math.min(cores ?? 1, MAX_THREADS);
    const alone = workloads === null && sharedMemory && selects(suite.oneThread, id);
    return (threads ?? [...new Set(alone ? [1, perCore] : [perCore])]).map((count) => ({
      threads: count,
      mode,
    }));
  }
  const captured = graphCapture ?? (workloads === null && selects(suite.graphCapture, id));
  const plain = { threads: 1, mode } as const;
  return backend === 'webgpu' && mode === 'run' && captured
    ? [plain, { threads: 1, mode: 'graph' }]
    : [plain];
}

/** One stay in a worker: a step has two, a skipped or sustained one has one. */
export interface Pass {
  readonly step: Step;
  readonly capMs: number;
  /** No pass of this step follows. */
  readonly last: boolean;
}

/**
 * The order of a run (PROTOCOL.order, PROTOCOL.pairing): kernels before models, shuffled by `seed`,
 * in blocks that are gone through twice; the backends, thread counts and precisions of one workload
 * the other way round the second time. Steps that are skipped or sustained come as one pass, in
 * their place.
 */
export function passesOf(plan: readonly Step[], seed: number): Pass[] {
  const prng = createPrng(seed);
  const ids = [...new Set(plan.map(({ entry }) => subjectOf(entry)))];
  const order = ids
    .map((id) => ({
      steps: plan.filter(({ entry }) => subjectOf(entry) === id),
      draw: prng.uint32(),
    }))
    .toSorted((a, b) => Number(isKernel(b.steps)) - Number(isKernel(a.steps)) || a.draw - b.draw);
  const blocks = Array.from({ length: Math.ceil(order.length / PROTOCOL.block) }, (_, index) =>
    order.slice(index * PROTOCOL.block, (index + 1) * PROTOCOL.block).map(({ steps }) => steps),
  );
  return [
    ...blocks.flatMap((block) => [...block.flatMap(firstPasses), ...block.flatMap(secondPasses)]),
    ...briefPasses(order.flatMap(({ steps }) => steps)),
  ];
}

const runsTwice = ({ skip, mode, brief }: Step): boolean =>
  skip === null && mode !== 'sustained' && !brief;

/** Whose worker a step may share. */
export const configurationOf = ({
  backend,
  threads,
  mode,
}: Pick<Step, 'backend' | 'threads' | 'mode'>): string => `${backend}/${threads}/${mode}`;

/** Once each, configuration by configuration, so that those of one share a worker. */
function briefPasses(steps: readonly Step[]): Pass[] {
  const brief = steps.filter((step) => step.skip === null && step.brief);
  return [...new Set(brief.map(configurationOf))].flatMap((configuration) =>
    brief
      .filter((step) => configurationOf(step) === configuration)
      .map((step) => ({ step, capMs: step.capMs, last: true })),
  );
}

function firstPasses(steps: readonly Step[]): Pass[] {
  const sustained = steps.filter(
    ({ skip, mode, brief }) => skip === null && mode === 'sustained' && !brief,
  );
  const skipped = steps.filter(({ skip }) => skip !== null);
  return [
    ...steps.filter(runsTwice).map((step) => ({ step, capMs: step.capMs / 2, last: false })),
    ...[...sustained, ...skipped].map((step) => ({ step, capMs: step.capMs, last: true })),
  ];
}

function secondPasses(steps: readonly Step[]): Pass[] {
  const back = steps.filter(runsTwice).toReversed();
  return back.map((step) => ({ step, capMs: step.capMs / 2, last: true }));
}

/** What is computed, whatever the precision: the id without its last part. */
const subjectOf = ({ id, precision }: ManifestEntry): string =>
  id.endsWith(`-${precision}`) ? id.slice(0, -precision.length - 1) : id;

const isKernel = (steps: readonly Step[]): boolean => steps[0]?.entry.kind === 'kernel';

/**
 * Memory that a workload needs at once: the bytes built, their copy in the runtime, and the
 * activations.
 */
export function memoryNeeded({
  modelBytes,
  weightBytes,
  peakActivationBytes,
}: ManifestEntry): number {
  return modelBytes + 2 * weightBytes + peakActivationBytes;
}

const skipped = (cause: SkippedOutcome['cause'], reason: string): SkippedOutcome => ({
  outcome: 'skipped',
  cause,
  reason,
});

const WITHOUT_WASM = {
  none: 'This browser has no WebAssembly, which the runtime of every backend needs; a setting or a lockdown mode may have turned it off.',
  'no-simd':
    'The WebAssembly of this browser has no SIMD, which the runtime of every backend needs; a newer browser has.',
} as const satisfies Record<Exclude<WasmSupport, 'simd'>, string>;

/** Why no backend runs in a browser with so much of WebAssembly; null where they can. */
export const missingWasm = (wasm: WasmSupport): SkippedOutcome | null =>
  wasm === 'simd' ? null : skipped('unsupported', WITHOUT_WASM[wasm]);

/** Why this browser cannot run anything on `backend`, or should not unless it was `named`. */
export function missingBackend(
  backend: Backend,
  { wasm, webgpu, webnn, softwareAdapter }: Capabilities,
  named: boolean,
): SkippedOutcome | null {
  const without = missingWasm(wasm);
  if (without !== null) return without;
  if (backend === 'webgpu' && webgpu.status === 'unavailable') {
    const cause = webgpu.reason === 'no adapter' ? 'no-adapter' : 'unsupported';
    return skipped(cause, `WebGPU cannot run: ${webgpu.reason}.`);
  }
  if (backend === 'webgpu' && softwareAdapter && !named) {
    return skipped(
      'no-adapter',
      'The only WebGPU adapter is software, many times slower than WASM. Choose WebGPU by name to measure it.',
    );
  }
  if (backend.startsWith('webnn') && !webnn) {
    return skipped('unsupported', 'This browser has no WebNN: navigator.ml is missing.');
  }
  return null;
}

/** Why this workload does not fit a backend that is there. */
function unfit(
  entry: ManifestEntry,
  backend: Backend,
  { memoryGiB, webgpu }: Capabilities,
): SkippedOutcome | null {
  const memory = (memoryGiB ?? ASSUMED_MEMORY_GIB) * 2 ** 30;
  const needed = memoryNeeded(entry);
  if (needed > memory / 2) {
    const gib = (bytes: number): string => (bytes / 2 ** 30).toPrecision(2);
    return skipped(
      'too-large',
      `It needs about ${gib(needed)} GiB; half of this device's ${gib(memory)} GiB is the limit.`,
    );
  }
  const half = entry.precision === 'fp16' || entry.precision === 'w4a16';
  if (
    backend === 'webgpu' &&
    half &&
    webgpu.status === 'available' &&
    !webgpu.features.includes('shader-f16')
  ) {
    return skipped('no-fp16', 'This GPU adapter has no 16-bit arithmetic (shader-f16).');
  }
  return null;
}
