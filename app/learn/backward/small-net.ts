// The small net of the figure: two linear layers with a ReLU between them, built as an ONNX graph
// and counted, forward and backward, by the same code as any file.
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import type { GraphStage } from '../_figures/computation-graph';

export const SMALL_NET = { rows: 1, inputs: 64, hidden: 256, outputs: 256 } as const;

const unweighted = (): void => {
  throw new Error('this net is counted, not run');
};

function smallNet(): Model {
  const { rows, inputs, hidden, outputs } = SMALL_NET;
  const g = new GraphBuilder({ name: 'small-net', opset: 17 });
  const x = g.input('x', 'float32', [rows, inputs]);
  const first = g.node('MatMul', [x, g.parameter('w1', 'float32', [inputs, hidden], unweighted)]);
  const activated = g.node('Relu', [first]);
  const second = g.node('MatMul', [
    activated,
    g.parameter('w2', 'float32', [hidden, outputs], unweighted),
  ]);
  g.output(second, 'float32', [rows, outputs]);
  return g.finish();
}

const NAMES: Readonly<Record<string, string>> = { MatMul: 'Linear', Relu: 'ReLU' };

export function smallNetStages(): readonly GraphStage[] {
  let linear = 0;
  return countModel(smallNet()).nodes.map(({ opType, macs, backward }) => {
    const name = NAMES[opType] ?? opType;
    if (opType === 'MatMul') linear += 1;
    return {
      name: opType === 'MatMul' ? `${name} ${linear}` : name,
      forwardMacs: Number(macs ?? 0),
      inputMacs: Number(backward?.inputMacs ?? 0),
      weightMacs: Number(backward?.weightMacs ?? 0),
    };
  });
}
