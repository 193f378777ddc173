// Swin-T: attention inside windows of 7×7 pixels, shifted by three in every second block, with a
// trained bias per relative position; pixels are kept channels-last throughout.
import { feedForward, MASKED, packedSelfAttention } from './attention';
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const STAGES = [
  { depth: 2, heads: 3 },
  { depth: 2, heads: 6 },
  { depth: 6, heads: 12 },
  { depth: 2, heads: 24 },
] as const;
const WIDTH = 96;
const PATCH = 4;
const WINDOW = 7;
const AREA = WINDOW * WINDOW;
const SHIFT = 3;

/** Row of the bias table for each pair of pixels of a window. */
const RELATIVE_POSITIONS = Array.from({ length: AREA * AREA }, (_, pair) => {
  const from = Math.floor(pair / AREA);
  const to = pair % AREA;
  const rows = Math.floor(from / WINDOW) - Math.floor(to / WINDOW) + WINDOW - 1;
  const columns = (from % WINDOW) - (to % WINDOW) + WINDOW - 1;
  return rows * (2 * WINDOW - 1) + columns;
});

/** [n, side, side, c] to [n·windows, 49, c]. */
function intoWindows(layers: Layers, x: Feature): Feature {
  const [batch, side, , channels] = x.dims;
  const count = side / WINDOW;
  const tiles = layers.reshape(x, [batch, count, WINDOW, count, WINDOW, channels]);
  return layers.reshape(layers.transpose(tiles, [0, 1, 3, 2, 4, 5]), [
    batch * count * count,
    AREA,
    channels,
  ]);
}

/** The inverse of `intoWindows`. */
function fromWindows(layers: Layers, x: Feature, batch: number, side: number): Feature {
  const channels = x.dims[2];
  const count = side / WINDOW;
  const tiles = layers.reshape(x, [batch, count, count, WINDOW, WINDOW, channels]);
  return layers.reshape(layers.transpose(tiles, [0, 1, 3, 2, 4, 5]), [batch, side, side, channels]);
}

/** Moves rows and columns up by `shift`; what leaves on one side enters on the other. */
function roll(layers: Layers, x: Feature, shift: number): Feature {
  return [1, 2].reduce((y, axis) => {
    const side = y.dims[axis];
    const at = (shift + side) % side;
    return layers.concat([layers.slice(y, axis, at, side), layers.slice(y, axis, 0, at)], axis);
  }, x);
}

/**
 * After the shift a window may hold pixels from both ends of the image: those must not see each
 * other.
 */
function shiftMask(layers: Layers, name: string, batch: number, side: number): Feature {
  const count = side / WINDOW;
  const band = (at: number): number => (at < side - WINDOW ? 0 : at < side - SHIFT ? 1 : 2);
  const region = (window: number, pixel: number): number => {
    const row = (Math.floor(window / count) % count) * WINDOW + Math.floor(pixel / WINDOW);
    const column = (window % count) * WINDOW + (pixel % WINDOW);
    return 3 * band(row) + band(column);
  };
  const windows = batch * count * count;
  const mask = Float32Array.from({ length: windows * AREA * AREA }, (_, at) => {
    const window = Math.floor(at / (AREA * AREA));
    const from = Math.floor(at / AREA) % AREA;
    return region(window, from) === region(window, at % AREA) ? 0 : MASKED;
  });
  return layers.table(name, [windows, 1, AREA, AREA], mask);
}

function positionBias(layers: Layers, name: string, heads: number): Feature {
  const table = layers.parameter(
    `${name}.relative_position_bias_table`,
    [(2 * WINDOW - 1) ** 2, heads],
    -1,
    1,
  );
  const index = { ...layers.ints(RELATIVE_POSITIONS), dims: [AREA * AREA] };
  const bias = layers.reshape(layers.gather(table, index), [AREA, AREA, heads]);
  return layers.reshape(layers.transpose(bias, [2, 0, 1]), [1, heads, AREA, AREA]);
}

function windowAttention(
  layers: Layers,
  name: string,
  x: Feature,
  heads: number,
  shifted: boolean,
): Feature {
  const [batch, side] = x.dims;
  const windows = intoWindows(layers, shifted ? roll(layers, x, SHIFT) : x);
  const biases = [positionBias(layers, name, heads)];
  if (shifted) biases.push(shiftMask(layers, `${name}.shift_mask`, batch, side));
  const names = { inProjection: `${name}.qkv`, outProjection: `${name}.proj` };
  const attended = fromWindows(
    layers,
    packedSelfAttention(layers, names, windows, heads, biases),
    batch,
    side,
  );
  return shifted ? roll(layers, attended, -SHIFT) : attended;
}

function block(layers: Layers, name: string, x: Feature, heads: number, shifted: boolean): Feature {
  const normal = layers.layerNorm(`${name}.norm1`, x);
  const y = layers.add(x, windowAttention(layers, `${name}.attn`, normal, heads, shifted));
  const mlp = { first: `${name}.mlp.0`, second: `${name}.mlp.3` };
  const inner = layers.layerNorm(`${name}.norm2`, y);
  return layers.add(
    y,
    feedForward(layers, mlp, inner, 4 * x.dims[3], (z) => layers.gelu(z)),
  );
}

/** Every 2×2 pixels become one of twice the width. */
function mergePatches(layers: Layers, name: string, x: Feature): Feature {
  const [, side, , channels] = x.dims;
  const corners = [0, 1].flatMap((column) =>
    [0, 1].map((row) => layers.slice(layers.slice(x, 1, row, side, 2), 2, column, side, 2)),
  );
  const merged = layers.layerNorm(`${name}.norm`, layers.concat(corners, 3));
  return layers.linear(`${name}.reduction`, merged, 2 * channels, { bias: false });
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  const options = { kernel: PATCH, stride: PATCH, padding: 0, bias: true, gain: GAIN.linear };
  let x = layers.transpose(layers.conv('features.0.0', input, WIDTH, options), [0, 2, 3, 1]);
  x = layers.layerNorm('features.0.2', x);
  for (const [stage, { depth, heads }] of STAGES.entries()) {
    if (stage > 0) x = mergePatches(layers, `features.${2 * stage}`, x);
    for (let at = 0; at < depth; at += 1) {
      const shifted = at % 2 === 1 && x.dims[1] > WINDOW;
      x = block(layers, `features.${2 * stage + 1}.${at}`, x, heads, shifted);
    }
  }
  return [layers.linear('head', layers.mean(layers.layerNorm('norm', x), [1, 2]), 1000)];
}

const SWIN_T: Net = {
  name: 'swin-t',
  title: 'Swin-T',
  family: 'Swin',
  source: 'Liu et al. 2021, arXiv:2103.14030; torchvision swin_t',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(SWIN_T);
