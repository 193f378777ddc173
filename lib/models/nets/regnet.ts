// RegNetY-400MF: bottlenecks of grouped convolutions with squeeze-and-excitation, widths from a
// quantised linear rule.
import { type Activation, type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/**
 * Depth and width of the four stages (initial width 48, slope 27.89, multiplier 2.09, depth 16),
 * groups 8 wide.
 */
const STAGES = [
  { depth: 1, width: 48 },
  { depth: 3, width: 104 },
  { depth: 6, width: 208 },
  { depth: 6, width: 440 },
] as const;
const GROUP_WIDTH = 8;
const STEM = 32;

function block(layers: Layers, name: string, x: Feature, width: number, stride: number): Feature {
  const relu: Activation = (y) => layers.relu(y);
  let y = relu(
    layers.batchNorm(`${name}.f.a.1`, layers.conv(`${name}.f.a.0`, x, width, { kernel: 1 })),
  );
  y = layers.conv(`${name}.f.b.0`, y, width, { kernel: 3, stride, groups: width / GROUP_WIDTH });
  y = relu(layers.batchNorm(`${name}.f.b.1`, y));
  const squeezed = Math.floor((x.dims[1] + 2) / 4);
  y = layers.squeezeExcite(`${name}.f.se`, y, squeezed, relu, (z) => layers.sigmoid(z));
  y = layers.conv(`${name}.f.c.0`, y, width, { kernel: 1, gain: GAIN.gated * GAIN.residual });
  y = layers.batchNorm(`${name}.f.c.1`, y);
  if (stride === 1 && x.dims[1] === width) return relu(layers.add(x, y));
  const projected = layers.conv(`${name}.proj.0`, x, width, {
    kernel: 1,
    stride,
    gain: GAIN.linear,
  });
  return relu(layers.add(layers.batchNorm(`${name}.proj.1`, projected), y));
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = layers.conv('stem.0', input, STEM, { kernel: 3, stride: 2 });
  x = layers.relu(layers.batchNorm('stem.1', x));
  for (const [index, { depth, width }] of STAGES.entries()) {
    for (let at = 0; at < depth; at += 1) {
      const name = `trunk_output.block${index + 1}.block${index + 1}-${at}`;
      x = block(layers, name, x, width, at === 0 ? 2 : 1);
    }
  }
  return [layers.linear('fc', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const REGNET_Y_400MF: Net = {
  name: 'regnet-y-400mf',
  title: 'RegNetY-400MF',
  family: 'RegNet',
  source: 'Radosavovic et al. 2020, arXiv:2003.13678; torchvision regnet_y_400mf',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(REGNET_Y_400MF);
