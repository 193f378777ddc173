// What the page and the worker that takes times of nodes say to each other.
import type { InputSpec } from '@/lib/models/workload';

export interface ToProfiler {
  readonly file: Blob;
  readonly inputs: readonly InputSpec[];
  readonly threads: number;
  readonly runs: number;
}

export type FromProfiler =
  | { readonly type: 'run'; readonly done: number }
  | { readonly type: 'profile'; readonly text: string }
  | { readonly type: 'failed'; readonly reason: string };
