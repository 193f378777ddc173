// A model as the steps that a runtime executes: every node that is left after folding, in extents.
// Bodies of loops run as often as their trip count says; of two branches the longer one counts.
import type { Given } from '@/lib/onnx/infer/given';
import { inferModel } from '@/lib/onnx/infer/infer';
import { gemmOf, productOf } from '@/lib/onnx/infer/matmul';
import type { GraphFacts, NodeView } from '@/lib/onnx/infer/node-view';
import { recurrenceOf } from '@/lib/onnx/infer/recurrent';
import type { Dim, Model } from '@/lib/onnx/ir';
import { liveGraph } from '@/lib/onnx/live';
import { labelOf } from '@/lib/onnx/order';
import { bitsOf, bytesOf } from '@/lib/onnx/types';
import { Flow } from './flow';
import { type Folds, foldsOf, known } from './folds';
import type { Execution, Pass, Step } from './step';

/** Passes by operator; what depends on shapes is decided in `passOf`. */
const PASS_OF: Readonly<Record<string, Pass>> = {
  ...passes('view', 'Reshape Flatten Squeeze Unsqueeze'),
  ...passes('relu', 'Relu LeakyRelu PRelu ThresholdedRelu Neg Abs Floor Ceil Round Sign Not IsNaN'),
  ...passes('clip', 'Clip'),
  ...passes('sigmoid', 'Sigmoid com.microsoft:QuickGelu'),
  ...passes('hard-sigmoid', 'HardSigmoid'),
  ...passes('tanh', 'Tanh'),
  ...passes('gelu', 'Gelu Erf com.microsoft:Gelu com.microsoft:BiasGelu'),
  ...passes('tanh-gelu', 'com.microsoft:FastGelu'),
  ...passes('exponential', 'Exp Log Softplus Softsign Elu Selu Celu Mish Sin Cos'),
  ...passes('power', 'Pow'),
  ...passes('softmax', 'Softmax LogSoftmax Hardmax'),
  ...passes(
    'normalise',
    'LayerNormalization SimplifiedLayerNormalization RMSNormalization com.microsoft:SkipLayerNormalization com.microsoft:SkipSimplifiedLayerNormalization',
  ),
  ...passes('group-normalise', 'InstanceNormalization GroupNormalization com.microsoft:GroupNorm'),
  ...passes('batch-normalise', 'BatchNormalization'),
  ...passes('max-pool', 'MaxPool'),
  ...passes('average-pool', 'AveragePool LpPool'),
  ...passes('resize', 'Resize Upsample'),
  ...passes(
    'copy',
    'Concat Split Slice Gather Expand Tile Pad DepthToSpace SpaceToDepth GatherElements GatherND ScatterND ScatterElements Trilu',
  ),
  ...passes('quantise', 'QuantizeLinear DynamicQuantizeLinear'),
  ...passes('dequantise', 'DequantizeLinear'),
  ...passes('convert', 'Cast CastLike'),
};

const BINARY: ReadonlySet<string> = new Set(
  'Add Sub Mul Div Min Max Mod And Or Xor Equal Less Greater LessOrEqual GreaterOrEqual Where PRelu Sum Mean'.split(
    ' ',
  ),
);

function passes(pass: Pass, names: string): Record<string, Pass> {
  return Object.fromEntries(names.split(' ').map((name) => [name, pass]));
}

interface Parts {
  readonly name: string;
  readonly op: string;
  readonly nodes: number;
  readonly times: number;
}

const numeric = (dims: readonly Dim[] | null): readonly number[] | null =>
  dims?.every((extent) => typeof extent === 'number') ? (dims as readonly number[]) : null;

/** Bits of an element; 32 where the type is not known. */
const bitsAt = (view: NodeView, i: number): number => {
  const dtype = view.dtype(i);
  return dtype === null ? 32 : bitsOf(dtype);
};

const area = (dims: readonly number[]): number =>
  dims.slice(2).reduce((product, extent) => product * extent, 1);

class Steps {
  readonly steps: Step[] = [];
  readonly unknown: { readonly name: string; readonly op: string }[] = [];

  graph(facts: GraphFacts, times: number, around: ReadonlySet<number>): void {
    const flow = new Flow(facts, around);
    const folds = foldsOf(flow);
    const counts = new Map<number, number>();
    for (const target of folds.into) counts.set(target, (counts.get(target) ?? 0) + 1);
    for (let i = 0; i < flow.count; i += 1) {
      if (folds.into[i] !== i) continue;
      const view = flow.view(i);
      const op = folds.ops.get(i) ?? flow.ops[i] ?? '';
      const parts: Parts = { name: labelOf(view.node), op, nodes: counts.get(i) ?? 1, times };
      if (view.inside !== null) this.inside(view, times, flow.constantValues);
      else this.node(flow, folds, i, parts);
    }
  }

