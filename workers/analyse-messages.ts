// What the page and the analyser say to each other. The file itself is handed over as a reference: its bytes are read in
// the worker and go nowhere.
import type { FreeDimension } from '@/lib/flops/free-dimensions';
import type { CountOptions, Report } from '@/lib/flops/report';
import type { ValueInfo } from '@/lib/onnx/ir';

/** What is known of a file beside its count. */
export interface FileFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly irVersion: number;
  readonly opset: number | null;
  readonly producer: string;
  readonly freeDimensions: readonly FreeDimension[];
  /** What a run must be given. */
  readonly inputs: readonly ValueInfo[];
  /** Other files that hold its weights. */
  readonly weightFiles: readonly string[];
}

export interface Analysis {
  readonly file: FileFacts;
  readonly options: CountOptions;
  readonly report: Report;
}

export type ToAnalyser =
  | { readonly type: 'open'; readonly file: File; readonly options: CountOptions }
  /** Counts the opened file again. */
  | { readonly type: 'count'; readonly options: CountOptions };

export type FromAnalyser =
  | { readonly type: 'reading'; readonly bytesRead: number; readonly sizeBytes: number }
  | { readonly type: 'counting' }
  | { readonly type: 'analysis'; readonly analysis: Analysis }
  | { readonly type: 'failed'; readonly reason: string };
