// Multi-head attention from opset 17 operators, as PyTorch exports it: projections, softmax(q·kᵀ/√d
// + mask)·v, and the shape changes between tokens × width and heads × tokens × head width.
import { type Feature, GAIN, type Layers } from './layers';

/** Parts [n, tokens, heads·width] into heads: [n, heads, tokens, width]. */
export function splitHeads(layers: Layers, x: Feature, heads: number): Feature {
  const [batch, tokens, width] = x.dims;
  return layers.transpose(layers.reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

/** Joins heads, [n, heads, tokens, width], to [n, tokens, heads·width]. */
export function mergeHeads(layers: Layers, x: Feature): Feature {
  const [batch, heads, tokens, width] = x.dims;
  return layers.reshape(layers.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

/**
 * Attention, softmax(q·kᵀ/√d + bias)·v, over [n, heads, tokens, d]; each bias broadcasts to [n,
 * heads, queries, keys].
 */
export function attend(
  layers: Layers,
  q: Feature,
  k: Feature,
  v: Feature,
  biases: readonly Feature[] = [],
): Feature {
  const scaled = layers.mul(q, layers.scalar(1 / Math.sqrt(q.dims[3])));
  const scores = layers.matMul(scaled, layers.transpose(k, [0, 1, 3, 2]));
  return layers.matMul(
    layers.softmax(biases.reduce((sum, bias) => layers.add(sum, bias), scores)),
    v,
  );
}

/** Self-attention with q, k and v from one projection `inProjection` of three times the width. */
export function packedSelfAttention(
  layers: Layers,
  names: { readonly inProjection: string; readonly outProjection: string },
  x: Feature,
  heads: number,
  biases: readonly Feature[] = [],
): Feature {
  const width = x.dims[2];
  const packed = layers.chunk(layers.linear(names.inProjection, x, 3 * width), 3, 2);
  const [q, k, v] = packed.map((part) => splitHeads(layers, part, heads));
  const attended = mergeHeads(layers, attend(layers, q, k, v, biases));
  return layers.linear(names.outProjection, attended, width, { gain: GAIN.residual });
}

export interface ProjectionNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
}

/** Self-attention with a projection each for q, k and v. */
export function selfAttention(
  layers: Layers,
  names: ProjectionNames,
  x: Feature,
  heads: number,
  options: { readonly keyBias?: boolean; readonly biases?: readonly Feature[] } = {},
): Feature {
  const { keyBias = true, biases = [] } = options;
  const width = x.dims[2];
  const q = splitHeads(layers, layers.linear(names.query, x, width, { gain: GAIN.query }), heads);
  const k = splitHeads(layers, layers.linear(names.key, x, width, { bias: keyBias }), heads);
  const v = splitHeads(layers, layers.linear(names.value, x, width), heads);
  const attended = mergeHeads(layers, attend(layers, q, k, v, biases));
  return layers.linear(names.out, attended, width, { gain: GAIN.residual });
}

/** Two linear layers with an activation between them. */
export function feedForward(
  layers: Layers,
  names: { readonly first: string; readonly second: string },
  x: Feature,
  hidden: number,
  activation: (x: Feature) => Feature,
): Feature {
  const inner = activation(layers.linear(names.first, x, hidden, { gain: GAIN.swish }));
  return layers.linear(names.second, inner, x.dims[x.dims.length - 1], { gain: GAIN.residual });
}

/**
 * 0 where a token may look (itself and before), a large negative number ahead: [1, 1, tokens,
 * tokens].
 */
export function causalMask(layers: Layers, tokens: number): Feature {
  const mask = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row += 1)
    mask.fill(MASKED, row * tokens + row + 1, (row + 1) * tokens);
  return layers.table('causal_mask', [1, 1, tokens, tokens], mask);
}

/**
 * Far below any score: its exponential is exactly 0, and not a denormal number, which would be
 * slow.
 */
export const MASKED = -200;
