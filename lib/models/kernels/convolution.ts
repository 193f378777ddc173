// Convolutions as they occur in the nets: 3×3 and 1×1, depthwise, grouped, strided, dilated and
// transposed, at sizes of ResNet, ResNeXt, MobileNetV2, DeepLab and U-Net.

import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import { scaled } from '../weights';
import type { Precision, Workload } from '../workload';
import { activation, kernels } from './kernel';

interface Convolution {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly extent: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
}

interface Geometry {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly groups: number;
  readonly padding: number;
  readonly outExtent: number;
}

/** Padding keeps the extent at stride 1. */
function geometry({ extent, kernel, stride = 1, dilation = 1, groups = 1 }: Convolution): Geometry {
  const padding = ((kernel - 1) * dilation) >> 1;
  const outExtent = Math.floor((extent + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  return { kernel, stride, dilation, groups, padding, outExtent };
}

const attributes = ({ kernel, stride, dilation, groups, padding }: Geometry) => ({
  dilations: [dilation, dilation],
  group: groups,
  kernel_shape: [kernel, kernel],
  pads: [padding, padding, padding, padding],
  strides: [stride, stride],
});

function convolution(
  spec: Convolution,
  precisions: readonly Precision[] = ['fp32'],
): readonly Workload[] {
  const { name, title, source, inChannels, outChannels, extent } = spec;
  const shape = geometry(spec);
  const { kernel, groups, outExtent } = shape;
  const inDims = [1, inChannels, extent, extent];
  return kernels(
    {
      name: `conv-${name}`,
      family: 'Convolution',
      title,
      metric: 'GFLOPS',
      bound: groups === inChannels ? 'bandwidth' : 'compute',
      source,
      inputs: [activation('x', inDims)],
      build: (g: GraphBuilder, seed: number) => {
        const x = g.input('x', 'float32', inDims);
        const perGroup = inChannels / groups;
        const dims = [outChannels, perGroup, kernel, kernel];
        const w = g.parameter('w', 'float32', dims, scaled(seed, 'w', perGroup * kernel * kernel));
        g.output(g.node('Conv', [x, w], attributes(shape), { name: 'y' }), 'float32', [
          1,
          outChannels,
          outExtent,
          outExtent,
        ]);
      },
    },
    precisions,
  );
}

/**
 * QLinearConv with scales chosen by the sizes of input and weight: levels of x in 1/64, of w in
 * 1/(64·√fan_in).
 */
function integerConvolution(spec: Convolution): Workload {
  const { name, title, source, inChannels, outChannels, extent } = spec;
  const shape = geometry(spec);
  const id = `conv-${name}-w8a8`;
  const inDims = [1, inChannels, extent, extent];
  const fanIn = (inChannels / shape.groups) * shape.kernel * shape.kernel;
  const build = (seed: number) => {
    const g = new GraphBuilder({ name: id, opset: 17 });
    const x = g.input('x', 'uint8', inDims);
    const scale = (of: string, value: number): Value =>
      g.constant(`${of}.scale`, 'float32', [], [value]);
    const zero = (of: string, dtype: 'uint8' | 'int8', value: number): Value =>
      g.constant(`${of}.zero`, dtype, [], [value]);
    const dims = [outChannels, inChannels / shape.groups, shape.kernel, shape.kernel];
    const w = g.parameter('w', 'int8', dims, (target) => {
      const prng = createPrng(seed ^ seedOf('w'));
      for (let i = 0; i < target.length; i += 1) target[i] = prng.below(127) - 63;
    });
    const inputs = [
      x,
      scale('x', 1 / 64),
      zero('x', 'uint8', 128),
      w,
      scale('w', 1 / (64 * Math.sqrt(fanIn))),
      zero('w', 'int8', 0),
      scale('y', 1 / 32),
      zero('y', 'uint8', 128),
    ];
    const { outExtent } = shape;
    g.output(g.node('QLinearConv', inputs, attributes(shape), { name: 'y' }), 'uint8', [
      1,
      outChannels,
      outExtent,
      outExtent,
    ]);
    return g.finish();
  };
  return {
    id,
    version: 1,
    kind: 'kernel',
    family: 'Convolution',
    title,
    precision: 'w8a8',
    batch: 1,
    metric: 'GOPS',
    bound: 'compute',
    source: `${source}; QLinearConv`,
    inputs: [
      { name: 'x', dtype: 'uint8', dims: inDims, fill: { kind: 'uniform', low: 0, high: 256 } },
    ],
    // Requantisation may round a tie to either of two neighbouring levels.
    tolerance: 1e-2,
    build,
  };
}

function transposed(): readonly Workload[] {
  const [inChannels, outChannels, extent] = [128, 64, 56];
  return kernels({
    name: 'conv-transposed-2x2-128-64-56',
    family: 'Convolution',
    title: 'Transposed convolution 2×2, stride 2, 128 → 64 channels, 56²',
    metric: 'GFLOPS',
    bound: 'compute',
    source: 'up-convolution of U-Net',
    inputs: [activation('x', [1, inChannels, extent, extent])],
    build: (g, seed) => {
      const x = g.input('x', 'float32', [1, inChannels, extent, extent]);
      const w = g.parameter(
        'w',
        'float32',
        [inChannels, outChannels, 2, 2],
        scaled(seed, 'w', inChannels),
      );
      const y = g.node(
        'ConvTranspose',
        [x, w],
        { kernel_shape: [2, 2], strides: [2, 2] },
        { name: 'y' },
      );
      g.output(y, 'float32', [1, outChannels, 2 * extent, 2 * extent]);
    },
  });
}

const C3: Convolution = {
  name: '3x3-64-56',
  title: 'Convolution 3×3, 64 channels, 56²',
  source: 'ResNet stage 1',
  inChannels: 64,
  outChannels: 64,
  extent: 56,
  kernel: 3,
};
const C1: Convolution = {
  name: '1x1-256-64-56',
  title: 'Convolution 1×1, 256 → 64 channels, 56²',
  source: 'ResNet bottleneck',
  inChannels: 256,
  outChannels: 64,
  extent: 56,
  kernel: 1,
};

export const WORKLOADS: readonly Workload[] = [
  ...convolution(C3, ['fp32', 'fp16']),
  integerConvolution(C3),
  ...convolution(C1, ['fp32', 'fp16']),
  integerConvolution(C1),
  ...convolution({
    ...C3,
    name: '3x3-256-14',
    title: 'Convolution 3×3, 256 channels, 14²',
    source: 'ResNet stage 3',
    inChannels: 256,
    outChannels: 256,
    extent: 14,
  }),
  ...convolution(
    {
      name: 'depthwise-3x3-144-56',
      title: 'Depthwise convolution 3×3, 144 channels, 56²',
      source: 'MobileNetV2',
      inChannels: 144,
      outChannels: 144,
      extent: 56,
      kernel: 3,
      groups: 144,
    },
    ['fp32', 'fp16'],
  ),
  ...convolution({
    name: 'grouped-3x3-256-28',
    title: 'Grouped convolution 3×3, 32 groups, 256 channels, 28²',
    source: 'ResNeXt-50 32×4d',
    inChannels: 256,
    outChannels: 256,
    extent: 28,
    kernel: 3,
    groups: 32,
  }),
  ...convolution({
    name: 'strided-7x7-3-64-224',
    title: 'Convolution 7×7, stride 2, 3 → 64 channels, 224²',
    source: 'ResNet stem',
    inChannels: 3,
    outChannels: 64,
    extent: 224,
    kernel: 7,
    stride: 2,
  }),
  ...convolution({
    name: 'dilated-3x3-256-28',
    title: 'Dilated convolution 3×3, dilation 2, 256 channels, 28²',
    source: 'DeepLab',
    inChannels: 256,
    outChannels: 256,
    extent: 28,
    kernel: 3,
    dilation: 2,
  }),
  ...transposed(),
];
