// The blocks of the calculator: what networks are built from, without their biases and
// normalisations where a runtime folds those into the products.
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import { fine, type Kind, size, unweighted } from './kind';
import { attend, headsProblem } from './layers';

function conv(
  g: GraphBuilder,
  x: Value,
  {
    name,
    out,
    perGroup,
    kernel,
    groups,
  }: { name: string; out: number; perGroup: number; kernel: number; groups: number },
): Value {
  const pad = kernel >> 1;
  return g.node(
    'Conv',
    [x, g.parameter(name, 'float32', [out, perGroup, kernel, kernel], unweighted)],
    {
      kernel_shape: [kernel, kernel],
      pads: [pad, pad, pad, pad],
      group: groups,
    },
  );
}

const residual: Kind = {
  id: 'residual',
  group: 'Blocks',
  title: 'Residual block',
  formula: 'batch × extent² × (2 × channels × narrow + 9 × narrow²)',
  note: 'The bottleneck of ResNet-50: narrow, 3 × 3, wide again, and the input added to it.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('channels', 'Channels', 256, 65_536),
    size('narrow', 'Channels inside', 64, 65_536),
    size('extent', 'Height and width', 56, 4096),
  ],
  problem: fine,
  build: (s) => {
    const g = new GraphBuilder({ name: 'residual', opset: 17 });
    const { batch, channels, narrow, extent } = s;
    const x = g.input('x', 'float32', [batch, channels, extent, extent]);
    const a = g.node('Relu', [
      conv(g, x, { name: 'w1', out: narrow, perGroup: channels, kernel: 1, groups: 1 }),
    ]);
    const b = g.node('Relu', [
      conv(g, a, { name: 'w2', out: narrow, perGroup: narrow, kernel: 3, groups: 1 }),
    ]);
    const c = conv(g, b, { name: 'w3', out: channels, perGroup: narrow, kernel: 1, groups: 1 });
    g.output(g.node('Relu', [g.node('Add', [c, x])]), 'float32', null);
    return g.finish();
  },
};

const inverted: Kind = {
  id: 'inverted',
  group: 'Blocks',
  title: 'Inverted residual',
  formula: 'batch × extent² × expansion × channels × (2 × channels + kernel²)',
  note: 'The block of MobileNetV2: wide, depthwise, narrow again. Most of its FLOPs are in the two pointwise products, most of its bytes around the depthwise one.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('channels', 'Channels', 32, 16_384),
    size('expansion', 'Expansion', 6, 64),
    size('kernel', 'Kernel', 3, 31),
    size('extent', 'Height and width', 28, 4096),
  ],
  problem: (s) => (s.kernel % 2 === 1 ? null : 'The kernel must be odd, so that the extent stays.'),
  build: (s) => {
    const g = new GraphBuilder({ name: 'inverted', opset: 17 });
    const { batch, channels, kernel, extent } = s;
    const wide = channels * s.expansion;
    const x = g.input('x', 'float32', [batch, channels, extent, extent]);
    const a = g.node('Relu', [
      conv(g, x, { name: 'w1', out: wide, perGroup: channels, kernel: 1, groups: 1 }),
    ]);
    const b = g.node('Relu', [
      conv(g, a, { name: 'w2', out: wide, perGroup: 1, kernel, groups: wide }),
    ]);
    const c = conv(g, b, { name: 'w3', out: channels, perGroup: wide, kernel: 1, groups: 1 });
    g.output(g.node('Add', [c, x]), 'float32', null);
    return g.finish();
  },
};

function norm(g: GraphBuilder, x: Value, name: string, width: number): Value {
  return g.node(
    'LayerNormalization',
    [x, g.parameter(`${name}.scale`, 'float32', [width], unweighted)],
    { axis: -1 },
  );
}

const encoder: Kind = {
  id: 'encoder',
  group: 'Blocks',
  title: 'Transformer encoder',
  formula: 'batch × (4 × tokens × width² + 2 × tokens² × width + 2 × tokens × width × inner)',
  note: 'Attention and a feed-forward part, each behind a norm and with its input added. With inner = 4 × width the products with weights take 12 × tokens × width².',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('tokens', 'Tokens', 128, 131_072),
    size('width', 'Width', 768, 65_536),
    size('heads', 'Heads', 12, 1024),
    size('inner', 'Feed-forward width', 3072, 262_144),
  ],
  problem: (s) => headsProblem({ width: s.width, heads: s.heads, shared: s.heads }),
  build: (s) => {
    const g = new GraphBuilder({ name: 'encoder', opset: 20 });
    const { batch, tokens, width, heads, inner } = s;
    const x = g.input('x', 'float32', [batch, tokens, width]);
    const attended = attend(g, norm(g, x, 'norm1', width), {
      batch,
      tokens,
      past: 0,
      width,
      heads,
      shared: heads,
    });
    const a = g.node('Add', [x, attended]);
    const up = g.node('MatMul', [
      norm(g, a, 'norm2', width),
      g.parameter('up', 'float32', [width, inner], unweighted),
    ]);
    const down = g.node('MatMul', [
      g.node('Gelu', [up]),
      g.parameter('down', 'float32', [inner, width], unweighted),
    ]);
    g.output(g.node('Add', [a, down]), 'float32', [batch, tokens, width]);
    return g.finish();
  },
};

