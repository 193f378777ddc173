// Graphs with next to no arithmetic: what is left is the cost of a run and of each node. The
// additions have different constants, so that no optimiser merges or removes them.
import { uniform } from '../weights';
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

const WIDTH = 8;

function chain(nodes: number): readonly Workload[] {
  return kernels({
    name: `dispatch-${nodes}`,
    family: 'Dispatch',
    title: nodes === 1 ? 'One tiny node' : `${nodes} tiny nodes in a row`,
    metric: 'µs',
    bound: 'dispatch',
    source: `${nodes} × Add over ${WIDTH} elements`,
    inputs: [activation('x', [1, WIDTH])],
    build: (g, seed) => {
      let x = g.input('x', 'float32', [1, WIDTH]);
      for (let i = 0; i < nodes; i += 1) {
        x = g.node('Add', [
          x,
          g.parameter(`b${i}`, 'float32', [1, WIDTH], uniform(seed, `b${i}`, -0.1, 0.1)),
        ]);
      }
      g.output(x, 'float32', [1, WIDTH]);
    },
  });
}

export const WORKLOADS: readonly Workload[] = [1, 10, 100].flatMap(chain);
