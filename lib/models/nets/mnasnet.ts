// MNASNet 1.0: inverted residuals with 3×3 and 5×5 depthwise kernels, found by architecture search.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/** Output channels, depthwise kernel, stride of the first block, expansion, repeats. */
const STACKS = [
  { out: 24, kernel: 3, stride: 2, expansion: 3, repeats: 3 },
  { out: 40, kernel: 5, stride: 2, expansion: 3, repeats: 3 },
  { out: 80, kernel: 5, stride: 2, expansion: 6, repeats: 3 },
  { out: 96, kernel: 3, stride: 1, expansion: 6, repeats: 2 },
  { out: 192, kernel: 5, stride: 2, expansion: 6, repeats: 4 },
  { out: 320, kernel: 3, stride: 1, expansion: 6, repeats: 1 },
] as const;
type Stack = (typeof STACKS)[number];

function block(
  layers: Layers,
  name: string,
  x: Feature,
  { out, kernel, expansion }: Stack,
  stride: number,
): Feature {
  const hidden = x.dims[1] * expansion;
  const residual = stride === 1 && x.dims[1] === out;
  let y = layers.relu(
    layers.batchNorm(`${name}.1`, layers.conv(`${name}.0`, x, hidden, { kernel: 1 })),
  );
  y = layers.conv(`${name}.3`, y, hidden, { kernel, stride, groups: hidden });
  y = layers.relu(layers.batchNorm(`${name}.4`, y));
  y = layers.conv(`${name}.6`, y, out, { kernel: 1, gain: residual ? GAIN.residual : GAIN.linear });
  y = layers.batchNorm(`${name}.7`, y);
  return residual ? layers.add(y, x) : y;
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = layers.conv('layers.0', input, 32, { kernel: 3, stride: 2 });
  x = layers.relu(layers.batchNorm('layers.1', x));
  x = layers.conv('layers.3', x, 32, { kernel: 3, groups: 32 });
  x = layers.relu(layers.batchNorm('layers.4', x));
  x = layers.batchNorm(
    'layers.7',
    layers.conv('layers.6', x, 16, { kernel: 1, gain: GAIN.linear }),
  );
  for (const [index, stack] of STACKS.entries()) {
    for (let repeat = 0; repeat < stack.repeats; repeat += 1) {
      const name = `layers.${index + 8}.${repeat}.layers`;
      x = block(layers, name, x, stack, repeat === 0 ? stack.stride : 1);
    }
  }
  x = layers.relu(layers.batchNorm('layers.15', layers.conv('layers.14', x, 1280, { kernel: 1 })));
  return [layers.linear('classifier.1', layers.flatten(layers.globalAveragePool(x)), 1000)];
}

const MNASNET1_0: Net = {
  name: 'mnasnet1-0',
  title: 'MNASNet 1.0',
  family: 'MNASNet',
  source: 'Tan et al. 2018, arXiv:1807.11626; torchvision mnasnet1_0',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(MNASNET1_0);
