// AlexNet in the one-tower form that torchvision trains. At 224×224 its adaptive pooling to 6×6 is
// the identity.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/** Output channels, kernel, stride, padding, and whether a max pool follows. */
const CONVOLUTIONS = [
  { layer: 0, channels: 64, kernel: 11, stride: 4, padding: 2, pooled: true },
  { layer: 3, channels: 192, kernel: 5, stride: 1, padding: 2, pooled: true },
  { layer: 6, channels: 384, kernel: 3, stride: 1, padding: 1, pooled: false },
  { layer: 8, channels: 256, kernel: 3, stride: 1, padding: 1, pooled: false },
  { layer: 10, channels: 256, kernel: 3, stride: 1, padding: 1, pooled: true },
] as const;

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = input;
  for (const { layer, channels, kernel, stride, padding, pooled } of CONVOLUTIONS) {
    x = layers.relu(
      layers.conv(`features.${layer}`, x, channels, { kernel, stride, padding, bias: true }),
    );
    if (pooled) x = layers.maxPool(x, { kernel: 3, stride: 2 });
  }
  x = layers.flatten(x);
  x = layers.relu(layers.linear('classifier.1', x, 4096, { gain: GAIN.relu }));
  x = layers.relu(layers.linear('classifier.4', x, 4096, { gain: GAIN.relu }));
  return [layers.linear('classifier.6', x, 1000)];
}

const ALEXNET: Net = {
  name: 'alexnet',
  title: 'AlexNet',
  family: 'AlexNet',
  source: 'Krizhevsky 2014, arXiv:1404.5997; torchvision alexnet',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(ALEXNET);
