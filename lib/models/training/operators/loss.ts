// Cross-entropy of softmax(logits) against class ids, one loss a row; gradients are of their mean:
// (softmax − target)/rows.
import type { Value } from '@/lib/onnx/builder';
import type { Tape, Variable } from '../tape';

/**
 * The mean cross entropy of logits [rows, classes] against integer labels [rows], with its
 * gradient.
 */
export function crossEntropy(tape: Tape, logits: Variable, labels: Value): Variable {
  const { graph } = tape;
  const [rows, classes] = logits.dims;
  const depth = tape.ints([classes]);
  const values = graph.constant('onehot.values', 'float32', [2], [0, 1]);
  const target = graph.node('OneHot', [labels, depth, values], { axis: -1 });
  const logs = graph.node('LogSoftmax', [logits], { axis: -1 });
  const picked = graph.node('ReduceSum', [graph.node('Mul', [logs, target]), tape.ints([1])], {
    keepdims: 0,
  });
  return tape.loss(graph.node('Neg', [picked]), [rows], () =>
    tape.accumulate(logits, () => {
      const difference = graph.node('Sub', [graph.node('Exp', [logs]), target]);
      return graph.node('Mul', [difference, tape.scalar(1 / rows)]);
    }),
  );
}
