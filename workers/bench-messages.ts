// What page and worker say to each other: one typed union each way. A worker measures one
// configuration at a time and is thrown away after the last, so messages need no id; pause and
// resume are the only things said to it meanwhile.
import type { Progress } from '@/lib/bench/measure';
import type { Mode } from '@/lib/bench/mode';
import type { Outcome } from '@/lib/bench/outcome';
import type { Backend } from '@/lib/core/backend';
import type { Bundle } from '@/lib/core/bundle';
import type { ValidationMode } from '@/lib/core/validation-mode';
import type { WebgpuReport } from '@/lib/device/environment';
import type { InputSpec } from '@/lib/models/workload';

/** How to measure. Chosen by the page; the worker only runs it. */
interface Configuration {
  readonly backend: Backend;
  readonly threads: number;
  readonly mode: Mode;
  readonly capMs: number;
  /** For how long in the mode `sustained`, after the warm-up; null in others. */
  readonly sustainMs: number | null;
}

/** A pinned workload, whose output is checked. */
export interface WorkloadRequest extends Configuration {
  readonly workload: string;
  /** Which golden input to feed, taken modulo the workload's pool. */
  readonly goldenIndex: number;
  /** A second input to feed once, whose outputs only the server knows; null for none. */
  readonly privateSeed: number | null;
}

/** The visitor's own model: nothing is known about its output. */
export interface FileRequest extends Configuration {
  readonly file: Blob;
  readonly inputs: readonly InputSpec[];
}

export type MeasureRequest = WorkloadRequest | FileRequest;

/**
 * How often the page was hidden, in memory that both see: the worker reads it between samples and
 * needs no turn of its event loop to learn that nothing happened. Null where memory cannot be
 * shared.
 */
export type HiddenCount = Int32Array<SharedArrayBuffer> | null;

export type ToWorker =
  | {
      readonly type: 'measure';
      readonly request: MeasureRequest;
      readonly hiddenCount: HiddenCount;
    }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

export type Phase = 'building' | 'opening' | 'first-run' | 'warm-up' | 'sampling' | 'checking';

/** What the worker found out about one configuration. */
export interface Report {
  readonly outcome: Outcome;
  readonly threadsGot: number | null;
  readonly fellBack: boolean;
  readonly timerStepUs: number;
  /** The ORT build that ran; null where it did not come to that. */
  readonly bundle: Bundle | null;
  /** Of ORT's WebGPU provider; null where no WebGPU session was opened or its mode is not known. */
  readonly validationMode: ValidationMode | null;
  readonly webgpu: WebgpuReport | null;
  /** Building the ONNX bytes from code. */
  readonly buildMs: number;
}

export type FromWorker =
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly report: Report };
