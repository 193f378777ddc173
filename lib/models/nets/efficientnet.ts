// EfficientNet-B0: inverted residuals with SiLU and squeeze-and-excitation gates that read a
// quarter of the input's width.
import { type Activation, type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/**
 * Table 1 of the paper: expansion, depthwise kernel, stride of the first block, output channels,
 * repeats.
 */
const STAGES = [
  { expansion: 1, kernel: 3, stride: 1, out: 16, repeats: 1 },
  { expansion: 6, kernel: 3, stride: 2, out: 24, repeats: 2 },
  { expansion: 6, kernel: 5, stride: 2, out: 40, repeats: 2 },
  { expansion: 6, kernel: 3, stride: 2, out: 80, repeats: 3 },
  { expansion: 6, kernel: 5, stride: 1, out: 112, repeats: 3 },
  { expansion: 6, kernel: 5, stride: 2, out: 192, repeats: 4 },
  { expansion: 6, kernel: 3, stride: 1, out: 320, repeats: 1 },
] as const;
type Stage = (typeof STAGES)[number];

interface UnitOptions {
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
}

function unit(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  options: UnitOptions,
): Feature {
  const y = layers.conv(`${name}.0`, x, channels, { ...options, gain: GAIN.swish });
  return layers.silu(layers.batchNorm(`${name}.1`, y));
}

function block(layers: Layers, name: string, x: Feature, stage: Stage, stride: number): Feature {
  const { expansion, kernel, out } = stage;
  const hidden = x.dims[1] * expansion;
  const residual = stride === 1 && x.dims[1] === out;
  const at = expansion === 1 ? 0 : 1;
  const silu: Activation = (y) => layers.silu(y);
  let y = expansion === 1 ? x : unit(layers, `${name}.0`, x, hidden, { kernel: 1 });
  y = unit(layers, `${name}.${at}`, y, hidden, { kernel, stride, groups: hidden });
  y = layers.squeezeExcite(`${name}.${at + 1}`, y, x.dims[1] / 4, silu, (z) => layers.sigmoid(z));
  const gain = GAIN.gated * (residual ? GAIN.residual : GAIN.linear);
  y = layers.batchNorm(
    `${name}.${at + 2}.1`,
    layers.conv(`${name}.${at + 2}.0`, y, out, { kernel: 1, gain }),
  );
  return residual ? layers.add(y, x) : y;
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = unit(layers, 'features.0', input, 32, { kernel: 3, stride: 2 });
  for (const [index, stage] of STAGES.entries()) {
    for (let repeat = 0; repeat < stage.repeats; repeat += 1) {
      x = block(
        layers,
        `features.${index + 1}.${repeat}.block`,
        x,
        stage,
        repeat === 0 ? stage.stride : 1,
      );
    }
  }
  x = unit(layers, 'features.8', x, 1280, { kernel: 1 });
  return [layers.linear('classifier.1', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const EFFICIENTNET_B0: Net = {
  name: 'efficientnet-b0',
  title: 'EfficientNet-B0',
  family: 'EfficientNet',
  source: 'Tan and Le 2019, arXiv:1905.11946; torchvision efficientnet_b0',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(EFFICIENTNET_B0);
