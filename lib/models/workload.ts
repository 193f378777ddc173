// What a workload is: anything that runs. A kernel is one op class at one size, a model a whole
// network; batch, shape and precision are all part of the id. The pinned manifest carries what is
// derived from the built bytes.

import type { Model } from '../onnx/ir';

export type WorkloadKind = 'kernel' | 'model';

/**
 * Storage and arithmetic: w8a8 stores and computes in int8, w4a16 stores int4 and computes in fp16.
 */
export type Precision = 'fp32' | 'fp16' | 'w8a8' | 'w4a16' | 'w4a32';

/** How the weights are kept, and what the products are computed in. */
export const STORAGE_TYPES = ['fp32', 'fp16', 'int8', 'int4'] as const;
export type StorageType = (typeof STORAGE_TYPES)[number];
export const COMPUTE_TYPES = ['fp32', 'fp16', 'int8'] as const;
export type ComputeType = (typeof COMPUTE_TYPES)[number];

export const NUMBER_TYPES: Readonly<
  Record<Precision, { readonly storage: StorageType; readonly compute: ComputeType }>
> = {
  fp32: { storage: 'fp32', compute: 'fp32' },
  fp16: { storage: 'fp16', compute: 'fp16' },
  w8a8: { storage: 'int8', compute: 'int8' },
  w4a16: { storage: 'int4', compute: 'fp16' },
  w4a32: { storage: 'int4', compute: 'fp32' },
};

/** The number that says something about this workload (docs/data.md, "The number that leads"). */
export type PrimaryMetric = 'ms' | 'GFLOPS' | 'GOPS' | 'GB/s' | 'tokens/s' | 'µs';

/** What bounds the workload on hardware in balance. */
export type Bound = 'compute' | 'bandwidth' | 'dispatch' | 'mixed';

export type InputDataType = 'float32' | 'float16' | 'int32' | 'int64' | 'uint8' | 'int8' | 'bool';

/** How one graph input is filled from a seed. `uniform` is over [low, high), for integers too. */
export interface InputSpec {
  readonly name: string;
  readonly dtype: InputDataType;
  readonly dims: readonly number[];
  readonly fill:
    | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
    | { readonly kind: 'zero' };
}

/** A workload as code. `build` makes the graph; weights are generated when it is written. */
export interface Workload {
  readonly id: string;
  /** Rises when the bytes change; results of different versions never mix. */
  readonly version: number;
  readonly kind: WorkloadKind;
  readonly family: string;
  readonly title: string;
  readonly precision: Precision;
  readonly batch: number;
  readonly metric: PrimaryMetric;
  readonly bound: Bound;
  /** Paper, published configuration or definition. */
  readonly source: string;
  readonly inputs: readonly InputSpec[];
  /** Largest relative error of an output sketch that counts as right. */
  readonly tolerance: number;
  readonly build: (seed: number) => Model;
}

/**
 * The title with the precision, where it is not the common one: variants of a workload share their
 * title.
 */
export const titleOf = ({
  title,
  precision,
}: Pick<ManifestEntry, 'title' | 'precision'>): string =>
  precision === 'fp32' ? title : `${title}, ${precision}`;

/**
 * Reference outputs of native ONNX Runtime for one input seed: numbers with tolerances, because
 * engines differ.
 */
export interface Golden {
  readonly seed: number;
  /** 64 fixed projections over all outputs. */
  readonly projections: readonly number[];
  /** A few single outputs: flat index over all outputs concatenated, and value. */
  readonly samples: readonly { readonly index: number; readonly value: number }[];
}

/**
 * One row of the pinned manifest: everything the server and the pages know about a workload, and no
 * builder.
 */
export interface ManifestEntry {
  readonly id: string;
  readonly version: number;
  readonly kind: WorkloadKind;
  readonly family: string;
  readonly title: string;
  readonly precision: Precision;
  readonly batch: number;
  readonly metric: PrimaryMetric;
  readonly bound: Bound;
  readonly source: string;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly dims: readonly number[];
  }[];
  /** SHA-256 of the ONNX bytes, hex. */
  readonly digest: string;
  readonly modelBytes: number;
  readonly params: number;
  readonly macs: number;
  readonly flops: number;
  /** Of the backward pass, where the graph input needs no gradient. */
  readonly backwardMacs: number;
  readonly otherOps: number;
  readonly integerOps: number;
  readonly weightBytes: number;
  /** Bytes of activations read and written by all nodes. */
  readonly activationBytes: number;
  readonly peakActivationBytes: number;
  readonly macsByOp: Readonly<Record<string, number>>;
  /** Largest relative error (against the largest reference magnitude) that counts as right. */
  readonly tolerance: number;
  readonly golden: readonly Golden[];
}
