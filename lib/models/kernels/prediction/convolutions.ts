// Convolutions at channels and extents of every regime: pointwise from wide to deep, 3×3, strided,
// grouped, depthwise, dilated, transposed, and of an image's three channels.
import { type Feature, GAIN, type Layers } from '../../nets/layers';
import type { Calibration } from '../../variants/static-int8';
import type { Precision, Workload } from '../../workload';
import { chained } from './chain';

const square = (channels: number, extent: number): readonly number[] => [
  1,
  channels,
  extent,
  extent,
];

/** The input is within ±2, and layers keep its variance; nothing negative passes an activation. */
const WITHIN: Calibration = () => [-4, 4];
const WITHIN_CLAMPED: Calibration = () => [0, 6];

/** Two pointwise convolutions a link, to `hidden` channels and back. */
function pointwise(
  channels: number,
  hidden: number,
  extent: number,
  links = 1,
  also: readonly Precision[] = [],
): readonly Workload[] {
  return chained({
    name: `conv-1x1-${channels}-${hidden}-${extent}`,
    title: `Convolutions 1×1, ${channels} to ${hidden} channels and back, ${extent}²`,
    dims: square(channels, extent),
    along: 'channels',
    links,
    precisions: ['fp32', ...also],
    calibration: WITHIN,
    link: (layers, x, at) => {
      const up = layers.conv(`up${at}`, x, hidden, { kernel: 1, gain: GAIN.linear });
      return layers.conv(`down${at}`, up, channels, { kernel: 1, gain: GAIN.linear });
    },
  });
}

/** Fused into the convolution by every runtime. */
const ACTIVATIONS = {
  relu: { title: 'ReLU', apply: (layers: Layers, x: Feature): Feature => layers.relu(x) },
  relu6: { title: 'ReLU6', apply: (layers: Layers, x: Feature): Feature => layers.relu6(x) },
} as const;

interface Same {
  readonly kernel: number;
  readonly channels: number;
  readonly extent: number;
  readonly links: number;
  readonly groups?: number;
  readonly dilation?: number;
  readonly activation?: keyof typeof ACTIVATIONS;
  readonly also?: readonly Precision[];
}

/** The same convolution several times. */
function repeated({
  kernel,
  channels,
  extent,
  links,
  groups = 1,
  dilation = 1,
  activation,
  also = [],
}: Same): readonly Workload[] {
  const kind =
    groups === channels
      ? 'depthwise-'
      : groups > 1
        ? `grouped${groups}-`
        : dilation > 1
          ? 'dilated-'
          : '';
  const words = kind === '' ? 'Convolution' : `Convolution (${kind.slice(0, -1)})`;
  return chained({
    name: `conv-${kind}${kernel}x${kernel}-${channels}-${extent}${activation === undefined ? '' : `-${activation}`}`,
    title: `${words} ${kernel}×${kernel}, ${channels} channels, ${extent}²${activation === undefined ? '' : `, ${ACTIVATIONS[activation].title}`}`,
    dims: square(channels, extent),
    along: 'channels',
    links,
    precisions: ['fp32', ...also],
    calibration: activation === undefined ? WITHIN : WITHIN_CLAMPED,
    link: (layers, x, at) => {
      const gain = activation === undefined ? GAIN.linear : GAIN.relu;
      const y = layers.conv(`w${at}`, x, channels, { kernel, groups, dilation, bias: true, gain });
      return activation === undefined ? y : ACTIVATIONS[activation].apply(layers, y);
    },
  });
}

/** Each halves the extent; channels stay where depthwise, else double. */
function halving(
  kernel: number,
  channels: number,
  extent: number,
  links: number,
  depthwise: boolean,
): readonly Workload[] {
  return chained({
    name: `conv-strided${depthwise ? '-depthwise' : ''}-${kernel}x${kernel}-${channels}-${extent}`,
    title: `Convolutions ${kernel}×${kernel} of stride 2${depthwise ? ', depthwise' : ''}, ${channels} channels, ${extent}²`,
    dims: square(channels, extent),
    along: 'channels',
    links,
    link: (layers, x, at) => {
      const [, width] = x.dims;
      const options = {
        kernel,
        stride: 2,
        groups: depthwise ? width : 1,
        bias: true,
        gain: GAIN.linear,
      };
      return layers.conv(`w${at}`, x, depthwise ? width : 2 * width, options);
    },
  });
}

