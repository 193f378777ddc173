// A long short-term memory over a sequence, one direction: steps that wait for each other, so
// neither FLOPs nor bytes alone decide.
import { scaled } from '../weights';
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

const STEPS = 64;
const WIDTH = 512;
const GATES = 4;

export const WORKLOADS: readonly Workload[] = kernels({
  name: `lstm-${STEPS}x${WIDTH}`,
  family: 'LSTM',
  title: `LSTM, ${STEPS} steps, width ${WIDTH}`,
  metric: 'GFLOPS',
  bound: 'mixed',
  source: 'Hochreiter and Schmidhuber 1997; ONNX LSTM',
  inputs: [activation('x', [STEPS, 1, WIDTH])],
  build: (g, seed) => {
    const x = g.input('x', 'float32', [STEPS, 1, WIDTH]);
    const weight = (name: string) =>
      g.parameter(name, 'float32', [1, GATES * WIDTH, WIDTH], scaled(seed, name, WIDTH));
    const bias = g.parameter('b', 'float32', [1, 2 * GATES * WIDTH], scaled(seed, 'b', WIDTH));
    const y = g.node(
      'LSTM',
      [x, weight('w'), weight('r'), bias],
      { hidden_size: WIDTH },
      { name: 'y' },
    );
    g.output(y, 'float32', [STEPS, 1, 1, WIDTH]);
  },
});
