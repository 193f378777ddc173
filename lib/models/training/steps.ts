// Whole training steps as one graph: forward, loss, backward, SGD update.
import type { Model } from '@/lib/onnx/ir';
import type { InputSpec, Workload } from '../workload';
import { CLASSES, CNN, MLP, resNet18, TRANSFORMER, type TrainedNet } from './nets';
import { crossEntropy } from './operators/loss';
import { Tape } from './tape';

/** The net alone, for comparison: its logits. */
export function forwardModel({ name, batch, example, logits }: TrainedNet, seed: number): Model {
  const tape = new Tape(name, seed);
  tape.output(logits(tape, tape.input('x', [batch, ...example])));
  return tape.finish();
}

/** Loss of every example and every updated weight. */
export function stepModel(net: TrainedNet, seed: number, rate = net.rate): Model {
  const tape = new Tape(`train-${net.name}`, seed);
  const x = tape.input('x', [net.batch, ...net.example]);
  const labels = tape.graph.input('labels', 'int64', [net.batch]);
  tape.output(crossEntropy(tape, net.logits(tape, x), labels));
  tape.step(rate);
  return tape.finish();
}

function inputsOf({ batch, example }: TrainedNet): readonly InputSpec[] {
  return [
    {
      name: 'x',
      dtype: 'float32',
      dims: [batch, ...example],
      fill: { kind: 'uniform', low: -2, high: 2 },
    },
    {
      name: 'labels',
      dtype: 'int64',
      dims: [batch],
      fill: { kind: 'uniform', low: 0, high: CLASSES },
    },
  ];
}

export const WORKLOADS: readonly Workload[] = [MLP, CNN, resNet18(64), TRANSFORMER].map((net) => ({
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
