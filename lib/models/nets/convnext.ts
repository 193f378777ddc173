// ConvNeXt-Tiny: 7×7 depthwise convolutions and transformer-like blocks, normalised over channels.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const STAGES = [
  { width: 96, depth: 3 },
  { width: 192, depth: 3 },
  { width: 384, depth: 9 },
  { width: 768, depth: 3 },
] as const;
const EPSILON = 1e-6;

const channelsLast = (layers: Layers, x: Feature): Feature => layers.transpose(x, [0, 2, 3, 1]);
const channelsFirst = (layers: Layers, x: Feature): Feature => layers.transpose(x, [0, 3, 1, 2]);

/** Normalises the channels of every pixel. */
function pixelNorm(layers: Layers, name: string, x: Feature): Feature {
  return channelsFirst(layers, layers.layerNorm(name, channelsLast(layers, x), EPSILON));
}

function block(layers: Layers, name: string, x: Feature): Feature {
  const width = x.dims[1];
  let y = layers.conv(`${name}.block.0`, x, width, {
    kernel: 7,
    groups: width,
    bias: true,
    gain: GAIN.linear,
  });
  y = layers.layerNorm(`${name}.block.2`, channelsLast(layers, y), EPSILON);
  y = layers.gelu(layers.linear(`${name}.block.3`, y, 4 * width, { gain: GAIN.swish }));
  y = channelsFirst(layers, layers.linear(`${name}.block.5`, y, width));
  return layers.add(
    layers.mul(y, layers.parameter(`${name}.layer_scale`, [width, 1, 1], 0.4, 0.6)),
    x,
  );
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  const strided = (stride: number) => ({
    kernel: stride,
    stride,
    padding: 0,
    bias: true,
    gain: GAIN.linear,
  });
  let x = pixelNorm(
    layers,
    'features.0.1',
    layers.conv('features.0.0', input, STAGES[0].width, strided(4)),
  );
  for (const [stage, { width, depth }] of STAGES.entries()) {
    if (stage > 0) {
      const normal = pixelNorm(layers, `features.${2 * stage}.0`, x);
      x = layers.conv(`features.${2 * stage}.1`, normal, width, strided(2));
    }
    for (let at = 0; at < depth; at += 1) x = block(layers, `features.${2 * stage + 1}.${at}`, x);
  }
  x = pixelNorm(layers, 'classifier.0', layers.globalAveragePool(x));
  return [layers.linear('classifier.2', layers.flatten(x), 1000)];
}

const CONVNEXT_TINY: Net = {
  name: 'convnext-tiny',
  title: 'ConvNeXt-Tiny',
  family: 'ConvNeXt',
  source: 'Liu et al. 2022, arXiv:2201.03545; torchvision convnext_tiny',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(CONVNEXT_TINY);
