// Normalisation by the values' own mean and deviation, and softmax: their gradients subtract what
// moves all values alike.
import type { Value } from '@/lib/onnx/builder';
import type { Tape, Variable } from '../tape';

const EPSILON = 1e-5;

/**
 * Standardises over some axes, x̂ = (x − μ)/σ with σ = √(variance + ε): over the last axis of a
 * LayerNorm, over all but the channels of a batch norm in training. dX = (dY − mean(dY) −
 * x̂·mean(dY·x̂))/σ (Ioffe and Szegedy 2015, arXiv:1502.03167, section 3).
 */
export function standardise(tape: Tape, x: Variable, axes: readonly number[]): Variable {
  const { graph } = tape;
  const mean = (value: Value): Value => graph.node('ReduceMean', [value], { axes, keepdims: 1 });
  const centred = graph.node('Sub', [x, mean(x)]);
  const variance = mean(graph.node('Mul', [centred, centred]));
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, tape.scalar(EPSILON)])]);
  const y = graph.node('Div', [centred, deviation]);
  return tape.result(y, x.dims, [x], (dy) =>
    tape.accumulate(x, () => {
      const along = graph.node('Mul', [y, mean(graph.node('Mul', [dy, y]))]);
      const rest = graph.node('Sub', [graph.node('Sub', [dy, mean(dy)]), along]);
      return graph.node('Div', [rest, deviation]);
    }),
  );
}

/** Over the last axis: dX = y·(dY − Σ dY·y). */
export function softmax(tape: Tape, x: Variable): Variable {
  const { graph } = tape;
  const last = x.dims.length - 1;
  const y = graph.node('Softmax', [x], { axis: -1 });
  return tape.result(y, x.dims, [x], (dy) =>
    tape.accumulate(x, () => {
      const sum = graph.node('ReduceSum', [graph.node('Mul', [dy, y]), tape.ints([last])], {
        keepdims: 1,
      });
      return graph.node('Mul', [y, graph.node('Sub', [dy, sum])]);
    }),
  );
}
