// VGG-16 without batch normalisation (configuration D). At 224×224 its adaptive pooling to 7×7 is
// the identity.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

/** Channels of the 3×3 convolutions of each stage; a max pool ends every stage. */
const STAGES = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = input;
  let layer = 0;
  for (const stage of STAGES) {
    for (const channels of stage) {
      x = layers.relu(layers.conv(`features.${layer}`, x, channels, { kernel: 3, bias: true }));
      layer += 2;
    }
    x = layers.maxPool(x, { kernel: 2, stride: 2 });
    layer += 1;
  }
  x = layers.flatten(x);
  x = layers.relu(layers.linear('classifier.0', x, 4096, { gain: GAIN.relu }));
  x = layers.relu(layers.linear('classifier.3', x, 4096, { gain: GAIN.relu }));
  return [layers.linear('classifier.6', x, 1000)];
}

const VGG16: Net = {
  name: 'vgg16',
  title: 'VGG-16',
  family: 'VGG',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556; torchvision vgg16',
  metric: 'ms',
  inputs: imageInput(224),
  build,
};

export const WORKLOADS = workloadsOf(VGG16);
