// The layers of the calculator: each is built as a real ONNX graph from a few sizes and counted by the same code as any
// file. Nothing on the page is computed by a formula of its own; formulas stand there to be read.
import { integer } from '@/lib/core/format';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';

export interface Size {
  readonly key: string;
  readonly label: string;
  readonly initial: number;
  readonly max: number;
}

export type Sizes = Readonly<Record<string, number>>;

export interface LayerKind {
  readonly id: string;
  readonly title: string;
  /** Multiply-accumulates, as a person writes it. */
  readonly formula: string;
  readonly note: string;
  readonly sizes: readonly Size[];
  /** What is wrong with these sizes together; null when they fit. */
  readonly problem: (sizes: Sizes) => string | null;
  readonly build: (sizes: Sizes) => Model;
}

const size = (key: string, label: string, initial: number, max = 1_000_000): Size => ({ key, label, initial, max });

/** The counter never generates weights; a layer here is counted, not run. */
const never = (): void => {
  throw new Error('the weights of a counted layer are not generated');
};

const fine = (): null => null;

const linear: LayerKind = {
  id: 'linear',
  title: 'Linear',
  formula: 'rows × in × out',
  note: 'Each output is a sum of as many products as there are inputs. The bias is an addition, counted apart.',
  sizes: [size('rows', 'Rows (batch × tokens)', 1), size('in', 'In', 1280), size('out', 'Out', 1000)],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'linear', opset: 17 });
    const x = g.input('x', 'float32', [s.rows, s.in]);
    const w = g.parameter('weight', 'float32', [s.out, s.in], never);
    const b = g.parameter('bias', 'float32', [s.out], never);
    g.output(g.node('Gemm', [x, w, b], { transB: 1 }), 'float32', [s.rows, s.out]);
    return g.finish();
  },
};

const convolution: LayerKind = {
  id: 'convolution',
  title: 'Convolution',
  formula: 'batch × out × height′ × width′ × (in ÷ groups) × kernel²',
  note: 'Padding taps count. Groups divide the work once: with as many groups as channels it is a depthwise convolution.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('in', 'In channels', 64, 65_536),
    size('out', 'Out channels', 64, 65_536),
    size('extent', 'Height and width', 56, 65_536),
    size('kernel', 'Kernel', 3, 64),
    size('stride', 'Stride', 1, 64),
    size('groups', 'Groups', 1, 65_536),
  ],
  problem: (s) => {
    if (s.in % s.groups !== 0 || s.out % s.groups !== 0) return 'Groups must divide both channel counts.';
    if (s.kernel > s.extent + 2 * (s.kernel >> 1)) return 'The kernel is larger than the padded input.';
    return null;
  },
  build: (s) => {
    const g = new GraphBuilder({ name: 'convolution', opset: 17 });
    const x = g.input('x', 'float32', [s.batch, s.in, s.extent, s.extent]);
    const w = g.parameter('weight', 'float32', [s.out, s.in / s.groups, s.kernel, s.kernel], never);
    const b = g.parameter('bias', 'float32', [s.out], never);
    const pad = s.kernel >> 1;
    const y = g.node('Conv', [x, w, b], {
      kernel_shape: [s.kernel, s.kernel],
      strides: [s.stride, s.stride],
      pads: [pad, pad, pad, pad],
      group: s.groups,
    });
    g.output(y, 'float32', null);
    return g.finish();
  },
};

