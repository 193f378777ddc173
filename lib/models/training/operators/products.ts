// Matrix products and what they hand back.
import type { Tape, Variable } from '../tape';

/** Multiplies [m, k] by [k, n]: dX = dY·Wᵀ, dW = Xᵀ·dY. */
export function matMul(tape: Tape, x: Variable, w: Variable): Variable {
  const { graph } = tape;
  return tape.result(graph.node('MatMul', [x, w]), [x.dims[0], w.dims[1]], [x, w], (dy) => {
    tape.accumulate(x, () => graph.node('Gemm', [dy, w], { transB: 1 }));
    tape.accumulate(w, () => graph.node('Gemm', [x, dy], { transA: 1 }));
  });
}

/** Multiplies [n, h, m, k] by [n, h, k, p], a product for every n and h: dA = dY·Bᵀ, dB = Aᵀ·dY. */
export function batchedMatMul(tape: Tape, a: Variable, b: Variable): Variable {
  const { graph } = tape;
  const y = graph.node('MatMul', [a, b]);
  return tape.result(y, [...a.dims.slice(0, -1), b.dims[3]], [a, b], (dy) => {
    tape.accumulate(a, () =>
      graph.node('MatMul', [dy, graph.node('Transpose', [b], { perm: [0, 1, 3, 2] })]),
    );
    tape.accumulate(b, () =>
      graph.node('MatMul', [graph.node('Transpose', [a], { perm: [0, 1, 3, 2] }), dy]),
    );
  });
}
