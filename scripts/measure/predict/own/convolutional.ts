// Convolutional nets that are no zoo's: a detector's neck, a U-Net with instance normalisation, a
// quantised residual net, mobile blocks, large kernels, an enlarger of images.
import { type Feature, GAIN, type Layers } from '@/lib/models/nets/layers';
import { imageInput } from '@/lib/models/nets/net';
import type { InputSpec } from '@/lib/models/workload';
import type { OwnNet } from './own-net';

const features = (name: string, channels: number, extent: number): InputSpec => ({
  name,
  dtype: 'float32',
  dims: [1, channels, extent, extent],
  fill: { kind: 'uniform', low: -1, high: 1 },
});

/** Convolution, BatchNormalization, SiLU. */
function swished(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  options: { readonly kernel: number; readonly stride?: number },
): Feature {
  const y = layers.conv(`${name}.conv`, x, channels, { ...options, gain: GAIN.swish });
  return layers.silu(layers.batchNorm(`${name}.norm`, y));
}

/** Three maps of a backbone mixed downwards and upwards again, and a head on each. */
const DETECTOR_NECK: OwnNet = {
  name: 'detector-neck',
  title: 'Detector neck, three maps from 64²',
  inputs: [features('c3', 96, 64), features('c4', 208, 32), features('c5', 416, 16)],
  build(layers, [c3, c4, c5]) {
    const width = 104;
    const block = (name: string, x: Feature): Feature => {
      const half = swished(layers, `${name}.in`, x, width / 2, { kernel: 1 });
      const inner = swished(layers, `${name}.inner`, half, width / 2, { kernel: 3 });
      return swished(layers, `${name}.out`, layers.concat([half, inner]), width, { kernel: 1 });
    };
    const p5 = swished(layers, 'lateral5', c5, width, { kernel: 1 });
    const down4 = layers.concat([c4, layers.upsample(p5, 2)]);
    const p4 = block('td4', down4);
    const p3 = block('td3', layers.concat([c3, layers.upsample(p4, 2)]));
    const up4 = swished(layers, 'down3', p3, width, { kernel: 3, stride: 2 });
    const n4 = block('bu4', layers.concat([up4, p4]));
    const up5 = swished(layers, 'down4', n4, width, { kernel: 3, stride: 2 });
    const n5 = block('bu5', layers.concat([up5, p5]));
    return [p3, n4, n5].map((map, level) => {
      const inner = swished(layers, `head${level}`, map, 72, { kernel: 3 });
      const answer = layers.conv(`head${level}.out`, inner, 27, { kernel: 1, bias: true });
      const [, channels, height, extent] = answer.dims;
      return layers.transpose(layers.reshape(answer, [1, channels, height * extent]), [0, 2, 1]);
    });
  },
};

/** InstanceNormalization with a trained scale and shift, and LeakyRelu: as medical U-Nets have. */
function leaky(layers: Layers, name: string, x: Feature, channels: number, stride = 1): Feature {
  const y = layers.conv(name, x, channels, { kernel: 3, stride, bias: true });
  const scale = layers.parameter(`${name}.scale`, [channels], 0.9, 1.1);
  const shift = layers.parameter(`${name}.shift`, [channels], -0.1, 0.1);
  const normal = layers.map('InstanceNormalization', [y, scale, shift], { epsilon: 1e-5 });
  return layers.map('LeakyRelu', [normal], { alpha: 0.01 });
}

const INSTANCE_UNET: OwnNet = {
  name: 'instance-unet',
  title: 'U-Net with instance normalisation, 176²',
  inputs: [features('scan', 1, 176)],
  build(layers, [scan]) {
    const widths = [22, 44, 92, 184];
    const copies: Feature[] = [];
    let x = scan;
    for (const [level, width] of widths.entries()) {
      x = leaky(layers, `enc${level}.0`, x, width, level === 0 ? 1 : 2);
      x = leaky(layers, `enc${level}.1`, x, width);
      copies.push(x);
    }
    for (const copy of copies.slice(0, -1).reverse()) {
      const [, width, extent] = copy.dims;
      const name = `dec${extent}`;
      const enlarged = layers.convTranspose(`${name}.up`, x, width, 2, 2);
      x = leaky(layers, `${name}.0`, layers.concat([enlarged, copy]), width);
      x = leaky(layers, `${name}.1`, x, width);
    }
    return [layers.softmax(layers.conv('out', x, 3, { kernel: 1, bias: true }))];
  },
};

