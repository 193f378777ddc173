// ShuffleNetV2 ×1.0: each block works on half of the channels and a shuffle mixes the halves.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const STEM = 24;
const STAGES = [
  { out: 116, repeats: 4 },
  { out: 232, repeats: 8 },
  { out: 464, repeats: 4 },
] as const;
const LAST = 1024;

/** Interleaves the two halves of the channels. */
function shuffle(layers: Layers, x: Feature): Feature {
  const [batch, channels, height, width] = x.dims;
  const halves = layers.reshape(x, [batch, 2, channels / 2, height, width]);
  return layers.reshape(layers.transpose(halves, [0, 2, 1, 3, 4]), x.dims);
}

function pointwise(
  layers: Layers,
  name: string,
  at: number,
  x: Feature,
  channels: number,
): Feature {
  const y = layers.conv(`${name}.${at}`, x, channels, { kernel: 1 });
  return layers.relu(layers.batchNorm(`${name}.${at + 1}`, y));
}

function depthwise(layers: Layers, name: string, at: number, x: Feature, stride: number): Feature {
  const y = layers.conv(`${name}.${at}`, x, x.dims[1], {
    kernel: 3,
    stride,
    groups: x.dims[1],
    gain: GAIN.linear,
  });
  return layers.batchNorm(`${name}.${at + 1}`, y);
}

function branch(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  stride: number,
): Feature {
  const narrow = depthwise(layers, name, 3, pointwise(layers, name, 0, x, channels), stride);
  return pointwise(layers, name, 5, narrow, channels);
}

function block(layers: Layers, name: string, x: Feature, out: number, stride: number): Feature {
  if (stride === 1) {
    const [kept, worked] = layers.chunk(x, 2, 1);
    return shuffle(
      layers,
      layers.concat([kept, branch(layers, `${name}.branch2`, worked, out / 2, 1)]),
    );
  }
  const left = pointwise(
    layers,
    `${name}.branch1`,
    2,
    depthwise(layers, `${name}.branch1`, 0, x, stride),
    out / 2,
  );
  return shuffle(
    layers,
    layers.concat([left, branch(layers, `${name}.branch2`, x, out / 2, stride)]),
  );
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = layers.conv('conv1.0', input, STEM, { kernel: 3, stride: 2 });
  x = layers.relu(layers.batchNorm('conv1.1', x));
  x = layers.maxPool(x, { kernel: 3, stride: 2, padding: 1 });
  for (const [index, { out, repeats }] of STAGES.entries()) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      x = block(layers, `stage${index + 2}.${repeat}`, x, out, repeat === 0 ? 2 : 1);
    }
  }
  x = pointwise(layers, 'conv5', 0, x, LAST);
  return [layers.linear('fc', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const SHUFFLENET_V2: Net = {
  name: 'shufflenet-v2-x1-0',
  title: 'ShuffleNetV2 ×1.0',
  family: 'ShuffleNet',
  source: 'Ma et al. 2018, arXiv:1807.11164; torchvision shufflenet_v2_x1_0',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(SHUFFLENET_V2);