  private inside(view: NodeView, times: number, around: ReadonlySet<number>): void {
    const { inside } = view;
    if (inside === null) return;
    const bodies = inside.bodies.map(({ facts, times: repeats }) => {
      const body = new Steps();
      body.graph(facts, times * (repeats ?? 1), around);
      return body;
    });
    const [longest] = bodies.toSorted((a, b) => b.steps.length - a.steps.length);
    for (const body of inside.alternatives ? (longest === undefined ? [] : [longest]) : bodies) {
      this.steps.push(...body.steps);
      this.unknown.push(...body.unknown);
    }
  }

  private node(flow: Flow, folds: Folds, i: number, parts: Parts): void {
    const view = flow.view(i);
    const made =
      this.convolution(view, folds.activations.get(i) ?? '', parts) ??
      this.product(flow, view, folds.activations.get(i) ?? '', parts) ??
      this.recurrent(view, parts) ??
      this.pass(flow, i, parts);
    if (made === null) this.unknown.push({ name: parts.name, op: parts.op });
    else if (parts.op === 'HardSwish' && made.kind === 'pass') {
      // A function of two operators, which no runtime has as one.
      this.steps.push(
        { ...made, pass: 'hard-sigmoid' },
        { ...made, pass: 'binary', bytes: 1.5 * made.bytes },
      );
    } else if (made.kind === 'product' && folds.reshaped.has(i)) {
      const view: Step = {
        kind: 'pass',
        ...parts,
        op: 'Reshape',
        nodes: 0,
        pass: 'view',
        elements: made.m * made.k,
        rows: 1,
        taps: 1,
        bytes: 0,
      };
      this.steps.push(view, made, { ...view, elements: made.m * made.n });
    } else this.steps.push(made);
  }

  private convolution(view: NodeView, activation: string, parts: Parts): Step | null {
    const { opType } = view.node;
    const at = { Conv: 1, ConvTranspose: 1, ConvInteger: 1, FusedConv: 1, QLinearConv: 3 }[opType];
    if (at === undefined) return null;
    const [x, w, y] = [numeric(view.dims(0)), numeric(view.dims(at)), numeric(shapeOf(view))];
    if (x === null || w === null || y === null || x.length < 3) return null;
    const transposed = opType === 'ConvTranspose';
    const groups = view.int('group', 1);
    const strides = view.ints('strides') ?? [];
    const dilations = view.ints('dilations') ?? [];
    return {
      kind: 'convolution',
      ...parts,
      batch: x[0],
      groups,
      inChannels: x[1] / groups,
      outChannels: y[1] / groups,
      taps: area(w),
      inPositions: area(x),
      outPositions: area(y),
      outRows: area(y.slice(0, -1)),
      strided: strides.some((stride) => stride !== 1),
      dilated: dilations.some((dilation) => dilation !== 1),
      transposed,
      bits: isOnIntegers(parts.op) ? 8 : bitsAt(view, at),
      activation,
    };
  }

  private product(flow: Flow, view: NodeView, activation: string, parts: Parts): Step | null {
    const { opType } = view.node;
    const shape = productAt(view, opType);
    if (shape === null) return null;
    const { batch, m, k, n, at, bits } = shape;
    const sizes = numeric([...batch, m, k, n]);
    if (sizes === null) return null;
    const weight = flow.isConstant(view.read(at));
    const rows = sizes[sizes.length - 3];
    const count = sizes.slice(0, -3).reduce((all, extent) => all * extent, 1);
    // One weight for all: the runtime multiplies one tall matrix.
    const shared = (view.rank(at) ?? 2) === 2;
    return {
      kind: 'product',
      ...parts,
      count: shared ? 1 : count,
      m: shared ? rows * count : rows,
      k: sizes[sizes.length - 2],
      n: sizes[sizes.length - 1],
      weight,
      bits: isOnIntegers(parts.op) ? 8 : bits,
      activation,
    };
  }

  private recurrent(view: NodeView, parts: Parts): Step | null {
    const gates = { LSTM: 4, GRU: 3, RNN: 1 }[view.node.opType];
    const found = gates === undefined ? null : recurrenceOf(view);
    if (gates === undefined || found === null) return null;
    const sizes = numeric([found.steps, found.directions, found.batch, found.input, found.hidden]);
    if (sizes === null) return null;
    const [steps, directions, batch, input, hidden] = sizes;
    return { kind: 'recurrent', ...parts, steps, directions, batch, input, hidden, gates };
  }

