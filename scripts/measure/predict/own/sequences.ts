// Nets over sequences that are no zoo's: a recurrent tagger, an encoder–decoder, a pre-normalised
// transformer, and a net so small that its nodes cost more than their arithmetic.
import {
  attend,
  causalMask,
  feedForward,
  mergeHeads,
  selfAttention,
  splitHeads,
} from '@/lib/models/nets/attention';
import { type Feature, GAIN, type Layers } from '@/lib/models/nets/layers';
import { tokenInput } from '@/lib/models/nets/net';
import type { InputSpec } from '@/lib/models/workload';
import type { OwnNet } from './own-net';

/** Both directions of a GRU over [steps, 1, in], joined: [steps, 1, 2·hidden]. */
function bothWays(layers: Layers, name: string, x: Feature, hidden: number): Feature {
  const [steps, batch, width] = x.dims;
  const inputs = [
    x,
    layers.weight(`${name}.input`, [2, 3 * hidden, width], width, GAIN.linear),
    layers.weight(`${name}.state`, [2, 3 * hidden, hidden], hidden, GAIN.linear),
    layers.parameter(`${name}.bias`, [2, 6 * hidden], -0.1, 0.1),
  ];
  const attributes = { hidden_size: hidden, direction: 'bidirectional', linear_before_reset: 1 };
  const y = layers.graph.node('GRU', inputs, attributes);
  const joined = layers.transpose({ ...y, dims: [steps, 2, batch, hidden] }, [0, 2, 1, 3]);
  return layers.reshape(joined, [steps, batch, 2 * hidden]);
}

const RECURRENT: OwnNet = {
  name: 'recurrent',
  title: 'Tagger, two bidirectional GRUs over 56 steps',
  inputs: [
    {
      name: 'frames',
      dtype: 'float32',
      dims: [56, 1, 140],
      fill: { kind: 'uniform', low: -1, high: 1 },
    },
  ],
  build(layers, [frames]) {
    const first = bothWays(layers, 'g0', frames, 212);
    const second = bothWays(layers, 'g1', first, 212);
    return [layers.softmax(layers.linear('tags', second, 58))];
  },
};

const names = (prefix: string) => ({
  query: `${prefix}.q`,
  key: `${prefix}.k`,
  value: `${prefix}.v`,
  out: `${prefix}.o`,
});

/** The sum with what a part answers, normalised. */
const normedSum = (layers: Layers, name: string, x: Feature, part: Feature): Feature =>
  layers.layerNorm(name, layers.add(x, part));

const layerNames = (prefix: string) => ({ first: `${prefix}.ff0`, second: `${prefix}.ff1` });

/** Queries of one sequence over keys and values of another. */
function crossAttention(
  layers: Layers,
  name: string,
  x: Feature,
  memory: Feature,
  heads: number,
): Feature {
  const width = x.dims[2];
  const of = (part: string, y: Feature): Feature =>
    splitHeads(layers, layers.linear(`${name}.${part}`, y, width), heads);
  const found = attend(layers, of('q', x), of('k', memory), of('v', memory));
  return layers.linear(`${name}.o`, mergeHeads(layers, found), width, { gain: GAIN.residual });
}

const ENCODER_DECODER: OwnNet = {
  name: 'encoder-decoder',
  title: 'Encoder–decoder, 76 and 44 tokens of 264',
  inputs: [
    ...tokenInput(3000, 76)(1),
    {
      name: 'written',
      dtype: 'int64',
      dims: [1, 44],
      fill: { kind: 'uniform', low: 0, high: 3000 },
    },
  ],
  build(layers, [read, written]) {
    const [width, heads, hidden] = [264, 6, 1000];
    const table = layers.embedding('tokens', 3000, width);
    const relu = (y: Feature): Feature => layers.relu(y);
    let memory = layers.gather(table, read);
    for (const at of [0, 1, 2]) {
      const name = `enc${at}`;
      const seen = selfAttention(layers, names(name), memory, heads);
      memory = normedSum(layers, `${name}.n0`, memory, seen);
      const wide = feedForward(layers, layerNames(name), memory, hidden, relu);
      memory = normedSum(layers, `${name}.n1`, memory, wide);
    }
    let x = layers.gather(table, written);
    const mask = causalMask(layers, 44);
    for (const at of [0, 1, 2]) {
      const name = `dec${at}`;
      const seen = selfAttention(layers, names(name), x, heads, { biases: [mask] });
      x = normedSum(layers, `${name}.n0`, x, seen);
      x = normedSum(layers, `${name}.n1`, x, crossAttention(layers, `${name}.x`, x, memory, heads));
      const wide = feedForward(layers, layerNames(name), x, hidden, relu);
      x = normedSum(layers, `${name}.n2`, x, wide);
    }
    return [layers.linear('words', x, 3000)];
  },
};

/** Normalised before each part, gated linear units behind attention. */
const GATED_TRANSFORMER: OwnNet = {
  name: 'gated-transformer',
  title: 'Transformer encoder with gated units, 104 tokens of 360',
  inputs: [
    {
      name: 'patches',
      dtype: 'float32',
      dims: [1, 104, 150],
      fill: { kind: 'uniform', low: -1, high: 1 },
    },
  ],
  build(layers, [patches]) {
    const width = 360;
    let x = layers.linear('in', patches, width);
    for (const at of [0, 1, 2, 3, 4]) {
      const name = `l${at}`;
      const normal = layers.layerNorm(`${name}.n0`, x);
      x = layers.add(x, selfAttention(layers, names(name), normal, 9));
      const inner = layers.layerNorm(`${name}.n1`, x);
      const gate = layers.silu(layers.linear(`${name}.gate`, inner, 920, { bias: false }));
      const wide = layers.mul(gate, layers.linear(`${name}.up`, inner, 920, { bias: false }));
      x = layers.add(x, layers.linear(`${name}.down`, wide, width, { bias: false }));
    }
    return [layers.linear('head', layers.mean(layers.layerNorm('last', x), [1]), 30)];
  },
};

const reading: InputSpec = {
  name: 'reading',
  dtype: 'float32',
  dims: [1, 6, 50],
  fill: { kind: 'uniform', low: -1, high: 1 },
};

const VERY_SMALL: OwnNet = {
  name: 'very-small',
  title: 'Very small: gestures from 50 readings of six sensors',
  inputs: [reading],
  build(layers, [readings]) {
    const options = { kernel: 5, stride: 2, gain: GAIN.relu };
    const first = layers.relu(layers.conv1d('c0', readings, 10, options));
    const second = layers.relu(layers.conv1d('c1', first, 14, options));
    const flat = layers.flatten(second);
    const inner = layers.relu(layers.linear('l0', flat, 22));
    return [layers.softmax(layers.linear('l1', inner, 5))];
  },
};

export const SEQUENCES: readonly OwnNet[] = [
  RECURRENT,
  ENCODER_DECODER,
  GATED_TRANSFORMER,
  VERY_SMALL,
];
