// What the page and the analyser say to each other. Files are handed over as references: their
// bytes are read in the worker and go nowhere.
import type { FreeDimension } from '@/lib/flops/free-dimensions';
import type { CountOptions, Report } from '@/lib/flops/report';
import type { Execution } from '@/lib/flops/steps/step';
import type { NodeDescription } from '@/lib/onnx/describe';
import type { ValueInfo } from '@/lib/onnx/ir';

/** A file as it was dropped or chosen: alone, or in a folder. */
export interface GivenFile {
  /** From the folder that was given, with slashes. */
  readonly path: string;
  readonly file: File;
}

/** What is known of a file beside its count. */
export interface FileFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly irVersion: number;
  readonly opset: number | null;
  readonly producer: string;
  readonly freeDimensions: readonly FreeDimension[];
  /** Those that are open under what the count was given. */
  readonly openDimensions: readonly FreeDimension[];
  /** What a run must be given. */
  readonly inputs: readonly ValueInfo[];
  /** Other files that hold its weights, and which of them were not given. */
  readonly weightFiles: readonly string[];
  readonly missingFiles: readonly string[];
}

export interface Analysis {
  readonly file: FileFacts;
  readonly options: CountOptions;
  readonly report: Report;
  /** What a runtime executes of it. */
  readonly execution: Execution;
}

/** The node that writes a value, as it stands in the file. */
export interface Described {
  readonly output: string;
  readonly description: NodeDescription | null;
}

export type ToAnalyser =
  | {
      readonly type: 'open';
      readonly model: GivenFile;
      /** All that was given with it: weights and small tensors may lie in them. */
      readonly files: readonly GivenFile[];
      readonly options: CountOptions;
    }
  /** Counts the opened file again. */
  | { readonly type: 'count'; readonly options: CountOptions }
  /** Asks for the node that writes this value. */
  | { readonly type: 'describe'; readonly output: string };

export type FromAnalyser =
  | { readonly type: 'reading'; readonly bytesRead: number; readonly sizeBytes: number }
  | { readonly type: 'counting' }
  | { readonly type: 'analysis'; readonly analysis: Analysis }
  | { readonly type: 'description'; readonly described: Described }
  | { readonly type: 'failed'; readonly reason: string };
