// MobileNetV3 large and small: inverted residuals with hard swish and squeeze-and-excitation gates.
import { type Activation, type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

type Nonlinearity = 'RE' | 'HS';
/**
 * Kernel, expanded channels, output channels, gated, nonlinearity, stride: the rows of tables 1 and
 * 2 of the paper.
 */
type Row = readonly [number, number, number, boolean, Nonlinearity, number];

interface MobileNetV3Config {
  readonly rows: readonly Row[];
  readonly last: number;
}

const LARGE: MobileNetV3Config = {
  rows: [
    [3, 16, 16, false, 'RE', 1],
    [3, 64, 24, false, 'RE', 2],
    [3, 72, 24, false, 'RE', 1],
    [5, 72, 40, true, 'RE', 2],
    [5, 120, 40, true, 'RE', 1],
    [5, 120, 40, true, 'RE', 1],
    [3, 240, 80, false, 'HS', 2],
    [3, 200, 80, false, 'HS', 1],
    [3, 184, 80, false, 'HS', 1],
    [3, 184, 80, false, 'HS', 1],
    [3, 480, 112, true, 'HS', 1],
    [3, 672, 112, true, 'HS', 1],
    [5, 672, 160, true, 'HS', 2],
    [5, 960, 160, true, 'HS', 1],
    [5, 960, 160, true, 'HS', 1],
  ],
  last: 1280,
};

const SMALL: MobileNetV3Config = {
  rows: [
    [3, 16, 16, true, 'RE', 2],
    [3, 72, 24, false, 'RE', 2],
    [3, 88, 24, false, 'RE', 1],
    [5, 96, 40, true, 'HS', 2],
    [5, 240, 40, true, 'HS', 1],
    [5, 240, 40, true, 'HS', 1],
    [5, 120, 48, true, 'HS', 1],
    [5, 144, 48, true, 'HS', 1],
    [5, 288, 96, true, 'HS', 2],
    [5, 576, 96, true, 'HS', 1],
    [5, 576, 96, true, 'HS', 1],
  ],
  last: 1024,
};

const EPSILON = 1e-3;
const DIVISOR = 8;

/** The nearest multiple of 8 that loses at most a tenth. */
function roundChannels(channels: number): number {
  const rounded = Math.max(DIVISOR, Math.floor((channels + DIVISOR / 2) / DIVISOR) * DIVISOR);
  return rounded < 0.9 * channels ? rounded + DIVISOR : rounded;
}

function block(layers: Layers, name: string, x: Feature, row: Row): Feature {
  const [kernel, expanded, out, gated, nonlinearity, stride] = row;
  const activation: Activation = (y) =>
    nonlinearity === 'HS' ? layers.hardSwish(y) : layers.relu(y);
  const gain = nonlinearity === 'HS' ? GAIN.swish : GAIN.relu;
  const residual = stride === 1 && x.dims[1] === out;
  let at = 0;
  const unit = (
    y: Feature,
    channels: number,
    options: { kernel: number; stride?: number; groups?: number },
  ): Feature => {
    const z = layers.conv(`${name}.${at}.0`, y, channels, { ...options, gain });
    const normal = layers.batchNorm(`${name}.${at}.1`, z, EPSILON);
    at += 1;
    return activation(normal);
  };
  let y = x;
  if (expanded !== x.dims[1]) y = unit(y, expanded, { kernel: 1 });
  y = unit(y, expanded, { kernel, stride, groups: expanded });
  if (gated) {
    const gate: Activation = (z) => layers.hardSigmoid(z);
    y = layers.squeezeExcite(
      `${name}.${at}`,
      y,
      roundChannels(expanded / 4),
      (z) => layers.relu(z),
      gate,
    );
    at += 1;
  }
  const damping = residual ? GAIN.residual : GAIN.linear;
  y = layers.conv(`${name}.${at}.0`, y, out, {
    kernel: 1,
    gain: damping * (gated ? GAIN.gated : 1),
  });
  y = layers.batchNorm(`${name}.${at}.1`, y, EPSILON);
  return residual ? layers.add(x, y) : y;
}

function mobileNetV3(size: 'large' | 'small', { rows, last }: MobileNetV3Config): Net {
  const build = (layers: Layers, [input]: readonly Feature[]): readonly Feature[] => {
    const unit = (
      name: string,
      x: Feature,
      channels: number,
      options: { kernel: number; stride?: number },
    ): Feature => {
      const y = layers.conv(`${name}.0`, x, channels, { ...options, gain: GAIN.swish });
      return layers.hardSwish(layers.batchNorm(`${name}.1`, y, EPSILON));
    };
    let x = unit('features.0', input, 16, { kernel: 3, stride: 2 });
    for (const [index, row] of rows.entries())
      x = block(layers, `features.${index + 1}.block`, x, row);
    x = unit(`features.${rows.length + 1}`, x, x.dims[1] * 6, { kernel: 1 });
    x = layers.flatten(layers.globalAveragePool(x));
    x = layers.hardSwish(layers.linear('classifier.0', x, last, { gain: GAIN.swish }));
    return [layers.linear('classifier.3', x, 1000)];
  };
  return {
    name: `mobilenet-v3-${size}`,
    title: `MobileNetV3 ${size}`,
    family: 'MobileNet',
    source: `Howard et al. 2019, arXiv:1905.02244; torchvision mobilenet_v3_${size}`,
    metric: 'ms',
    inputs: imageInput(224),
    build,
  };
}

export const WORKLOADS = workloadsOf(mobileNetV3('large', LARGE), mobileNetV3('small', SMALL));