const attention: LayerKind = {
  id: 'attention',
  title: 'Attention',
  formula: 'batch × (4 × tokens × width² + 2 × tokens² × width)',
  note: 'Four projections grow with the tokens, the two products of scores and values with their square. A causal mask is not discounted. Heads do not change the count.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('tokens', 'Tokens', 128, 131_072),
    size('width', 'Width', 768, 65_536),
    size('heads', 'Heads', 12, 1024),
  ],
  problem: (s) => (s.width % s.heads === 0 ? null : 'Heads must divide the width.'),
  build: (s) => {
    const g = new GraphBuilder({ name: 'attention', opset: 17 });
    const x = g.input('x', 'float32', [s.batch, s.tokens, s.width]);
    const head = s.width / s.heads;
    const project = (name: string, input: { readonly name: string }) =>
      g.node('MatMul', [input, g.parameter(name, 'float32', [s.width, s.width], never)]);
    const split = g.constant('split', 'int64', [4], [s.batch, s.tokens, s.heads, head]);
    const merge = g.constant('merge', 'int64', [3], [s.batch, s.tokens, s.width]);
    const heads = (name: string, perm: number[]) =>
      g.node('Transpose', [g.node('Reshape', [project(name, x), split])], { perm });
    const scores = g.node('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])]);
    const mixed = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), heads('value', [0, 2, 1, 3])]);
    const merged = g.node('Reshape', [g.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), merge]);
    g.output(project('out', merged), 'float32', [s.batch, s.tokens, s.width]);
    return g.finish();
  },
};

const lstm: LayerKind = {
  id: 'lstm',
  title: 'LSTM',
  formula: 'steps × batch × 4 × hidden × (in + hidden)',
  note: 'Four gates, each reading the input and the last state. The steps follow each other, so the same count runs slower than one large product.',
  sizes: [
    size('steps', 'Steps', 64, 65_536),
    size('batch', 'Batch', 1, 4096),
    size('in', 'In', 512, 65_536),
    size('hidden', 'Hidden', 512, 65_536),
  ],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'lstm', opset: 17 });
    const x = g.input('x', 'float32', [s.steps, s.batch, s.in]);
    const w = g.parameter('w', 'float32', [1, 4 * s.hidden, s.in], never);
    const r = g.parameter('r', 'float32', [1, 4 * s.hidden, s.hidden], never);
    const b = g.parameter('b', 'float32', [1, 8 * s.hidden], never);
    g.output(g.node('LSTM', [x, w, r, b], { hidden_size: s.hidden }), 'float32', null);
    return g.finish();
  },
};

const normalisation: LayerKind = {
  id: 'normalisation',
  title: 'Layer norm',
  formula: '0: counted among the other operations',
  note: 'No products of matrices: its work is a few operations an element, its time is that of moving the elements.',
  sizes: [size('rows', 'Rows', 128), size('width', 'Width', 768)],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'layernorm', opset: 17 });
    const x = g.input('x', 'float32', [s.rows, s.width]);
    const scale = g.parameter('scale', 'float32', [s.width], never);
    const bias = g.parameter('bias', 'float32', [s.width], never);
    g.output(g.node('LayerNormalization', [x, scale, bias], { axis: -1 }), 'float32', [s.rows, s.width]);
    return g.finish();
  },
};

const embedding: LayerKind = {
  id: 'embedding',
  title: 'Embedding',
  formula: '0: rows are looked up, not computed',
  note: 'Many parameters, no FLOPs. That is why parameters say little about work.',
  sizes: [size('tokens', 'Tokens', 128), size('vocabulary', 'Vocabulary', 30_522), size('width', 'Width', 768)],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'embedding', opset: 17 });
    const ids = g.input('ids', 'int64', [s.tokens]);
    const table = g.parameter('table', 'float32', [s.vocabulary, s.width], never);
    g.output(g.node('Gather', [table, ids], { axis: 0 }), 'float32', [s.tokens, s.width]);
    return g.finish();
  },
};

export const LAYER_KINDS: readonly LayerKind[] = [linear, convolution, attention, lstm, normalisation, embedding];

export const initialSizes = ({ sizes }: LayerKind): Sizes =>
  Object.fromEntries(sizes.map(({ key, initial }) => [key, initial]));

/** What is wrong with one entry, or with all of them together; null when the layer can be built. */
export function problemOf(kind: LayerKind, sizes: Sizes): string | null {
  for (const { key, label, max } of kind.sizes) {
    if (!Number.isInteger(sizes[key]) || sizes[key] < 1 || sizes[key] > max) {
      return `${label} must be a whole number from 1 to ${integer(max)}.`;
    }
  }
  return kind.problem(sizes);
}
