// Inception-v3 without its auxiliary head, at 299×299: factorised convolutions (1×7 and 7×1, 1×3
// and 3×1) side by side.
import type { Feature, Layers, Pair } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

interface UnitOptions {
  readonly kernel: Pair;
  readonly stride?: number;
  readonly padding?: Pair;
}

/** Adds conv, normalisation and ReLU units under one block's name. */
type Unit = (name: string, x: Feature, channels: number, options: UnitOptions) => Feature;

function unitsOf(layers: Layers, block: string): Unit {
  return (name, x, channels, options) => {
    const prefix = block === '' ? name : `${block}.${name}`;
    return layers.relu(
      layers.batchNorm(`${prefix}.bn`, layers.conv(`${prefix}.conv`, x, channels, options), 1e-3),
    );
  };
}

const ONE = { kernel: 1 } as const;
const ROW = { kernel: [1, 7] } as const;
const COLUMN = { kernel: [7, 1] } as const;
const HALVING = { kernel: 3, stride: 2, padding: 0 } as const;
const AROUND = { kernel: 3, stride: 1, padding: 1 } as const;

function blockA(layers: Layers, name: string, x: Feature, poolChannels: number): Feature {
  const unit = unitsOf(layers, name);
  const wide = unit('branch3x3dbl_2', unit('branch3x3dbl_1', x, 64, ONE), 96, { kernel: 3 });
  return layers.concat([
    unit('branch1x1', x, 64, ONE),
    unit('branch5x5_2', unit('branch5x5_1', x, 48, ONE), 64, { kernel: 5 }),
    unit('branch3x3dbl_3', wide, 96, { kernel: 3 }),
    unit('branch_pool', layers.averagePool(x, AROUND), poolChannels, ONE),
  ]);
}

function blockB(layers: Layers, name: string, x: Feature): Feature {
  const unit = unitsOf(layers, name);
  const wide = unit('branch3x3dbl_2', unit('branch3x3dbl_1', x, 64, ONE), 96, { kernel: 3 });
  return layers.concat([
    unit('branch3x3', x, 384, HALVING),
    unit('branch3x3dbl_3', wide, 96, HALVING),
    layers.maxPool(x, { kernel: 3, stride: 2 }),
  ]);
}

function blockC(layers: Layers, name: string, x: Feature, channels: number): Feature {
  const unit = unitsOf(layers, name);
  const single = unit('branch7x7_2', unit('branch7x7_1', x, channels, ONE), channels, ROW);
  let double = unit('branch7x7dbl_2', unit('branch7x7dbl_1', x, channels, ONE), channels, COLUMN);
  double = unit('branch7x7dbl_4', unit('branch7x7dbl_3', double, channels, ROW), channels, COLUMN);
  return layers.concat([
    unit('branch1x1', x, 192, ONE),
    unit('branch7x7_3', single, 192, COLUMN),
    unit('branch7x7dbl_5', double, 192, ROW),
    unit('branch_pool', layers.averagePool(x, AROUND), 192, ONE),
  ]);
}

function blockD(layers: Layers, name: string, x: Feature): Feature {
  const unit = unitsOf(layers, name);
  const factored = unit('branch7x7x3_2', unit('branch7x7x3_1', x, 192, ONE), 192, ROW);
  return layers.concat([
    unit('branch3x3_2', unit('branch3x3_1', x, 192, ONE), 320, HALVING),
    unit('branch7x7x3_4', unit('branch7x7x3_3', factored, 192, COLUMN), 192, HALVING),
    layers.maxPool(x, { kernel: 3, stride: 2 }),
  ]);
}

function blockE(layers: Layers, name: string, x: Feature): Feature {
  const unit = unitsOf(layers, name);
  const split = (branch: string, suffix: string, y: Feature): Feature =>
    layers.concat([
      unit(`${branch}_${suffix}a`, y, 384, { kernel: [1, 3] }),
      unit(`${branch}_${suffix}b`, y, 384, { kernel: [3, 1] }),
    ]);
  const wide = unit('branch3x3dbl_2', unit('branch3x3dbl_1', x, 448, ONE), 384, { kernel: 3 });
  return layers.concat([
    unit('branch1x1', x, 320, ONE),
    split('branch3x3', '2', unit('branch3x3_1', x, 384, ONE)),
    split('branch3x3dbl', '3', wide),
    unit('branch_pool', layers.averagePool(x, AROUND), 192, ONE),
  ]);
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  const unit = unitsOf(layers, '');
  let x = unit('Conv2d_1a_3x3', input, 32, HALVING);
  x = unit('Conv2d_2a_3x3', x, 32, { kernel: 3, padding: 0 });
  x = unit('Conv2d_2b_3x3', x, 64, { kernel: 3 });
  x = layers.maxPool(x, { kernel: 3, stride: 2 });
  x = unit('Conv2d_3b_1x1', x, 80, ONE);
  x = unit('Conv2d_4a_3x3', x, 192, { kernel: 3, padding: 0 });
  x = layers.maxPool(x, { kernel: 3, stride: 2 });
  x = blockA(layers, 'Mixed_5b', x, 32);
  x = blockA(layers, 'Mixed_5c', x, 64);
  x = blockA(layers, 'Mixed_5d', x, 64);
  x = blockB(layers, 'Mixed_6a', x);
  x = blockC(layers, 'Mixed_6b', x, 128);
  x = blockC(layers, 'Mixed_6c', x, 160);
  x = blockC(layers, 'Mixed_6d', x, 160);
  x = blockC(layers, 'Mixed_6e', x, 192);
  x = blockD(layers, 'Mixed_7a', x);
  x = blockE(layers, 'Mixed_7b', x);
  x = blockE(layers, 'Mixed_7c', x);
  return [layers.linear('fc', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const INCEPTION_V3: Net = {
  name: 'inception-v3',
  title: 'Inception-v3',
  family: 'Inception',
  source: 'Szegedy et al. 2015, arXiv:1512.00567; torchvision inception_v3 without auxiliary head',
  metric: 'ms',
  inputs: imageInput(299),
  build,
};

export const WORKLOADS = workloadsOf(INCEPTION_V3);
