// What a run will do, decided before it starts: workload by backend, in order, with the reason where something cannot run
// here. Kernels stand before models, so that a model's rate has this device's own peak beside it.
import type { SkippedOutcome } from '@/lib/bench/outcome';
import type { Suite } from '@/lib/bench/suites';
import type { Backend } from '@/lib/core/backend';
import { createPrng } from '@/lib/core/prng';
import type { ManifestEntry } from '@/lib/models/workload';
import type { Environment } from '@/lib/submission/schema';

export interface Step {
  readonly key: string;
  readonly entry: ManifestEntry;
  readonly backend: Backend;
  readonly threads: number;
  readonly capMs: number;
  /** Known before it is tried. */
  readonly skip: SkippedOutcome | null;
}

/** What planning needs to know of the machine. */
export interface Capabilities {
  readonly cores: number | null;
  readonly memoryGiB: number | null;
  readonly webgpu: Environment['webgpu'];
  readonly webnn: boolean;
}

export interface PlanOptions {
  /** Null takes the suite's. */
  readonly workloads: readonly string[] | null;
  readonly backends: readonly Backend[] | null;
  /** Null takes one per core. */
  readonly threads: number | null;
}

/** Pages see at most 8 GiB of memory (W3C Device Memory); where they see nothing, this much is assumed. */
const ASSUMED_MEMORY_GIB = 4;
const MAX_THREADS = 64;

/** @throws RangeError for a workload that the manifest does not have. */
export function planRun(
  suite: Suite,
  manifest: ReadonlyMap<string, ManifestEntry>,
  seen: Capabilities,
  { workloads, backends, threads }: PlanOptions,
): Step[] {
  const entries = (workloads ?? (suite.workloads === 'all' ? [...manifest.keys()] : suite.workloads)).map((id) => {
    const entry = manifest.get(id);
    if (entry === undefined) throw new RangeError(`there is no workload '${id}'`);
    return entry;
  });
  const ordered = [
    ...entries.filter(({ kind }) => kind === 'kernel'),
    ...entries.filter(({ kind }) => kind === 'model'),
  ];
  const wasmThreads = Math.min(threads ?? seen.cores ?? 1, MAX_THREADS);
  return ordered.flatMap((entry) =>
    (backends ?? suite.backends).map((backend): Step => {
      const stepThreads = backend === 'wasm' ? wasmThreads : 1;
      return {
        key: `${entry.id}/${backend}/${stepThreads}`,
        entry,
        backend,
        threads: stepThreads,
        capMs: suite.capMs,
        skip: skipReason(entry, backend, seen),
      };
    }),
  );
}

/** One stay in a worker: a step has one, or two where it is paired with another backend. */
export interface Pass {
  readonly step: Step;
  readonly capMs: number;
  /** No pass of this step follows. */
  readonly last: boolean;
}

/**
 * The order of a run (PROTOCOL.order, PROTOCOL.pairing): kernels before models, shuffled by `seed`; the backends of one
 * workload there and back again. Steps that are skipped come as one pass, in their place.
 */
export function passesOf(plan: readonly Step[], seed: number): Pass[] {
  const prng = createPrng(seed);
  const ids = [...new Set(plan.map(({ entry }) => entry.id))];
  const order = ids
    .map((id) => ({ steps: plan.filter(({ entry }) => entry.id === id), draw: prng.uint32() }))
    .toSorted((a, b) => Number(isKernel(b.steps)) - Number(isKernel(a.steps)) || a.draw - b.draw);
  return order.flatMap(({ steps }) => {
    const skipped = steps.filter(({ skip }) => skip !== null);
    const runnable = steps.filter(({ skip }) => skip === null);
    const whole = (step: Step): Pass => ({ step, capMs: step.capMs, last: true });
    const half =
      (last: boolean) =>
      (step: Step): Pass => ({ step, capMs: step.capMs / 2, last });
    const paired = [...runnable.map(half(false)), ...runnable.toReversed().map(half(true))];
    return [...(runnable.length > 1 ? paired : runnable.map(whole)), ...skipped.map(whole)];
  });
}

const isKernel = (steps: readonly Step[]): boolean => steps[0]?.entry.kind === 'kernel';

/** Memory that a workload needs at once: the bytes built, their copy in the runtime, and the activations. */
export function memoryNeeded({ modelBytes, weightBytes, peakActivationBytes }: ManifestEntry): number {
  return modelBytes + 2 * weightBytes + peakActivationBytes;
}

function skipReason(entry: ManifestEntry, backend: Backend, seen: Capabilities): SkippedOutcome | null {
  const skip = (cause: SkippedOutcome['cause'], reason: string): SkippedOutcome => ({
    outcome: 'skipped',
    cause,
    reason,
  });
  const memory = (seen.memoryGiB ?? ASSUMED_MEMORY_GIB) * 2 ** 30;
  const needed = memoryNeeded(entry);
  if (needed > memory / 2) {
    const gib = (bytes: number): string => (bytes / 2 ** 30).toPrecision(2);
    return skip(
      'too-large',
      `It needs about ${gib(needed)} GiB; half of this device's ${gib(memory)} GiB is the limit.`,
    );
  }
  if (backend === 'webgpu') {
    const { webgpu } = seen;
    if (webgpu.status === 'unavailable') {
      return skip(
        webgpu.reason === 'no adapter' ? 'no-adapter' : 'unsupported',
        `WebGPU cannot run: ${webgpu.reason}.`,
      );
    }
    const half = entry.precision === 'fp16' || entry.precision === 'w4a16';
    if (half && !webgpu.features.includes('shader-f16')) {
      return skip('no-fp16', 'This GPU adapter has no 16-bit arithmetic (shader-f16).');
    }
  }
  if (backend.startsWith('webnn') && !seen.webnn) {
    return skip('unsupported', 'This browser has no WebNN: navigator.ml is missing.');
  }
  return null;
}