/** Residual blocks of two convolutions, to be written in QDQ form. */
const QUANTISED_RESIDUAL: OwnNet = {
  name: 'quantised-residual',
  title: 'Residual net in QDQ form, 144²',
  inputs: imageInput(144)(1),
  static8: true,
  build(layers, [image]) {
    const normed = (name: string, x: Feature, channels: number, stride = 1): Feature =>
      layers.batchNorm(`${name}.norm`, layers.conv(name, x, channels, { kernel: 3, stride }));
    let x = layers.relu(normed('stem', image, 36, 2));
    for (const [stage, width] of [36, 68, 148].entries()) {
      const stride = stage === 0 ? 1 : 2;
      const y = layers.relu(normed(`s${stage}.0`, x, width, stride));
      const skip = layers.conv(`s${stage}.skip`, x, width, { kernel: 1, stride, bias: true });
      x = layers.relu(layers.add(normed(`s${stage}.1`, y, width), skip));
      const inner = layers.relu(normed(`s${stage}.2`, x, width));
      x = layers.relu(layers.add(normed(`s${stage}.3`, inner, width), x));
    }
    return [layers.linear('head', layers.flatten(layers.globalAveragePool(x)), 42)];
  },
};

/** Mobile blocks whose depthwise part is wide: kernels of 3, 5 and 7, gates, hard swish. */
const DEPTHWISE: OwnNet = {
  name: 'depthwise',
  title: 'Depthwise-heavy net, 208²',
  inputs: imageInput(208)(1),
  build(layers, [image]) {
    const normed = (name: string, x: Feature, channels: number, options: Blocked): Feature =>
      layers.batchNorm(`${name}.norm`, layers.conv(name, x, channels, options));
    let x = layers.hardSwish(normed('stem', image, 18, { kernel: 3, stride: 2 }));
    const stages = [
      { width: 26, wide: 90, kernel: 3 },
      { width: 42, wide: 150, kernel: 5 },
      { width: 82, wide: 330, kernel: 7 },
      { width: 118, wide: 590, kernel: 3 },
    ];
    for (const [stage, { width, wide, kernel }] of stages.entries()) {
      for (const at of [0, 1, 2]) {
        const name = `s${stage}.${at}`;
        const stride = at === 0 ? 2 : 1;
        const up = layers.hardSwish(normed(`${name}.up`, x, wide, { kernel: 1 }));
        const spread = normed(`${name}.depth`, up, wide, { kernel, stride, groups: wide });
        const gated = layers.squeezeExcite(
          `${name}.gate`,
          layers.hardSwish(spread),
          wide >> 2,
          (y) => layers.relu(y),
          (y) => layers.hardSigmoid(y),
        );
        const down = normed(`${name}.down`, gated, width, { kernel: 1, gain: GAIN.gated });
        x = at === 0 ? down : layers.add(down, x);
      }
    }
    return [layers.linear('head', layers.flatten(layers.globalAveragePool(x)), 90)];
  },
};

interface Blocked {
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly gain?: number;
}

/** Depthwise kernels of 13×13 and 9×9 between pointwise layers with GELU. */
const LARGE_KERNEL: OwnNet = {
  name: 'large-kernel',
  title: 'Large kernels 13×13 and 9×9, 168²',
  inputs: imageInput(168)(1),
  build(layers, [image]) {
    let x = layers.conv('patches', image, 52, { kernel: 4, stride: 4, padding: 0, bias: true });
    for (const [stage, kernel] of [13, 9].entries()) {
      if (stage > 0) {
        const [, width] = x.dims;
        x = layers.conv('halve', x, 2 * width, { kernel: 2, stride: 2, padding: 0, bias: true });
      }
      for (const at of [0, 1, 2]) {
        const [, width] = x.dims;
        const name = `s${stage}.${at}`;
        const far = layers.batchNorm(
          `${name}.norm`,
          layers.conv(`${name}.far`, x, width, { kernel, groups: width }),
        );
        const up = layers.gelu(
          layers.conv(`${name}.up`, far, 3 * width, { kernel: 1, bias: true }),
        );
        x = layers.add(layers.conv(`${name}.down`, up, width, { kernel: 1, bias: true }), x);
      }
    }
    return [layers.linear('head', layers.flatten(layers.globalAveragePool(x)), 64)];
  },
};

/** Residual blocks at one extent, then DepthToSpace to three times of it. */
const SUPER_RESOLUTION: OwnNet = {
  name: 'super-resolution',
  title: 'Super-resolution by 3, from 92²',
  inputs: imageInput(92)(1),
  build(layers, [image]) {
    const conv = (name: string, y: Feature, channels: number): Feature =>
      layers.conv(name, y, channels, { kernel: 3, bias: true });
    const first = conv('first', image, 34);
    let x = first;
    for (let at = 0; at < 6; at += 1) {
      const inner = conv(`b${at}.1`, layers.relu(conv(`b${at}.0`, x, 34)), 34);
      x = layers.add(layers.mul(inner, layers.scalar(0.2)), x);
    }
    const wide = conv('wide', layers.add(conv('last', x, 34), first), 27);
    const [, , height, width] = wide.dims;
    const enlarged = layers.graph.node('DepthToSpace', [wide], { blocksize: 3, mode: 'CRD' });
    return [{ ...enlarged, dims: [1, 3, 3 * height, 3 * width] }];
  },
};

export const CONVOLUTIONAL: readonly OwnNet[] = [
  DETECTOR_NECK,
  INSTANCE_UNET,
  QUANTISED_RESIDUAL,
  DEPTHWISE,
  LARGE_KERNEL,
  SUPER_RESOLUTION,
];
