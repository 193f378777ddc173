// What a runtime executes of a graph, step by step, in extents alone: all that a prediction of time
// needs. Nodes that the runtime folds into others or computes beforehand are part of a step or
// gone.

/** What a step has whatever it does. */
interface Common {
  /** Label of the node in the graph that names it. */
  readonly name: string;
  /** Operator that runs. */
  readonly op: string;
  /** Nodes of the graph that it stands for. */
  readonly nodes: number;
  /** How often it runs. */
  readonly times: number;
}

/** `count` products of [m, k] and [k, n]. */
export interface ProductStep extends Common {
  readonly kind: 'product';
  readonly count: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** The second operand is a weight, which the runtime packs beforehand. */
  readonly weight: boolean;
  /** Bits of a stored weight; of an activation 32 or 16. */
  readonly bits: number;
  /** An activation that the product itself applies; '' for none. */
  readonly activation: string;
}

export interface ConvolutionStep extends Common {
  readonly kind: 'convolution';
  readonly batch: number;
  readonly groups: number;
  /** Of one group. */
  readonly inChannels: number;
  readonly outChannels: number;
  /** Positions of the kernel. */
  readonly taps: number;
  readonly inPositions: number;
  readonly outPositions: number;
  /** Stretches of output positions that lie side by side. */
  readonly outRows: number;
  readonly strided: boolean;
  /** The kernel reads inputs apart from each other. */
  readonly dilated: boolean;
  readonly transposed: boolean;
  readonly bits: number;
  readonly activation: string;
}

export interface RecurrentStep extends Common {
  readonly kind: 'recurrent';
  readonly steps: number;
  readonly directions: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  readonly gates: number;
}

/** How elements are passed over. */
export const PASSES = [
  /** Only the shape changes: nothing moves. */
  'view',
  /** Two tensors of one shape. */
  'binary',
  /** The smaller tensor repeats along the innermost axes. */
  'binary-channel',
  /** The smaller tensor repeats along the outermost axes. */
  'binary-column',
  'binary-scalar',
  'relu',
  'clip',
  'sigmoid',
  'hard-sigmoid',
  'tanh',
  'gelu',
  'tanh-gelu',
  'exponential',
  'power',
  'softmax',
  'normalise',
  'group-normalise',
  'batch-normalise',
  /** Over the innermost axes. */
  'reduce',
  /** Over others. */
  'reduce-outer',
  'max-pool',
  'average-pool',
  'resize',
  'copy',
  /** The innermost axis stays where it is. */
  'transpose',
  'transpose-last',
  'quantise',
  'dequantise',
  'convert',
  /** No kernel measures it: taken for a pass of arithmetic. */
  'other',
] as const;
export type Pass = (typeof PASSES)[number];

export interface PassStep extends Common {
  readonly kind: 'pass';
  readonly pass: Pass;
  /** Elements of its largest tensor. */
  readonly elements: number;
  /** Stretches of elements that are treated as one: rows of a softmax, runs of a copy. */
  readonly rows: number;
  /** Elements read for one written, where that is not one. */
  readonly taps: number;
  /** Bytes of activations and weights read and written. */
  readonly bytes: number;
}

export type Step = ProductStep | ConvolutionStep | RecurrentStep | PassStep;

/** A graph as a runtime executes it once. */
export interface Execution {
  readonly steps: readonly Step[];
  /** Bytes that a page hands over and gets back with every run. */
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly weightBytes: number;
  /** Nodes of which it is not known what they do, each with its operator. */
  readonly unknown: readonly { readonly name: string; readonly op: string }[];
}
