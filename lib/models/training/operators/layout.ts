// Other shapes and means of the same values, and what they hand back.
import type { Tape, Variable } from '../tape';

/** Another shape for the same elements; the gradient goes back in the old one. */
export function reshape(tape: Tape, x: Variable, dims: readonly number[]): Variable {
  const { graph } = tape;
  return tape.result(graph.node('Reshape', [x, tape.ints(dims)]), dims, [x], (dy) =>
    tape.accumulate(x, () => graph.node('Reshape', [dy, tape.ints(x.dims)])),
  );
}

/** The gradient goes back by the inverse permutation. */
export function transpose(tape: Tape, x: Variable, perm: readonly number[]): Variable {
  const { graph } = tape;
  const dims = perm.map((axis) => x.dims[axis]);
  return tape.result(graph.node('Transpose', [x], { perm }), dims, [x], (dy) =>
    tape.accumulate(x, () =>
      graph.node('Transpose', [dy], { perm: perm.map((_, axis) => perm.indexOf(axis)) }),
    ),
  );
}

/** Mean over some axes, which vanish: every value gets an equal part of the gradient. */
export function meanOver(tape: Tape, x: Variable, axes: readonly number[]): Variable {
  const { graph } = tape;
  const count = axes.reduce((product, axis) => product * x.dims[axis], 1);
  const kept = x.dims.filter((_, axis) => !axes.includes(axis));
  const y = graph.node('ReduceMean', [x], { axes, keepdims: 0 });
  return tape.result(y, kept, [x], (dy) =>
    tape.accumulate(x, () => {
      const part = graph.node('Mul', [dy, tape.scalar(1 / count)]);
      const ones = x.dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const column = graph.node('Reshape', [part, tape.ints(ones)]);
      return graph.node('Expand', [column, tape.ints(x.dims)]);
    }),
  );
}
