// The layers of the calculator.
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import { fine, type Kind, type Sizes, size, unweighted } from './kind';

const linear: Kind = {
  id: 'linear',
  group: 'Layers',
  title: 'Linear',
  formula: 'rows × in × out',
  note: 'Each output is a sum of as many products as there are inputs. The bias is an addition, counted apart.',
  sizes: [
    size('rows', 'Rows (batch × tokens)', 1),
    size('in', 'In', 1280),
    size('out', 'Out', 1000),
  ],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'linear', opset: 17 });
    const x = g.input('x', 'float32', [s.rows, s.in]);
    const w = g.parameter('weight', 'float32', [s.out, s.in], unweighted);
    const b = g.parameter('bias', 'float32', [s.out], unweighted);
    g.output(g.node('Gemm', [x, w, b], { transB: 1 }), 'float32', [s.rows, s.out]);
    return g.finish();
  },
};

const groupsProblem = (s: Sizes): string | null =>
  s.in % s.groups !== 0 || s.out % s.groups !== 0
    ? 'Groups must divide both channel counts.'
    : null;

const convolution: Kind = {
  id: 'convolution',
  group: 'Layers',
  title: 'Convolution',
  formula: 'batch × out × height′ × width′ × (in ÷ groups) × kernel²',
  note: 'Padding counts. Groups divide the work once: with as many groups as channels it is a depthwise convolution.',
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
    const groups = groupsProblem(s);
    if (groups !== null) return groups;
    return s.kernel > s.extent + 2 * (s.kernel >> 1)
      ? 'The kernel is larger than the padded input.'
      : null;
  },
  build: (s) => {
    const g = new GraphBuilder({ name: 'convolution', opset: 17 });
    const x = g.input('x', 'float32', [s.batch, s.in, s.extent, s.extent]);
    const w = g.parameter(
      'weight',
      'float32',
      [s.out, s.in / s.groups, s.kernel, s.kernel],
      unweighted,
    );
    const b = g.parameter('bias', 'float32', [s.out], unweighted);
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

const transposed: Kind = {
  id: 'transposed',
  group: 'Layers',
  title: 'Transposed convolution',
  formula: 'batch × in × height × width × (out ÷ groups) × kernel²',
  note: 'It counts by its input’s extent: each input is spread over the outputs that it reaches. The stride changes the size of the output, not the count.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('in', 'In channels', 128, 65_536),
    size('out', 'Out channels', 64, 65_536),
    size('extent', 'Height and width', 28, 65_536),
    size('kernel', 'Kernel', 2, 64),
    size('stride', 'Stride', 2, 64),
    size('groups', 'Groups', 1, 65_536),
  ],
  problem: groupsProblem,
  build: (s) => {
    const g = new GraphBuilder({ name: 'transposed', opset: 17 });
    const x = g.input('x', 'float32', [s.batch, s.in, s.extent, s.extent]);
    const w = g.parameter(
      'weight',
      'float32',
      [s.in, s.out / s.groups, s.kernel, s.kernel],
      unweighted,
    );
    const y = g.node('ConvTranspose', [x, w], {
      kernel_shape: [s.kernel, s.kernel],
      strides: [s.stride, s.stride],
      group: s.groups,
    });
    g.output(y, 'float32', null);
    return g.finish();
  },
};

/**
 * Products of attention over heads that may share keys and values; `x` is [batch, tokens, width].
 */
export function attend(
  g: GraphBuilder,
  x: Value,
  s: { batch: number; tokens: number; past: number; width: number; heads: number; shared: number },
): Value {
  const head = s.width / s.heads;
  const all = s.past + s.tokens;
  const project = (name: string, input: Value, out: number): Value =>
    g.node('MatMul', [input, g.parameter(name, 'float32', [s.width, out], unweighted)]);
  const shape = (name: string, dims: readonly number[]): Value =>
    g.constant(name, 'int64', [dims.length], dims);
  const split = (name: string, input: Value, heads: number): Value =>
    g.node(
      'Transpose',
      [g.node('Reshape', [input, shape(name, [s.batch, s.tokens, heads, head])])],
      {
        perm: [0, 2, 1, 3],
      },
    );
  const withPast = (name: string, now: Value): Value =>
    s.past === 0
      ? now
      : g.node('Concat', [g.input(name, 'float32', [s.batch, s.shared, s.past, head]), now], {
          axis: 2,
        });
  // Each kept head serves a group of queries: seen as [batch, shared, queries of the group, …].
  const group = s.heads / s.shared;
  const kept = (name: string, value: Value): Value =>
    g.node('Reshape', [value, shape(name, [s.batch, s.shared, 1, all, head])]);
  const queries = g.node('Reshape', [
    split('split_q', project('query', x, s.width), s.heads),
    shape('group_q', [s.batch, s.shared, group, s.tokens, head]),
  ]);
  const keys = withPast('past_key', split('split_k', project('key', x, s.shared * head), s.shared));
  const values = withPast(
    'past_value',
    split('split_v', project('value', x, s.shared * head), s.shared),
  );
  const scores = g.node('MatMul', [
    queries,
    g.node('Transpose', [kept('group_k', keys)], { perm: [0, 1, 2, 4, 3] }),
  ]);
  const mixed = g.node('MatMul', [
    g.node('Softmax', [scores], { axis: -1 }),
    kept('group_v', values),
  ]);
  const merged = g.node('Reshape', [
    g.node(
      'Transpose',
      [g.node('Reshape', [mixed, shape('heads', [s.batch, s.heads, s.tokens, head])])],
      {
        perm: [0, 2, 1, 3],
      },
    ),
    shape('merge', [s.batch, s.tokens, s.width]),
  ]);
  return project('out', merged, s.width);
}

