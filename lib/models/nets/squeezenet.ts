// SqueezeNet 1.0 and 1.1: fire modules (1×1 squeeze, 1×1 and 3×3 expand side by side) and a
// convolutional classifier.
import calibration from '../calibration/squeezenet1-1.json';
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/** A fire module by its squeeze channels (each expand is `expand` wide), or a max pool. */
type Step = { readonly squeeze: number; readonly expand: number } | 'pool';
interface SqueezeNetConfig {
  readonly stem: number;
  readonly stemKernel: number;
  readonly steps: readonly Step[];
}

const fire = (squeeze: number, expand: number): Step => ({ squeeze, expand });
const V1_0: SqueezeNetConfig = {
  stem: 96,
  stemKernel: 7,
  steps: [
    'pool',
    fire(16, 64),
    fire(16, 64),
    fire(32, 128),
    'pool',
    fire(32, 128),
    fire(48, 192),
    fire(48, 192),
    fire(64, 256),
    'pool',
    fire(64, 256),
  ],
};
const V1_1: SqueezeNetConfig = {
  stem: 64,
  stemKernel: 3,
  steps: [
    'pool',
    fire(16, 64),
    fire(16, 64),
    'pool',
    fire(32, 128),
    fire(32, 128),
    'pool',
    fire(48, 192),
    fire(48, 192),
    fire(64, 256),
    fire(64, 256),
  ],
};

function fireModule(
  layers: Layers,
  name: string,
  x: Feature,
  squeeze: number,
  expand: number,
): Feature {
  const squeezed = layers.relu(
    layers.conv(`${name}.squeeze`, x, squeeze, { kernel: 1, bias: true }),
  );
  return layers.concat([
    layers.relu(layers.conv(`${name}.expand1x1`, squeezed, expand, { kernel: 1, bias: true })),
    layers.relu(layers.conv(`${name}.expand3x3`, squeezed, expand, { kernel: 3, bias: true })),
  ]);
}

function squeezeNet(version: string, config: SqueezeNetConfig): Net {
  const build = (layers: Layers, [input]: readonly Feature[]): readonly Feature[] => {
    let x = layers.conv('features.0', input, config.stem, {
      kernel: config.stemKernel,
      stride: 2,
      padding: 0,
      bias: true,
    });
    x = layers.relu(x);
    for (const [index, step] of config.steps.entries()) {
      if (step === 'pool') x = layers.maxPool(x, { kernel: 3, stride: 2, ceil: true });
      else x = fireModule(layers, `features.${index + 2}`, x, step.squeeze, step.expand);
    }
    x = layers.relu(
      layers.conv('classifier.1', x, 1000, { kernel: 1, bias: true, gain: GAIN.linear }),
    );
    return [layers.flatten(layers.globalAveragePool(x))];
  };
  return {
    name: `squeezenet${version.replace('.', '-')}`,
    title: `SqueezeNet ${version}`,
    family: 'SqueezeNet',
    source: `Iandola et al. 2016, arXiv:1602.07360; torchvision squeezenet${version.replace('.', '_')}`,
    metric: 'ms',
    inputs: imageInput(224),
    build,
  };
}

export const WORKLOADS = workloadsOf(squeezeNet('1.0', V1_0), {
  ...squeezeNet('1.1', V1_1),
  precisions: ['fp32', 'fp16', 'w8a8'],
  calibration,
});
