// MobileNetV2: inverted residuals, a wide depthwise convolution between two narrow linear ends. The
// widths of every block are data, so that structured pruning is a change of configuration.

import { keptChannels, PRUNED_PERCENT, type PrunedPercent } from '@/lib/core/pruning';
import calibration from '../calibration/mobilenet-v2.json';
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

interface InvertedResidual {
  /** Channels of the depthwise convolution; equal to the input's where there is no expansion. */
  readonly hidden: number;
  readonly out: number;
  readonly stride: number;
  readonly expanded: boolean;
}

interface MobileNetV2Config {
  readonly stem: number;
  readonly blocks: readonly InvertedResidual[];
  readonly last: number;
}

/** Table 2 of the paper: expansion, output channels, repeats, stride of the first repeat. */
const STAGES = [
  { expansion: 1, out: 16, repeats: 1, stride: 1 },
  { expansion: 6, out: 24, repeats: 2, stride: 2 },
  { expansion: 6, out: 32, repeats: 3, stride: 2 },
  { expansion: 6, out: 64, repeats: 4, stride: 2 },
  { expansion: 6, out: 96, repeats: 3, stride: 1 },
  { expansion: 6, out: 160, repeats: 3, stride: 2 },
  { expansion: 6, out: 320, repeats: 1, stride: 1 },
] as const;

function standardConfig(): MobileNetV2Config {
  const stem = 32;
  let width: number = stem;
  const blocks: InvertedResidual[] = [];
  for (const { expansion, out, repeats, stride } of STAGES) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      blocks.push({
        hidden: width * expansion,
        out,
        stride: repeat === 0 ? stride : 1,
        expanded: expansion !== 1,
      });
      width = out;
    }
  }
  return { stem, blocks, last: 1280 };
}

function invertedResidual(
  layers: Layers,
  name: string,
  x: Feature,
  block: InvertedResidual,
): Feature {
  const { hidden, out, stride, expanded } = block;
  const residual = stride === 1 && x.dims[1] === out;
  let y = x;
  if (expanded)
    y = layers.relu6(
      layers.batchNorm(`${name}.0.1`, layers.conv(`${name}.0.0`, y, hidden, { kernel: 1 })),
    );
  const at = expanded ? 1 : 0;
  y = layers.conv(`${name}.${at}.0`, y, hidden, { kernel: 3, stride, groups: hidden });
  y = layers.relu6(layers.batchNorm(`${name}.${at}.1`, y));
  y = layers.conv(`${name}.${at + 1}`, y, out, {
    kernel: 1,
    gain: residual ? GAIN.residual : GAIN.linear,
  });
  y = layers.batchNorm(`${name}.${at + 2}`, y);
  return residual ? layers.add(x, y) : y;
}

function buildMobileNetV2(layers: Layers, input: Feature, config: MobileNetV2Config): Feature {
  let x = layers.conv('features.0.0', input, config.stem, { kernel: 3, stride: 2 });
  x = layers.relu6(layers.batchNorm('features.0.1', x));
  for (const [index, block] of config.blocks.entries()) {
    x = invertedResidual(layers, `features.${index + 1}.conv`, x, block);
  }
  const last = config.blocks.length + 1;
  x = layers.conv(`features.${last}.0`, x, config.last, { kernel: 1 });
  x = layers.relu6(layers.batchNorm(`features.${last}.1`, x));
  return layers.linear('classifier.1', layers.flatten(layers.globalAveragePool(x)), 1000);
}

function prunedConfig(
  { stem, blocks, last }: MobileNetV2Config,
  percent: PrunedPercent,
): MobileNetV2Config {
  const kept = (channels: number): number => keptChannels(channels, percent);
  const width = kept(stem);
  return {
    stem: width,
    blocks: blocks.map((block) => ({
      ...block,
      hidden: block.expanded ? kept(block.hidden) : width,
      out: kept(block.out),
    })),
    last: kept(last),
  };
}

const STANDARD = standardConfig();

function mobileNetV2(name: string, title: string, config: MobileNetV2Config): Net {
  return {
    name,
    title,
    family: 'MobileNet',
    source: 'Sandler et al. 2018, arXiv:1801.04381; torchvision mobilenet_v2',
    metric: 'ms',
    inputs: imageInput(224),
    build: (layers, [input]) => [buildMobileNetV2(layers, input, config)],
  };
}

export const WORKLOADS = workloadsOf(
  {
    ...mobileNetV2('mobilenet-v2', 'MobileNetV2', STANDARD),
    batches: [1, 8, 32],
    precisions: ['fp32', 'fp16', 'w8a8'],
    calibration,
  },
  ...PRUNED_PERCENT.map((percent) =>
    mobileNetV2(
      `mobilenet-v2-pruned${percent}`,
      `MobileNetV2, ${percent} % of channels pruned`,
      prunedConfig(STANDARD, percent),
    ),
  ),
);
