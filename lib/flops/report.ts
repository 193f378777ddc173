// What a count says, for a node and for a model. Convention `flopmark-flops/1` (convention.ts). Whatever could not be
// resolved is null with a reason and is left out of the totals, which coverage makes visible.
import type { Dim } from '@/lib/onnx/ir';
import type { Count } from './exact';

/** Why a node is unresolved. */
export type UnknownReason =
  /** No rule for this operator. */
  | 'unsupported-operator'
  /** An input's shape is itself unknown. */
  | 'unknown-input'
  /** A symbolic or missing dimension that the user has not bound. */
  | 'unbound-dimension'
  /** The shape depends on values that only exist at run time. */
  | 'data-dependent'
  /** An attribute it depends on is a blob that was left in the file. */
  | 'unread-attribute'
  /** Shapes or attributes contradict the operator's specification. */
  | 'inconsistent'
  /** Bodies nest so deeply that inference gave up. */
  | 'too-large'
  /** A loop whose trip count is not constant: counted per iteration. */
  | 'per-iteration';

export interface Unknown {
  readonly node: string;
  readonly opType: string;
  readonly reason: UnknownReason;
}

/** Multiply-accumulates of the backward pass, by what they compute. */
export interface BackwardCount {
  /** Gradients of activations. */
  readonly inputMacs: Count;
  /** Gradients of trainable tensors. */
  readonly weightMacs: Count;
}

/** Null for a tensor of unknown rank, and for sequences and other values without extents. */
export type Shape = readonly Dim[] | null;

export interface NodeReport {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** Multiply-accumulates; null where unknown. FLOPs are twice as many. */
  readonly macs: Count | null;
  readonly otherOps: Count | null;
  /** The part of FLOPs (2 × MACs) that is integer arithmetic. */
  readonly integerOps: Count | null;
  /** Trainable elements among the initialisers that this node is the first to use. */
  readonly params: number;
  /** Bytes of initialisers that the node reads. */
  readonly weightBytes: number;
  /** Bytes of activations that the node reads and writes; null where a shape is unknown. */
  readonly readBytes: Count | null;
  readonly writtenBytes: Count | null;
  /** FLOPs and other ops per byte moved; null where either is unknown or no byte moves. */
  readonly intensity: number | null;
  readonly backward: BackwardCount | null;
  /** Names of the outputs, '' for one that is omitted, and their shapes. */
  readonly outputs: readonly string[];
  readonly shapes: readonly Shape[];
  /** Null for a resolved node. */
  readonly reason: UnknownReason | null;
}

export interface Coverage {
  /** Nodes counted, those of subgraphs included. */
  readonly nodes: number;
  readonly resolved: number;
  readonly unknown: readonly Unknown[];
}

export interface Report {
  readonly convention: string;
  readonly macs: Count;
  readonly flops: Count;
  readonly otherOps: Count;
  readonly integerOps: Count;
  /** Trainable elements. */
  readonly params: number;
  /** Elements of all initialisers. */
  readonly initialisers: number;
  readonly weightBytes: number;
  readonly activationBytes: Count;
  /** Largest sum of live activations, by the order of nodes in the file; null where a size is unknown. */
  readonly peakActivationBytes: Count | null;
  readonly backwardMacs: Count;
  readonly macsByOp: Readonly<Record<string, Count>>;
  readonly coverage: Coverage;
  readonly outputs: readonly { readonly name: string; readonly dims: Shape }[];
  /** The nodes of the main graph in file order; If, Loop and Scan hold the sums of their bodies. */
  readonly nodes: readonly NodeReport[];
}

export interface CountOptions {
  /** Symbolic dimensions: `{ batch: 1, seq: 128 }`; an unnamed one of input x is `x[0]`. */
  readonly bind?: Readonly<Record<string, number>>;
  /** Whether graph inputs need a gradient too (default no: the first layer computes no dX). */
  readonly inputGrad?: boolean;
  /** Attention backward recomputes the scores, as flash attention does: 5 products instead of 4 (default no). */
  readonly fusedAttention?: boolean;
}
