// What a count says, for a node and for a model. Convention `flopmark-flops/1` (convention.ts).
// Whatever could not be resolved is null with a reason and is left out of the totals, which
// coverage makes visible.
import type { Given } from '@/lib/onnx/infer/given';
import type { Dim } from '@/lib/onnx/ir';
import type { Count } from './exact';

/** The work of all nodes of one operator. */
export interface OperatorSum {
  /** With its domain, unless that is ai.onnx. */
  readonly operator: string;
  /** Nodes of the file, bodies of nodes included. */
  readonly nodes: number;
  /** Sums over what is known. */
  readonly macs: Count;
  readonly otherOps: Count;
  readonly params: number;
  /** Nodes whose MACs, or whose other operations, are not known. */
  readonly unknownMacs: number;
  readonly unknownOps: number;
}

export type OperatorSums = ReadonlyMap<string, OperatorSum>;

/** Why a node is unresolved. */
export type UnknownReason =
  /** Elements that decide a shape are in a sidecar file that was not given. */
  | 'missing-sidecar'
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
  /** Names of the dimensions that the node waits for, where it is known which. */
  readonly dimensions: readonly string[];
}

/**
 * A sum over nodes of which some may not be known: then it is a lower bound, never shown as the
 * answer.
 */
export interface Total {
  /** The sum; null while a part of it is open. */
  readonly known: Count | null;
  /** The sum of what is known. */
  readonly atLeast: Count;
  /** Nodes that are missing in it. */
  readonly unknownNodes: number;
}

export interface Totals {
  readonly macs: Total;
  readonly flops: Total;
  readonly otherOps: Total;
  readonly integerOps: Total;
  readonly backwardMacs: Total;
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

/** A body of If, Loop, Scan or SequenceMap as it ran. */
export interface BodyReport {
  /** "then_branch", "body". */
  readonly label: string;
  /**
   * How often its work is counted: 0 for the smaller of two branches, 1 where the trip count is not
   * known.
   */
  readonly times: number;
  /** Its nodes in one run: the last one of a loop whose rounds differ. */
  readonly nodes: readonly NodeReport[];
  /** The work of all its runs by operator. */
  readonly operators: OperatorSums;
}

export interface NodeReport {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** Multiply-accumulates; null where unknown. FLOPs are twice as many. */
  readonly macs: Count | null;
  readonly otherOps: Count | null;
  /** The part of FLOPs (2 × MACs) that is integer arithmetic. */
  readonly integerOps: Count | null;
  /** Elements of weights that this node is the first to use. */
  readonly params: number;
  /** Bytes of weights that the node reads. */
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
  /** Names of the dimensions that it waits for. */
  readonly dimensions: readonly string[];
  /** What runs inside; empty for most operators. */
  readonly bodies: readonly BodyReport[];
}

export interface Coverage {
  /** Nodes counted, those of subgraphs included. */
  readonly nodes: number;
  readonly resolved: number;
  readonly unknown: readonly Unknown[];
}

export interface Report {
  readonly convention: string;
  /**
   * What to show: how much is known, and how many nodes are missing. The sums below are the lower
   * bounds among them.
   */
  readonly totals: Totals;
  readonly macs: Count;
  readonly flops: Count;
  readonly otherOps: Count;
  readonly integerOps: Count;
  /** Elements of all weights, whatever their type and wherever they stand (trainable.ts). */
  readonly params: number;
  /** Elements of all initialisers. */
  readonly initialisers: number;
  readonly weightBytes: number;
  readonly activationBytes: Count;
  /**
   * Largest sum of live activations, by the order of nodes in the file; null where a size is
   * unknown.
   */
  readonly peakActivationBytes: Count | null;
  readonly backwardMacs: Count;
  /** By operator, bodies of nodes included: the largest first. */
  readonly operators: readonly OperatorSum[];
  readonly coverage: Coverage;
  /** Nodes whose shape rests on `CountOptions.assume`. */
  readonly assumedNodes: number;
  /** Nodes from which no output follows: runtimes drop them, and they are not counted. */
  readonly deadNodes: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly dims: Shape }[];
  /** The nodes of the main graph in file order; If, Loop and Scan hold the sums of their bodies. */
  readonly nodes: readonly NodeReport[];
}

export interface CountOptions extends Given {
  /** Whether graph inputs need a gradient too (default no: the first layer computes no dX). */
  readonly inputGrad?: boolean | undefined;
  /**
   * Attention backward recomputes the scores, as flash attention does: 5 products instead of 4
   * (default no).
   */
  readonly fusedAttention?: boolean | undefined;
}
