// Residual networks: basic and bottleneck blocks, grouped (ResNeXt) and wide, with the stride on
// the 3×3 convolution as in torchvision. Channels of every block are data, so that structured
// pruning is a change of configuration.

import { keptChannels, PRUNED_PERCENT, type PrunedPercent } from '@/lib/core/pruning';
import resNet18Calibration from '../calibration/resnet18.json';
import resNet50Calibration from '../calibration/resnet50.json';
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/**
 * One block: channels of its inner convolutions (one for a basic block, two for a bottleneck) and
 * of its output.
 */
export interface ResNetBlock {
  readonly inner: readonly number[];
  readonly out: number;
  readonly stride: number;
  readonly groups: number;
}

export interface ResNetConfig {
  readonly stem: number;
  readonly stages: readonly (readonly ResNetBlock[])[];
}

/**
 * Standard widths: `width` inner channels at stage 0, doubled at every stage, `expansion` times the
 * base at the output.
 */
function resNetConfig(
  depths: readonly number[],
  kind: 'basic' | 'bottleneck',
  options: { groups?: number; baseWidth?: number } = {},
): ResNetConfig {
  const { groups = 1, baseWidth = 64 } = options;
  const stages = depths.map((depth, stage) => {
    const base = 64 * 2 ** stage;
    const width = ((base * baseWidth) / 64) * groups;
    return Array.from({ length: depth }, (_, block) => ({
      inner: kind === 'basic' ? [base] : [width, width],
      out: kind === 'basic' ? base : base * 4,
      stride: stage > 0 && block === 0 ? 2 : 1,
      groups,
    }));
  });
  return { stem: 64, stages };
}

/** Damped so that the sum with the shortcut grows slowly. */
const LAST = { gain: GAIN.residual };

function basicBlock(layers: Layers, name: string, x: Feature, block: ResNetBlock): Feature {
  const { inner, out, stride } = block;
  let y = layers.conv(`${name}.conv1`, x, inner[0], { kernel: 3, stride });
  y = layers.relu(layers.batchNorm(`${name}.bn1`, y));
  y = layers.conv(`${name}.conv2`, y, out, { kernel: 3, ...LAST });
  return layers.batchNorm(`${name}.bn2`, y);
}

function bottleneck(layers: Layers, name: string, x: Feature, block: ResNetBlock): Feature {
  const { inner, out, stride, groups } = block;
  let y = layers.conv(`${name}.conv1`, x, inner[0], { kernel: 1 });
  y = layers.relu(layers.batchNorm(`${name}.bn1`, y));
  y = layers.conv(`${name}.conv2`, y, inner[1], { kernel: 3, stride, groups });
  y = layers.relu(layers.batchNorm(`${name}.bn2`, y));
  y = layers.conv(`${name}.conv3`, y, out, { kernel: 1, ...LAST });
  return layers.batchNorm(`${name}.bn3`, y);
}

/** A projection where the shape changes, else the input itself. */
function shortcut(layers: Layers, name: string, x: Feature, { out, stride }: ResNetBlock): Feature {
  if (stride === 1 && x.dims[1] === out) return x;
  const projected = layers.conv(`${name}.downsample.0`, x, out, {
    kernel: 1,
    stride,
    gain: GAIN.linear,
  });
  return layers.batchNorm(`${name}.downsample.1`, projected);
}

/**
 * The layers of a residual network from stem to logits, after He et al. 2015 with torchvision's
 * names.
 */
export function buildResNet(layers: Layers, input: Feature, config: ResNetConfig): Feature {
  let x = layers.conv('conv1', input, config.stem, { kernel: 7, stride: 2 });
  x = layers.relu(layers.batchNorm('bn1', x));
  x = layers.maxPool(x, { kernel: 3, stride: 2, padding: 1 });
  for (const [stage, blocks] of config.stages.entries()) {
    for (const [index, block] of blocks.entries()) {
      const name = `layer${stage + 1}.${index}`;
      const branch = (block.inner.length === 1 ? basicBlock : bottleneck)(layers, name, x, block);
      x = layers.relu(layers.add(branch, shortcut(layers, name, x, block)));
    }
  }
  return layers.linear('fc', layers.flatten(layers.globalAveragePool(x)), 1000);
}

function resNet(name: string, title: string, source: string, config: ResNetConfig): Net {
  return {
    name,
    title,
    family: 'ResNet',
    source,
    metric: 'ms',
    inputs: imageInput(224),
    build: (layers, [input]) => [buildResNet(layers, input, config)],
  };
}

/** Every width pruned; groups stay as they are, so only ungrouped nets can be pruned so. */
function prunedConfig({ stem, stages }: ResNetConfig, percent: PrunedPercent): ResNetConfig {
  const kept = (channels: number): number => keptChannels(channels, percent);
  return {
    stem: kept(stem),
    stages: stages.map((blocks) =>
      blocks.map((block) => ({ ...block, inner: block.inner.map(kept), out: kept(block.out) })),
    ),
  };
}

const RESNET50_CONFIG = resNetConfig([3, 4, 6, 3], 'bottleneck');

const HE = 'He et al. 2015, arXiv:1512.03385';
const RESNET18: Net = {
  ...resNet(
    'resnet18',
    'ResNet-18',
    `${HE}; torchvision resnet18`,
    resNetConfig([2, 2, 2, 2], 'basic'),
  ),
  precisions: ['fp32', 'fp16', 'w8a8'],
  calibration: resNet18Calibration,
};
const RESNET50: Net = {
  ...resNet('resnet50', 'ResNet-50', `${HE}; torchvision resnet50`, RESNET50_CONFIG),
  batches: [1, 8, 32],
  precisions: ['fp32', 'fp16', 'w8a8'],
  calibration: resNet50Calibration,
};
const PRUNED = PRUNED_PERCENT.map((percent) =>
  resNet(
    `resnet50-pruned${percent}`,
    `ResNet-50, ${percent} % of channels pruned`,
    `${HE}; torchvision resnet50`,
    prunedConfig(RESNET50_CONFIG, percent),
  ),
);
const RESNEXT50_32X4D = resNet(
  'resnext50-32x4d',
  'ResNeXt-50 32×4d',
  'Xie et al. 2016, arXiv:1611.05431; torchvision resnext50_32x4d',
  resNetConfig([3, 4, 6, 3], 'bottleneck', { groups: 32, baseWidth: 4 }),
);
const WIDE_RESNET50_2 = resNet(
  'wide-resnet50-2',
  'Wide ResNet-50-2',
  'Zagoruyko and Komodakis 2016, arXiv:1605.07146; torchvision wide_resnet50_2',
  resNetConfig([3, 4, 6, 3], 'bottleneck', { baseWidth: 128 }),
);

export const WORKLOADS = workloadsOf(
  RESNET18,
  RESNET50,
  ...PRUNED,
  RESNEXT50_32X4D,
  WIDE_RESNET50_2,
);
