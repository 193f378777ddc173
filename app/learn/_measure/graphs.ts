// Layers that are built for one claim and are no workload of the board: small ONNX graphs with
// drawn weights. The pairs are made so that what differs is the one thing that the claim is about.
import { createPrng, seedOf } from '@/lib/core/prng';
import { fedInputs, specsOf } from '@/lib/models/graph-inputs';
import type { InputSpec } from '@/lib/models/workload';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';

const WIDTH = 2048;
const PRUNED_ROWS = 64;
const BATCH = 32;
/** Channels of the depthwise convolution, each with its own 3 × 3 kernel. */
const DEPTHWISE_CHANNELS = 576;
/** Channels of the dense one: 24² × 9 products a position are as many as 576 × 9. */
const DENSE_CHANNELS = 24;
const EXTENT = 56;

type Fill = (target: Float32Array) => void;

/** Uniform in ±1/√fanIn: sums stay near 1, whatever the width. */
function drawn(label: string, fanIn: number, stays: (index: number) => boolean = () => true): Fill {
  return (target) => {
    const bound = 1 / Math.sqrt(fanIn);
    createPrng(seedOf(`learn/${label}`)).fillUniform(target, -bound, bound);
    for (let i = 0; i < target.length; i += 1) if (!stays(i)) target[i] = 0;
  };
}

function linear(rows: number, out: number, fill: Fill): Model {
  const g = new GraphBuilder({ name: 'linear', opset: 17 });
  const x = g.input('x', 'float32', [rows, WIDTH]);
  const w = g.parameter('weight', 'float32', [WIDTH, out], fill);
  g.output(g.node('MatMul', [x, w]), 'float32', [rows, out]);
  return g.finish();
}

function convolution(channels: number, groups: number): Model {
  const g = new GraphBuilder({ name: 'convolution', opset: 17 });
  const perGroup = channels / groups;
  const x = g.input('x', 'float32', [1, channels, EXTENT, EXTENT]);
  const w = g.parameter(
    'weight',
    'float32',
    [channels, perGroup, 3, 3],
    drawn(`conv-${groups}`, 9 * perGroup),
  );
  const y = g.node('Conv', [x, w], {
    kernel_shape: [3, 3],
    strides: [1, 1],
    pads: [1, 1, 1, 1],
    group: groups,
  });
  g.output(y, 'float32', [1, channels, EXTENT, EXTENT]);
  return g.finish();
}

/** Every second weight by a drawn coin that falls evenly: half of each pair stays. */
function scattered(): Fill {
  const prng = createPrng(seedOf('learn/scattered'));
  let first = true;
  return drawn('linear', WIDTH, (index) => {
    if (index % 2 === 0) {
      first = prng.below(2) === 0;
      return first;
    }
    return !first;
  });
}

export const GRAPHS = {
  'linear-whole': () => linear(PRUNED_ROWS, WIDTH, drawn('linear', WIDTH)),
  'linear-scattered': () => linear(PRUNED_ROWS, WIDTH, scattered()),
  'linear-channels': () => linear(PRUNED_ROWS, WIDTH / 2, drawn('linear', WIDTH)),
  'linear-row': () => linear(1, WIDTH, drawn('linear', WIDTH)),
  'linear-rows': () => linear(BATCH, WIDTH, drawn('linear', WIDTH)),
  'conv-dense': () => convolution(DENSE_CHANNELS, 1),
  'conv-depthwise': () => convolution(DEPTHWISE_CHANNELS, DEPTHWISE_CHANNELS),
} as const satisfies Readonly<Record<string, () => Model>>;

export type GraphId = keyof typeof GRAPHS;

/** What the engine feeds; these graphs have fixed shapes and floating inputs alone. */
export function inputsOf({ graph }: Model): readonly InputSpec[] {
  const specs = specsOf(fedInputs(graph), {});
  if (!specs.ok) throw new Error(`the graph of a claim cannot be fed: ${specs.error.code}`);
  return specs.value;
}
