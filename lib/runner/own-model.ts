// The visitor's own model on every backend of this browser, with a matrix product of the same
// session beside it: what it achieves is told against what this device achieves. Nothing of it is
// sent anywhere or kept.
import type { Outcome, SkippedOutcome } from '@/lib/bench/outcome';
import { summarise } from '@/lib/bench/stats';
import { BACKENDS, type Backend, MAX_THREADS } from '@/lib/core/backend';
import { gflopsOf } from '@/lib/core/rate';
import { flopsOf, type Gflops, macs } from '@/lib/core/units';
import { MANIFEST } from '@/lib/models/manifest';
import type { InputSpec } from '@/lib/models/workload';
import type { DownloadProgress } from '@/lib/ort/download';
import type { Phase, Report } from '@/workers/bench-messages';
import { measureInWorker } from './measure-in-worker';
import { type Capabilities, missingBackend } from './plan';
import { joined } from './run';
import { Stops } from './stops';

const MODEL_CAP_MS = 4000;
/** Large enough that the product, not its dispatch, takes the time. */
const PEAK_KERNEL = 'gemm-512-fp32';
const PEAK_CAP_MS = 1000;
const PLAIN = { mode: 'run', sustainMs: null } as const;

export interface OwnConfiguration {
  readonly key: string;
  readonly backend: Backend;
  readonly threads: number;
  /** Known before it is tried. */
  readonly skip: SkippedOutcome | null;
}

/**
 * WASM with one thread and with all, then the accelerated backends; what the browser lacks is told
 * with its reason.
 */
export function ownConfigurations(seen: Capabilities): readonly OwnConfiguration[] {
  const most = seen.sharedMemory ? Math.min(seen.cores ?? 1, MAX_THREADS) : 1;
  return BACKENDS.filter((backend) => !backend.startsWith('webnn') || seen.webnn).flatMap(
    (backend) => {
      const counts = backend === 'wasm' ? [...new Set([1, most])] : [1];
      const skip = missingBackend(backend, seen, true);
      return counts.map((threads) => ({ key: `${backend}/${threads}`, backend, threads, skip }));
    },
  );
}

export interface OwnResult {
  readonly configuration: OwnConfiguration;
  readonly report: Report | null;
  readonly outcome: Outcome;
  /**
   * Rate of the matrix product on this backend with these threads; null where it was not measured.
   */
  readonly kernelPeak: Gflops | null;
}

/** With the product for comparison, which stands beside a measurement. */
export type OwnPhase = Phase | 'kernel';

export interface OwnWatch {
  readonly signal: AbortSignal;
  onStart(configuration: OwnConfiguration): void;
  onPhase(phase: OwnPhase): void;
  onDownload(progress: DownloadProgress): void;
  onResult(result: OwnResult): void;
}

/**
 * Measures `file` on each configuration in turn, in two passes with the product between them. What
 * fails is a result, and the next one goes on.
 */
export async function measureOwnModel(
  file: Blob,
  inputs: readonly InputSpec[],
  configurations: readonly OwnConfiguration[],
  { signal, onStart, onPhase, onDownload, onResult }: OwnWatch,
): Promise<void> {
  const stops = new Stops();
  for (const configuration of configurations) {
    if (signal.aborted) return;
    const { backend, threads } = configuration;
    const skip = configuration.skip ?? stops.of(backend);
    if (skip !== null) {
      onResult({ configuration, report: null, outcome: skip, kernelPeak: null });
      continue;
    }
    onStart(configuration);
    const watch = { signal, onPhase, onDownload, onProgress: () => undefined };
    const request = { file, inputs, backend, threads, ...PLAIN, capMs: MODEL_CAP_MS / 2 };
    const first = await measureInWorker(request, watch);
    if (signal.aborted) return;
    stops.note(backend, first.outcome);
    if (first.outcome.outcome !== 'measured') {
      onResult({ configuration, report: first, outcome: first.outcome, kernelPeak: null });
      continue;
    }
    onPhase('kernel');
    const kernelPeak = await peakOf(configuration, { ...watch, onPhase: () => undefined });
    if (signal.aborted) return;
    const report = joined(first, await measureInWorker(request, watch));
    if (!signal.aborted) onResult({ configuration, report, outcome: report.outcome, kernelPeak });
  }
}

async function peakOf(
  { backend, threads }: OwnConfiguration,
  watch: Parameters<typeof measureInWorker>[1],
): Promise<Gflops | null> {
  const entry = MANIFEST.get(PEAK_KERNEL);
  const request = {
    workload: PEAK_KERNEL,
    goldenIndex: 0,
    privateSeed: null,
    backend,
    threads,
    ...PLAIN,
    capMs: PEAK_CAP_MS,
  };
  const { outcome } = await measureInWorker(request, watch);
  if (entry === undefined || outcome.outcome !== 'measured') return null;
  return gflopsOf(flopsOf(macs(entry.macs)), summarise(outcome.samples).timeMs);
}