const decoder: Kind = {
  id: 'decoder',
  group: 'Blocks',
  title: 'Transformer decoder with cache',
  formula:
    'batch × tokens × (2 × width² × (1 + kept ÷ heads) + 2 × (past + tokens) × width + 3 × width × inner)',
  note: 'One layer of a language model as it writes: keys and values of earlier tokens come from a cache, the feed-forward part is gated. With one token its intensity is near half a FLOP per byte: weights are read to be used once.',
  sizes: [
    size('batch', 'Batch', 1, 4096),
    size('tokens', 'New tokens', 1, 131_072),
    size('past', 'Tokens before', 1024, 1_000_000, 0),
    size('width', 'Width', 576, 65_536),
    size('heads', 'Heads', 9, 1024),
    size('kept', 'Key and value heads', 3, 1024),
    size('inner', 'Feed-forward width', 1536, 262_144),
  ],
  problem: (s) => headsProblem({ width: s.width, heads: s.heads, shared: s.kept }),
  build: (s) => {
    const g = new GraphBuilder({ name: 'decoder', opset: 17 });
    const { batch, tokens, past, width, heads, kept, inner } = s;
    const x = g.input('x', 'float32', [batch, tokens, width]);
    const attended = attend(g, norm(g, x, 'norm1', width), {
      batch,
      tokens,
      past,
      width,
      heads,
      shared: kept,
    });
    const a = g.node('Add', [x, attended]);
    const h = norm(g, a, 'norm2', width);
    const product = (name: string, input: Value, from: number, to: number): Value =>
      g.node('MatMul', [input, g.parameter(name, 'float32', [from, to], unweighted)]);
    const gate = product('gate', h, width, inner);
    const gated = g.node('Mul', [
      g.node('Mul', [gate, g.node('Sigmoid', [gate])]),
      product('up', h, width, inner),
    ]);
    const y = g.node('Add', [a, product('down', gated, inner, width)]);
    g.output(y, 'float32', [batch, tokens, width]);
    return g.finish();
  },
};

const experts: Kind = {
  id: 'experts',
  group: 'Blocks',
  title: 'Mixture of experts',
  formula: 'tokens × (width × experts + active × 2 × width × inner)',
  note: 'Parameters grow with all experts, FLOPs with the active ones. Tokens are spread evenly here; real routers are not so fair.',
  sizes: [
    size('tokens', 'Tokens', 128, 131_072),
    size('width', 'Width', 512, 65_536),
    size('inner', 'Width inside an expert', 1024, 262_144),
    size('experts', 'Experts', 8, 256),
    size('active', 'Active for a token', 2, 64),
  ],
  problem: (s) => {
    if (s.active > s.experts) return 'No more experts can be active than there are.';
    return (s.tokens * s.active) % s.experts === 0
      ? null
      : 'Tokens × active must be a multiple of the experts, so that each expert gets as many.';
  },
  build: (s) => {
    const g = new GraphBuilder({ name: 'experts', opset: 18 });
    const { tokens, width, inner, active } = s;
    const x = g.input('x', 'float32', [tokens, width]);
    const router = g.node('MatMul', [
      x,
      g.parameter('router', 'float32', [width, s.experts], unweighted),
    ]);
    const shares = g.node('Softmax', [router], { axis: -1 });
    const repeated =
      active === 1
        ? x
        : g.node(
            'Concat',
            Array.from({ length: active }, () => x),
            { axis: 0 },
          );
    const parts =
      s.experts === 1
        ? [repeated]
        : g.nodes('Split', [repeated], s.experts, { axis: 0, num_outputs: s.experts });
    const done = parts.map((part, i) => {
      const up = g.parameter(`up.${i}`, 'float32', [width, inner], unweighted);
      const down = g.parameter(`down.${i}`, 'float32', [inner, width], unweighted);
      return g.node('MatMul', [g.node('Relu', [g.node('MatMul', [part, up])]), down]);
    });
    const joined =
      done.length === 1 && done[0] !== undefined ? done[0] : g.node('Concat', done, { axis: 0 });
    const stacked = g.node('Reshape', [
      joined,
      g.constant('stack', 'int64', [3], [active, tokens, width]),
    ]);
    const sum = g.node('ReduceSum', [stacked, g.constant('axes', 'int64', [1], [0])], {
      keepdims: 0,
    });
    g.output(sum, 'float32', [tokens, width]);
    g.output(shares, 'float32', [tokens, s.experts]);
    return g.finish();
  },
};

export const BLOCKS: readonly Kind[] = [residual, inverted, encoder, decoder, experts];
