// DenseNet-121: every layer reads all earlier ones of its block; normalisation and ReLU come before
// the convolutions.
import type { Feature, Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const GROWTH = 32;
const BOTTLENECK = 4 * GROWTH;
/** Layers per block. */
const DEPTHS = [6, 12, 24, 16];

function normalised(layers: Layers, name: string, x: Feature): Feature {
  return layers.relu(layers.batchNorm(name, x));
}

function denseLayer(layers: Layers, name: string, x: Feature): Feature {
  const narrow = layers.conv(`${name}.conv1`, normalised(layers, `${name}.norm1`, x), BOTTLENECK, {
    kernel: 1,
  });
  const grown = layers.conv(`${name}.conv2`, normalised(layers, `${name}.norm2`, narrow), GROWTH, {
    kernel: 3,
  });
  return layers.concat([x, grown]);
}

function transition(layers: Layers, name: string, x: Feature): Feature {
  const halved = layers.conv(`${name}.conv`, normalised(layers, `${name}.norm`, x), x.dims[1] / 2, {
    kernel: 1,
  });
  return layers.averagePool(halved, { kernel: 2, stride: 2 });
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = normalised(
    layers,
    'features.norm0',
    layers.conv('features.conv0', input, 64, { kernel: 7, stride: 2 }),
  );
  x = layers.maxPool(x, { kernel: 3, stride: 2, padding: 1 });
  for (const [index, depth] of DEPTHS.entries()) {
    const block = index + 1;
    for (let layer = 1; layer <= depth; layer += 1) {
      x = denseLayer(layers, `features.denseblock${block}.denselayer${layer}`, x);
    }
    if (block < DEPTHS.length) x = transition(layers, `features.transition${block}`, x);
  }
  x = normalised(layers, 'features.norm5', x);
  return [layers.linear('classifier', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const DENSENET121: Net = {
  name: 'densenet121',
  title: 'DenseNet-121',
  family: 'DenseNet',
  source: 'Huang et al. 2016, arXiv:1608.06993; torchvision densenet121',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(DENSENET121);
