// Whole training steps as one graph: forward, loss, backward, SGD update. An MLP of MNIST's shape and a small residual CNN
// at 32×32, both with ten classes.
import type { Model } from '@/lib/onnx/ir';
import type { InputSpec, Workload } from '../workload';
import { Tape, type Variable } from './tape';

const CLASSES = 10;
const RATE = 0.5;

export interface TrainedNet {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly batch: number;
  /** Extents of one example. */
  readonly example: readonly number[];
  readonly logits: (tape: Tape, x: Variable) => Variable;
}

function dense(tape: Tape, name: string, x: Variable, width: number, gain: number): Variable {
  const [, inWidth] = x.dims;
  const weight = tape.weight(`${name}.weight`, [inWidth, width], inWidth, gain);
  return tape.addBias(tape.matMul(x, weight), tape.weight(`${name}.bias`, [width], inWidth, 1));
}

function convolution(tape: Tape, name: string, x: Variable, channels: number, gain: number): Variable {
  const [, inChannels] = x.dims;
  return tape.conv(x, tape.weight(`${name}.weight`, [channels, inChannels, 3, 3], inChannels * 9, gain));
}

export const MLP: TrainedNet = {
  name: 'mlp',
  title: 'MLP 784-512-256-10',
  source: 'Rumelhart et al. 1986, back-propagation; layer sizes of common MNIST examples',
  batch: 64,
  example: [784],
  logits: (tape, x) => {
    const first = tape.relu(dense(tape, 'fc1', x, 512, 2));
    const second = tape.relu(dense(tape, 'fc2', first, 256, 2));
    return dense(tape, 'fc3', second, CLASSES, 1);
  },
};

export const CNN: TrainedNet = {
  name: 'cnn',
  title: 'Residual CNN, 32 channels, 32²',
  source: 'basic block of He et al. 2015, arXiv:1512.03385, without normalisation',
  batch: 8,
  example: [3, 32, 32],
  logits: (tape, input) => {
    let x = tape.relu(convolution(tape, 'stem', input, 32, 2));
    for (const block of ['block1', 'block2']) {
      const inner = tape.relu(convolution(tape, `${block}.conv1`, x, 32, 2));
      x = tape.relu(tape.add(convolution(tape, `${block}.conv2`, inner, 32, 0.5), x));
    }
    return dense(tape, 'fc', tape.globalAverage(x), CLASSES, 4);
  },
};

/** The net alone, for comparison: its logits. */
export function forwardModel({ name, batch, example, logits }: TrainedNet, seed: number): Model {
  const tape = new Tape(name, seed);
  tape.output(logits(tape, tape.input('x', [batch, ...example])));
  return tape.finish();
}

/** Loss of every example and every updated weight. */
export function stepModel(net: TrainedNet, seed: number, rate = RATE): Model {
  const tape = new Tape(`train-${net.name}`, seed);
  const x = tape.input('x', [net.batch, ...net.example]);
  const labels = tape.graph.input('labels', 'int64', [net.batch]);
  tape.output(tape.crossEntropy(net.logits(tape, x), labels));
  tape.step(rate);
  return tape.finish();
}

function inputsOf({ batch, example }: TrainedNet): readonly InputSpec[] {
  return [
    { name: 'x', dtype: 'float32', dims: [batch, ...example], fill: { kind: 'uniform', low: -2, high: 2 } },
    { name: 'labels', dtype: 'int64', dims: [batch], fill: { kind: 'uniform', low: 0, high: CLASSES } },
  ];
}

export const WORKLOADS: readonly Workload[] = [MLP, CNN].map((net) => ({
  id: `train-${net.name}-fp32`,
  version: 1,
  kind: 'model',
  family: 'Training step',
  title: `Training step, ${net.title}, batch ${net.batch}`,
  precision: 'fp32',
  batch: net.batch,
  metric: 'ms',
  bound: 'mixed',
  source: net.source,
  inputs: inputsOf(net),
  tolerance: 1e-4,
  build: (seed) => stepModel(net, seed),
}));