export function headsProblem(s: { width: number; heads: number; shared: number }): string | null {
  if (s.width % s.heads !== 0) return 'Heads must divide the width.';
  return s.heads % s.shared === 0 ? null : 'Key and value heads must divide the heads.';
}

const attention: Kind = {
  id: 'attention',
  group: 'Layers',
  title: 'Attention',
  formula: 'batch × (2 × tokens × width² × (1 + kept ÷ heads) + 2 × tokens² × width)',
  note: 'Projections grow with the tokens, the products of scores and values with their square. Heads do not change the count; sharing keys and values saves projections and memory, not scores. A causal mask is not discounted.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('tokens', 'Tokens', 128, 131_072),
    size('width', 'Width', 768, 65_536),
    size('heads', 'Heads', 12, 1024),
    size('kept', 'Key and value heads', 12, 1024),
  ],
  problem: (s) => headsProblem({ width: s.width, heads: s.heads, shared: s.kept }),
  build: (s) => {
    const g = new GraphBuilder({ name: 'attention', opset: 17 });
    const x = g.input('x', 'float32', [s.batch, s.tokens, s.width]);
    const y = attend(g, x, {
      batch: s.batch,
      tokens: s.tokens,
      past: 0,
      width: s.width,
      heads: s.heads,
      shared: s.kept,
    });
    g.output(y, 'float32', [s.batch, s.tokens, s.width]);
    return g.finish();
  },
};

const lstm: Kind = {
  id: 'lstm',
  group: 'Layers',
  title: 'LSTM',
  formula: 'steps × batch × 4 × hidden × (in + hidden)',
  note: 'Four gates, each reading the input and the last state. The steps follow each other, so the same count takes longer than in one large product.',
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
    const w = g.parameter('w', 'float32', [1, 4 * s.hidden, s.in], unweighted);
    const r = g.parameter('r', 'float32', [1, 4 * s.hidden, s.hidden], unweighted);
    const b = g.parameter('b', 'float32', [1, 8 * s.hidden], unweighted);
    g.output(g.node('LSTM', [x, w, r, b], { hidden_size: s.hidden }), 'float32', null);
    return g.finish();
  },
};

const normalisation: Kind = {
  id: 'normalisation',
  group: 'Layers',
  title: 'Layer norm',
  formula: '0: counted among the other operations',
  note: 'No products of matrices: its work is a few operations an element, its time is that of moving the elements.',
  sizes: [size('rows', 'Rows', 128), size('width', 'Width', 768)],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'layernorm', opset: 17 });
    const x = g.input('x', 'float32', [s.rows, s.width]);
    const scale = g.parameter('scale', 'float32', [s.width], unweighted);
    const bias = g.parameter('bias', 'float32', [s.width], unweighted);
    const y = g.node('LayerNormalization', [x, scale, bias], { axis: -1 });
    g.output(y, 'float32', [s.rows, s.width]);
    return g.finish();
  },
};

const embedding: Kind = {
  id: 'embedding',
  group: 'Layers',
  title: 'Embedding',
  formula: '0: rows are looked up, not computed',
  note: 'Many parameters, no FLOPs. That is why parameters say little about work.',
  sizes: [
    size('tokens', 'Tokens', 128),
    size('vocabulary', 'Vocabulary', 30_522),
    size('width', 'Width', 768),
  ],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'embedding', opset: 17 });
    const ids = g.input('ids', 'int64', [s.tokens]);
    const table = g.parameter('table', 'float32', [s.vocabulary, s.width], unweighted);
    g.output(g.node('Gather', [table, ids], { axis: 0 }), 'float32', [s.tokens, s.width]);
    return g.finish();
  },
};

export const LAYERS: readonly Kind[] = [
  linear,
  convolution,
  transposed,
  attention,
  lstm,
  normalisation,
  embedding,
];