  private pass(flow: Flow, i: number, parts: Parts): Step | null {
    const view = flow.view(i);
    const y = numeric(shapeOf(view));
    if (y === null) return null;
    let largest = known(y) ?? 0;
    let bytes = 0;
    const inputs: (readonly number[] | null)[] = [];
    for (let k = 0; k < view.inputCount; k += 1) {
      const dims = view.has(k) ? numeric(view.dims(k)) : null;
      inputs.push(dims);
      const size = known(dims);
      const dtype = view.dtype(k);
      if (size === null || dtype === null) continue;
      // A lookup and a slice read what they write, not all that they could.
      const read = isSelection(parts.op) ? Math.min(size, largest) : size;
      bytes += bytesOf(dtype, read);
      if (!isSelection(parts.op)) largest = Math.max(largest, size);
    }
    for (let k = 0; k < view.outputCount; k += 1) {
      const fact = view.output(k);
      const size = fact?.kind === 'tensor' ? known(fact.dims) : null;
      if (fact?.kind !== 'tensor' || size === null || fact.dtype === null) continue;
      bytes += bytesOf(fact.dtype, size);
    }
    if (parts.op === 'Split') largest = known(inputs[0] ?? null) ?? largest;
    const { pass, rows, taps } = passOf(view, plainOf(parts.op), inputs, y, largest);
    // The types of the graph are those of floats around it.
    const moved = isOnIntegers(parts.op) ? bytes / 4 : bytes;
    return { kind: 'pass', ...parts, pass, elements: largest, rows, taps, bytes: moved };
  }
}

/** Runs on 8 bits. */
const isOnIntegers = (op: string): boolean => /^(com\.microsoft:)?(QLinear|QGemm)/.test(op);

/** An operator on integers passes over elements as its relative on floats does. */
const plainOf = (op: string): string => op.replace(/^com\.microsoft:QLinear/, '');

const isSelection = (op: string): boolean => /^(Gather|GatherElements|GatherND|Slice)$/.test(op);

function shapeOf(view: NodeView): readonly Dim[] | null {
  const fact = view.output(0);
  return fact?.kind === 'tensor' ? fact.dims : null;
}

interface Product {
  readonly batch: readonly Dim[];
  readonly m: Dim;
  readonly k: Dim;
  readonly n: Dim;
  /** The second operand's place. */
  readonly at: number;
  readonly bits: number;
}

function productAt(view: NodeView, opType: string): Product | null {
  if (opType === 'Gemm') {
    const found = gemmOf(view);
    return found === null ? null : { ...found, at: 1, bits: bitsAt(view, 1) };
  }
  if (opType === 'MatMulNBits') {
    const x = view.dims(0);
    if (x === null || x.length === 0) return null;
    const [k, n] = [view.int('K', 0), view.int('N', 0)];
    return {
      batch: x.slice(0, -2),
      m: x.length < 2 ? 1 : x[x.length - 2],
      k,
      n,
      at: 1,
      bits: view.int('bits', 4),
    };
  }
  const at = { MatMul: 1, MatMulInteger: 1, QLinearMatMul: 3, FusedMatMul: 1 }[opType];
  if (at === undefined) return null;
  const found = productOf(view.dims(0), view.dims(at));
  return found === null ? null : { ...found, at, bits: bitsAt(view, at) };
}

interface Passing {
  readonly pass: Pass;
  readonly rows: number;
  readonly taps: number;
}

/** What kind of pass an operator is at these extents. */
function passOf(
  view: NodeView,
  op: string,
  inputs: readonly (readonly number[] | null)[],
  y: readonly number[],
  elements: number,
): Passing {
  const last = y[y.length - 1] ?? 1;
  const plain = (pass: Pass, rows = 1, taps = 1): Passing => ({ pass, rows, taps });
  if (BINARY.has(op)) return binary(inputs, y);
  if (op === 'Transpose') return transposition(view, y, elements);
  if (/^(Reduce|GlobalAveragePool|GlobalMaxPool|ArgMax|ArgMin|CumSum|TopK)/.test(op)) {
    const x = inputs[0] ?? [];
    const axes = op.startsWith('Global')
      ? x.map((_, axis) => axis).slice(2)
      : (view.axes(1, x.length) ?? [x.length - 1]);
    const inner = axes === null || axes.length === 0 || axes.includes(x.length - 1);
    return plain(inner ? 'reduce' : 'reduce-outer', Math.max(1, known(y) ?? 1));
  }
  const pass = PASS_OF[op];
  if (pass === undefined) return plain('other');
  if (pass === 'softmax' || pass === 'normalise')
    return plain(pass, Math.max(1, elements / Math.max(1, last)));
  if (pass === 'max-pool' || pass === 'average-pool') {
    const taps = (view.ints('kernel_shape') ?? [1]).reduce(
      (product, extent) => product * extent,
      1,
    );
    return { pass, rows: Math.max(1, (y[0] ?? 1) * (y[1] ?? 1)), taps };
  }
  if (pass === 'copy') return plain(pass, runsOf(view, op, inputs, y));
  if (pass === 'batch-normalise' || pass === 'group-normalise')
    return plain(pass, Math.max(1, (y[0] ?? 1) * (y[1] ?? 1)));
  return plain(pass);
}

