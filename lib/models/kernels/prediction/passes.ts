// What only passes over its elements, in and out of cache: arithmetic of two tensors and of one,
// normalisation, softmax, pooling, resizing, moving, and being handed over.
import type { Feature, Layers } from '../../nets/layers';
import type { Workload } from '../../workload';
import { type Chain, chained } from './chain';

type Link = Chain['link'];

const image = (
  name: string,
  title: string,
  dims: readonly [number, number, number],
  links: number,
  link: Link,
): Chain => {
  const [channels, height, width] = dims;
  return {
    name: `${name}-${channels}-${height}`,
    title: `${title}, ${channels} channels, ${height}²`,
    dims: [1, channels, height, width],
    along: 'channels',
    links,
    link,
  };
};

const tokens = (
  name: string,
  title: string,
  rows: number,
  width: number,
  links: number,
  link: Link,
): Chain => ({
  name: `${name}-${rows}x${width}`,
  title: `${title}, ${rows} × ${width}`,
  dims: [rows, width],
  along: 'width',
  links,
  link,
});

/** 28,800, 259,200 and 2,332,800 elements: 115 KB, 1 MB and 9.3 MB. */
const SMALL = [32, 30, 30] as const;
const MIDDLE = [72, 60, 60] as const;
const LARGE = [180, 114, 114] as const;

/**
 * y − x of the last two tensors: stays bounded and repeats nothing that an optimiser would find.
 */
function differences(): Link {
  let before: Feature | null = null;
  return (layers, x, at) => {
    const y = at === 0 || before === null ? layers.mul(x, x) : layers.map('Sub', [x, before]);
    before = x;
    return y;
  };
}

const perChannel: Link = (layers, x, at) => {
  const dims = [x.dims[1], 1, 1];
  return at % 2 === 0
    ? layers.mul(x, layers.parameter(`scale${at}`, dims, 0.9, 1.1))
    : layers.add(x, layers.parameter(`shift${at}`, dims, -0.1, 0.1));
};

const perColumn: Link = (layers, x, at) =>
  layers.add(x, layers.parameter(`shift${at}`, [x.dims[x.dims.length - 1]], -0.1, 0.1));

/** An activation that shrinks the signal, and what restores it. */
const restored =
  (shift: number, scale: number, link: (layers: Layers, x: Feature) => Feature): Link =>
  (layers, x) => {
    const y = link(layers, x);
    const centred = shift === 0 ? y : layers.map('Sub', [y, layers.scalar(shift)]);
    return layers.mul(centred, layers.scalar(scale));
  };

const gated: Link = (layers, x) => layers.mul(x, layers.sigmoid(layers.globalAveragePool(x)));

/** Halves of the channels change places. */
const swapped: Link = (layers, x) => {
  const [left, right] = layers.chunk(x, 2, 1);
  return layers.concat([right, left]);
};

/** Rows of an image, channels last, move up by three; what leaves enters below. */
const rolled: Link = (layers, x) => {
  const [, rows] = x.dims;
  return layers.concat([layers.slice(x, 1, 3, rows), layers.slice(x, 1, 0, 3)], 1);
};

const enlarged: Link = (layers, x) =>
  layers.averagePool(layers.upsample(x, 2), { kernel: 2, stride: 2 });

/** [rows, width] as heads of 60: rows and heads change places, the innermost axis stays. */
const headsMoved: Link = (layers, x) => {
  const [rows, width] = x.dims;
  const heads = layers.transpose(layers.reshape(x, [1, rows, width / 60, 60]), [0, 2, 1, 3]);
  return layers.reshape(heads, [rows, width]);
};

const lastMoved: Link = (layers, x) => {
  const [rows, width] = x.dims;
  return layers.reshape(layers.transpose(x, [1, 0]), [rows, width]);
};

const channelsMoved: Link = (layers, x) =>
  layers.reshape(layers.transpose(x, [0, 2, 3, 1]), x.dims);

/** Each softmax is brought back to numbers about 1. */
const softened: Link = (layers, x) =>
  layers.mul(layers.softmax(x), layers.scalar(x.dims[x.dims.length - 1]));

const normalised: Link = (layers, x, at) => layers.layerNorm(`norm${at}`, x);
const summedNormalised: Link = (layers, x, at) =>
  layers.layerNorm(`norm${at}`, layers.add(layers.mul(x, x), x));
const rootNormalised: Link = (layers, x, at) => layers.rmsNorm(`norm${at}`, x);
const instanceNormalised: Link = (layers, x, at) => layers.groupNorm(`norm${at}`, x, 12);
const batchNormalised: Link = (layers, x, at) => layers.batchNorm(`norm${at}`, x);
const pooled: Link = (layers, x) => layers.maxPool(x, { kernel: 3, stride: 1, padding: 1 });
const poolHalved: Link = (layers, x) => layers.maxPool(x, { kernel: 2, stride: 2 });
const averaged: Link = (layers, x) => layers.averagePool(x, { kernel: 3, stride: 1, padding: 1 });
/**
 * The first tensor, whose signs are random, is added before every clamp: a processor cannot guess
 * them.
 */
