// U-Net for segmentation: a contracting and an expanding path joined by copies, batch-normalised
// and padded as in the widely used PyTorch version.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const WIDTHS = [64, 128, 256, 512, 1024];
const CLASSES = 2;

function doubleConv(layers: Layers, name: string, x: Feature, channels: number): Feature {
  const first = layers.batchNorm(`${name}.1`, layers.conv(`${name}.0`, x, channels, { kernel: 3 }));
  const second = layers.conv(`${name}.3`, layers.relu(first), channels, { kernel: 3 });
  return layers.relu(layers.batchNorm(`${name}.4`, second));
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  let x = doubleConv(layers, 'inc.double_conv', input, WIDTHS[0]);
  const copies: Feature[] = [];
  for (const [level, width] of WIDTHS.slice(1).entries()) {
    copies.push(x);
    const pooled = layers.maxPool(x, { kernel: 2, stride: 2 });
    x = doubleConv(layers, `down${level + 1}.maxpool_conv.1.double_conv`, pooled, width);
  }
  for (const [level, copy] of copies.reverse().entries()) {
    const name = `up${level + 1}`;
    const enlarged = layers.convTranspose(`${name}.up`, x, copy.dims[1], 2, 2);
    x = doubleConv(
      layers,
      `${name}.conv.double_conv`,
      layers.concat([copy, enlarged]),
      copy.dims[1],
    );
  }
  return [layers.conv('outc.conv', x, CLASSES, { kernel: 1, bias: true, gain: GAIN.linear })];
}

const UNET: Net = {
  name: 'unet',
  title: 'U-Net (256×256)',
  family: 'U-Net',
  source: 'Ronneberger et al. 2015, arXiv:1505.04597; milesial/Pytorch-UNet, 3 channels, 2 classes',
  metric: 'ms',
  inputs: imageInput(256),
  build,
};

export const WORKLOADS = workloadsOf(UNET);