/** How the smaller operand repeats. */
function binary(inputs: readonly (readonly number[] | null)[], y: readonly number[]): Passing {
  const total = known(y) ?? 1;
  const smaller = inputs.find((dims) => dims !== null && (known(dims) ?? 1) < total);
  const sizes = inputs.map((dims) => known(dims) ?? 1);
  if (smaller === undefined || smaller === null) return { pass: 'binary', rows: 1, taps: 1 };
  const own = Math.min(...sizes);
  if (own <= 1) return { pass: 'binary-scalar', rows: 1, taps: 1 };
  const last = smaller[smaller.length - 1] ?? 1;
  const inner = y[y.length - 1] ?? 1;
  return last === 1 && inner > 1
    ? { pass: 'binary-channel', rows: own, taps: 1 }
    : { pass: 'binary-column', rows: total / Math.max(1, inner), taps: 1 };
}

function transposition(view: NodeView, y: readonly number[], elements: number): Passing {
  const perm = view.ints('perm') ?? y.map((_, axis) => y.length - 1 - axis);
  // Axes of extent 1 move nothing.
  const moving = perm.filter((_, at) => (y[at] ?? 1) !== 1);
  const ordered = moving.every((axis, at) => at === 0 || axis > (moving[at - 1] ?? -1));
  if (ordered) return { pass: 'view', rows: 1, taps: 1 };
  const kept = moving[moving.length - 1] === Math.max(...moving);
  const last = y[y.length - 1] ?? 1;
  return kept
    ? { pass: 'transpose', rows: Math.max(1, elements / Math.max(1, last)), taps: 1 }
    : { pass: 'transpose-last', rows: 1, taps: 1 };
}

/** Runs of elements that lie side by side in the source and in the result. */
function runsOf(
  view: NodeView,
  op: string,
  inputs: readonly (readonly number[] | null)[],
  y: readonly number[],
): number {
  const rank = y.length;
  if (op === 'Concat' || op === 'Split') {
    const axis = (view.int('axis', 0) + rank) % Math.max(1, rank);
    const outer = y.slice(0, axis).reduce((product, extent) => product * extent, 1);
    return Math.max(1, outer * (op === 'Concat' ? inputs.length : view.outputCount));
  }
  const x = inputs[0] ?? y;
  if (op === 'Slice' && x.length === rank) {
    let run = 1;
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      run *= y[axis] ?? 1;
      if (x[axis] !== y[axis]) break;
    }
    return Math.max(1, (known(y) ?? 1) / Math.max(1, run));
  }
  if (op === 'Gather') return Math.max(1, known(inputs[1] ?? null) ?? 1);
  return Math.max(1, (known(y) ?? 1) / Math.max(1, y[rank - 1] ?? 1));
}

/** What a runtime executes of `model`, with what a person says of its inputs. */
export function executionOf(model: Model, given: Given = {}): Execution {
  const live = liveGraph(model.graph);
  const facts = inferModel({ ...model, graph: live.graph }, given);
  const steps = new Steps();
  steps.graph(facts, 1, new Set());
  const initialised = new Set(model.graph.initializers.map(({ name }) => name));
  const bytes = (of: GraphFacts['inputs']): number =>
    of.reduce((sum, fact) => {
      const size = fact.kind === 'tensor' ? known(fact.dims) : null;
      return (
        sum +
        (fact.kind === 'tensor' && size !== null && fact.dtype !== null
          ? bytesOf(fact.dtype, size)
          : 0)
      );
    }, 0);
  return {
    steps: steps.steps,
    inputBytes: bytes(
      facts.inputs.filter((_, i) => !initialised.has(model.graph.inputs[i]?.name ?? '')),
    ),
    outputBytes: bytes(facts.outputs),
    weightBytes: model.graph.initializers.reduce(
      (sum, { dtype, dims }) => sum + bytesOf(dtype, known(dims) ?? 0),
      0,
    ),
    unknown: steps.unknown,
  };
}