function clamped(clamp: (layers: Layers, x: Feature) => Feature): Link {
  let first: Feature | null = null;
  return (layers, x, at) => {
    if (at === 0 || first === null) first = x;
    return layers.add(layers.mul(clamp(layers, x), layers.scalar(0.5)), first);
  };
}

/** One sum, of which either side is handed over in whole. */
const handed = (whole: 'input' | 'output', dims: readonly [number, number, number]): Chain => ({
  ...image(whole, whole === 'input' ? 'Handed in' : 'Handed out', dims, 0, (_, x) => x),
  whole,
});

const CHAINS: readonly Chain[] = [
  handed('input', LARGE),
  handed('output', MIDDLE),
  handed('output', LARGE),
  image('difference', 'Differences', SMALL, 40, differences()),
  image('difference', 'Differences', MIDDLE, 12, differences()),
  image('difference', 'Differences', LARGE, 4, differences()),
  image('channel', 'Scale and shift of channels', SMALL, 40, perChannel),
  image('channel', 'Scale and shift of channels', MIDDLE, 12, perChannel),
  image('channel', 'Scale and shift of channels', LARGE, 4, perChannel),
  tokens('column', 'Shift of columns', 120, 720, 12, perColumn),
  image(
    'scalar',
    'Scaling',
    MIDDLE,
    12,
    restored(0.1, 1.02, (_, x) => x),
  ),
  image(
    'relu',
    'ReLU',
    MIDDLE,
    8,
    clamped((layers, x) => layers.relu(x)),
  ),
  image(
    'clip',
    'Clip',
    MIDDLE,
    8,
    clamped((layers, x) => layers.relu6(x)),
  ),
  image(
    'sigmoid',
    'Sigmoid',
    MIDDLE,
    6,
    restored(0.5, 4, (layers, x) => layers.sigmoid(x)),
  ),
  image(
    'hard-swish',
    'Hard swish',
    MIDDLE,
    6,
    restored(0.2, 1.6, (layers, x) => layers.hardSwish(x)),
  ),
  image(
    'silu',
    'SiLU',
    MIDDLE,
    6,
    restored(0.2, 1.6, (layers, x) => layers.silu(x)),
  ),
  tokens(
    'tanh',
    'Tanh',
    120,
    2160,
    6,
    restored(0, 1.4, (layers, x) => layers.map('Tanh', [x])),
  ),
  tokens(
    'gelu',
    'GELU',
    120,
    2160,
    6,
    restored(0.3, 1.7, (layers, x) => layers.gelu(x)),
  ),
  tokens(
    'tanh-gelu',
    'GELU by tanh',
    120,
    2160,
    4,
    restored(0.3, 1.7, (layers, x) => layers.tanhGelu(x)),
  ),
  tokens(
    'exponential',
    'Exponential',
    120,
    2160,
    4,
    restored(1, -0.5, (layers, x) => layers.map('Exp', [x])),
  ),
  tokens('softmax', 'Softmax', 5000, 52, 4, softened),
  tokens('softmax', 'Softmax', 500, 480, 4, softened),
  tokens('layer-norm', 'Layer normalisation', 2800, 92, 4, normalised),
  tokens('layer-norm', 'Layer normalisation', 130, 840, 8, normalised),
  tokens('sum-norm', 'Sum and layer normalisation', 130, 840, 6, summedNormalised),
  tokens('root-norm', 'RMS normalisation', 130, 600, 6, rootNormalised),
  image('group-norm', 'Group normalisation', MIDDLE, 4, instanceNormalised),
  image('batch-norm', 'Normalisation by batch statistics', MIDDLE, 8, batchNormalised),
  image('gate', 'Mean and gate of channels', MIDDLE, 6, gated),
  image('gate', 'Mean and gate of channels', [640, 9, 9], 10, gated),
  image('max-pool', 'Maximum of 3×3', [72, 54, 54], 3, pooled),
  image('max-pool-halved', 'Maximum of 2×2, stride 2', [48, 160, 160], 3, poolHalved),
  image('average-pool', 'Mean of 3×3', [72, 54, 54], 3, averaged),
  image('upsample', 'Nearest neighbour × 2 and back', [40, 54, 54], 2, enlarged),
  image('swap', 'Split and concatenation', SMALL, 20, swapped),
  image('swap', 'Split and concatenation', LARGE, 3, swapped),
  image('roll', 'Roll', [60, 60, 90], 4, rolled),
  tokens('heads', 'Transposition of heads', 130, 720, 10, headsMoved),
  tokens('heads', 'Transposition of heads', 3000, 120, 4, headsMoved),
  tokens('last', 'Transposition of the last axis', 130, 720, 10, lastMoved),
  image('channels-last', 'Transposition to channels last', [88, 54, 54], 4, channelsMoved),
];

export const PASSES: readonly Workload[] = CHAINS.flatMap(chained);