/** From an image's three channels. */
function stem(kernel: number, channels: number, extent: number): readonly Workload[] {
  return chained({
    name: `conv-stem-${kernel}x${kernel}-${channels}-${extent}`,
    title: `Convolution ${kernel}×${kernel} of stride 2, 3 to ${channels} channels, ${extent}²`,
    dims: square(3, extent),
    along: 'channels',
    links: 1,
    link: (layers, x) =>
      layers.conv('w', x, channels, { kernel, stride: 2, bias: true, gain: GAIN.linear }),
  });
}

function transposed(channels: number, extent: number): readonly Workload[] {
  return chained({
    name: `conv-transposed-2x2-${channels}-${extent}`,
    title: `Transposed convolutions 2×2, stride 2, ${channels} channels, ${extent}²`,
    dims: square(channels, extent),
    along: 'channels',
    links: 2,
    link: (layers, x, at) => layers.convTranspose(`w${at}`, x, x.dims[1] / 2, 2, 2),
  });
}

export const CONVOLUTIONS: readonly Workload[] = [
  ...pointwise(20, 60, 108),
  ...pointwise(28, 132, 58, 1, ['w8a8']),
  ...pointwise(72, 72, 54, 2),
  ...pointwise(120, 440, 27, 1, ['fp16', 'w8a8']),
  ...pointwise(88, 480, 15),
  ...pointwise(220, 880, 13),
  ...pointwise(440, 1760, 8, 1, ['w8a8']),
  ...repeated({ kernel: 3, channels: 12, extent: 108, links: 3 }),
  ...repeated({ kernel: 3, channels: 36, extent: 200, links: 1 }),
  ...repeated({ kernel: 3, channels: 44, extent: 54, links: 3, also: ['w8a8'] }),
  ...repeated({
    kernel: 3,
    channels: 44,
    extent: 54,
    links: 3,
    activation: 'relu',
    also: ['w8a8'],
  }),
  ...repeated({ kernel: 3, channels: 100, extent: 27, links: 2, also: ['fp16'] }),
  ...repeated({ kernel: 3, channels: 200, extent: 13, links: 2, also: ['w8a8'] }),
  ...repeated({ kernel: 3, channels: 400, extent: 8, links: 2 }),
  ...repeated({ kernel: 3, channels: 480, extent: 6, links: 4 }),
  ...repeated({
    kernel: 1,
    channels: 80,
    extent: 54,
    links: 3,
    activation: 'relu6',
    also: ['w8a8'],
  }),
  ...repeated({
    kernel: 3,
    channels: 120,
    extent: 54,
    links: 4,
    groups: 120,
    activation: 'relu6',
    also: ['w8a8'],
  }),
  ...repeated({ kernel: 5, channels: 30, extent: 27, links: 2 }),
  ...repeated({ kernel: 3, channels: 88, extent: 27, links: 1, dilation: 2 }),
  ...repeated({ kernel: 3, channels: 160, extent: 27, links: 4, groups: 20 }),
  ...repeated({ kernel: 3, channels: 320, extent: 13, links: 4, groups: 20 }),
  ...halving(3, 20, 108, 3, false),
  ...stem(7, 40, 200),
  ...stem(3, 28, 200),
  ...repeated({ kernel: 3, channels: 40, extent: 108, links: 4, groups: 40 }),
  ...repeated({ kernel: 3, channels: 120, extent: 54, links: 4, groups: 120, also: ['w8a8'] }),
  ...repeated({ kernel: 3, channels: 260, extent: 27, links: 4, groups: 260 }),
  ...repeated({ kernel: 3, channels: 520, extent: 13, links: 6, groups: 520, also: ['w8a8'] }),
  ...repeated({ kernel: 3, channels: 880, extent: 8, links: 6, groups: 880 }),
  ...repeated({ kernel: 5, channels: 100, extent: 27, links: 4, groups: 100 }),
  ...repeated({ kernel: 5, channels: 440, extent: 13, links: 4, groups: 440 }),
  ...repeated({ kernel: 7, channels: 88, extent: 54, links: 3, groups: 88 }),
  ...repeated({ kernel: 7, channels: 360, extent: 13, links: 4, groups: 360 }),
  ...halving(3, 60, 108, 3, true),
  ...halving(5, 80, 54, 2, true),
  ...transposed(120, 26),
];
