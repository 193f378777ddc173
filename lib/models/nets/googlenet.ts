// GoogLeNet as torchvision has it: batch-normalised, its "5×5" branches built with 3×3 kernels,
// auxiliary heads left out.
import type { Feature, Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/**
 * Channels: 1×1 branch, 3×3 branch (reduction, out), "5×5" branch (reduction, out), pool
 * projection.
 */
type Inception = readonly [number, number, number, number, number, number];

/** Stages between max pools, with the kernel of the pool that ends each. */
const STAGES: readonly {
  readonly blocks: Readonly<Record<string, Inception>>;
  readonly pool: number;
}[] = [
  { blocks: { '3a': [64, 96, 128, 16, 32, 32], '3b': [128, 128, 192, 32, 96, 64] }, pool: 3 },
  {
    blocks: {
      '4a': [192, 96, 208, 16, 48, 64],
      '4b': [160, 112, 224, 24, 64, 64],
      '4c': [128, 128, 256, 24, 64, 64],
      '4d': [112, 144, 288, 32, 64, 64],
      '4e': [256, 160, 320, 32, 128, 128],
    },
    pool: 2,
  },
  { blocks: { '5a': [256, 160, 320, 32, 128, 128], '5b': [384, 192, 384, 48, 128, 128] }, pool: 0 },
];

function unit(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  kernel: number,
  stride = 1,
): Feature {
  const y = layers.conv(`${name}.conv`, x, channels, { kernel, stride });
  return layers.relu(layers.batchNorm(`${name}.bn`, y, 1e-3));
}

function inception(layers: Layers, name: string, x: Feature, widths: Inception): Feature {
  const [direct, reduce3, out3, reduce5, out5, projection] = widths;
  const pooled = layers.maxPool(x, { kernel: 3, stride: 1, padding: 1, ceil: true });
  return layers.concat([
    unit(layers, `${name}.branch1`, x, direct, 1),
    unit(layers, `${name}.branch2.1`, unit(layers, `${name}.branch2.0`, x, reduce3, 1), out3, 3),
    unit(layers, `${name}.branch3.1`, unit(layers, `${name}.branch3.0`, x, reduce5, 1), out5, 3),
    unit(layers, `${name}.branch4.1`, pooled, projection, 1),
  ]);
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = layers.maxPool(unit(layers, 'conv1', input, 64, 7, 2), {
    kernel: 3,
    stride: 2,
    ceil: true,
  });
  x = unit(layers, 'conv3', unit(layers, 'conv2', x, 64, 1), 192, 3);
  x = layers.maxPool(x, { kernel: 3, stride: 2, ceil: true });
  for (const { blocks, pool } of STAGES) {
    for (const [name, widths] of Object.entries(blocks))
      x = inception(layers, `inception${name}`, x, widths);
    if (pool > 0) x = layers.maxPool(x, { kernel: pool, stride: 2, ceil: true });
  }
  return [layers.linear('fc', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const GOOGLENET: Net = {
  name: 'googlenet',
  title: 'GoogLeNet',
  family: 'Inception',
  source: 'Szegedy et al. 2014, arXiv:1409.4842; torchvision googlenet without auxiliary heads',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(GOOGLENET);
