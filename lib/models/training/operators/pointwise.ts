// Sums, scales and activations, and what they hand back.
import type { Value } from '@/lib/onnx/builder';
import type { Tape, Variable } from '../tape';

/** A bias of the last axis of a matrix: db sums over rows. */
export function addBias(tape: Tape, x: Variable, bias: Variable): Variable {
  const { graph } = tape;
  return tape.result(graph.node('Add', [x, bias]), x.dims, [x, bias], (dy) => {
    tape.accumulate(x, () => dy);
    tape.accumulate(bias, () => graph.node('ReduceSum', [dy, tape.ints([0])], { keepdims: 0 }));
  });
}

/** A sum of equal shapes: the gradient goes to both. */
export function add(tape: Tape, a: Variable, b: Variable): Variable {
  return tape.result(tape.graph.node('Add', [a, b]), a.dims, [a, b], (dy) => {
    tape.accumulate(a, () => dy);
    tape.accumulate(b, () => dy);
  });
}

/** Multiplies a tensor by a constant: dX = dY times the same. */
export function scale(tape: Tape, x: Variable, factor: number): Variable {
  const { graph } = tape;
  const constant = tape.scalar(factor);
  return tape.result(graph.node('Mul', [x, constant]), x.dims, [x], (dy) =>
    tape.accumulate(x, () => graph.node('Mul', [dy, constant])),
  );
}

/**
 * Ends a normalisation, x·γ + β, with one pair for every index of `axis`: dγ sums dY·x and dβ sums
 * dY over all other axes. Both are stored with ones behind the axis, so that they broadcast.
 */
export function affine(
  tape: Tape,
  x: Variable,
  gamma: Variable,
  beta: Variable,
  axis: number,
): Variable {
  const { graph } = tape;
  const others = x.dims.flatMap((_, i) => (i === axis ? [] : [i]));
  const sumOf = (value: Value, like: Variable): Value => {
    const sum = graph.node('ReduceSum', [value, tape.ints(others)], { keepdims: 0 });
    return like.dims.length === 1 ? sum : graph.node('Reshape', [sum, tape.ints(like.dims)]);
  };
  const y = graph.node('Add', [graph.node('Mul', [x, gamma]), beta]);
  return tape.result(y, x.dims, [x, gamma, beta], (dy) => {
    tape.accumulate(beta, () => sumOf(dy, beta));
    tape.accumulate(gamma, () => sumOf(graph.node('Mul', [dy, x]), gamma));
    tape.accumulate(x, () => graph.node('Mul', [dy, gamma]));
  });
}

/** Passes the gradient where the output is positive: its sign is 1 there and 0 elsewhere. */
export function relu(tape: Tape, x: Variable): Variable {
  const { graph } = tape;
  const y = graph.node('Relu', [x]);
  return tape.result(y, x.dims, [x], (dy) =>
    tape.accumulate(x, () => graph.node('Mul', [dy, graph.node('Sign', [y])])),
  );
}

/** 1 / √(2π). */
const NORMAL_DENSITY = 1 / Math.sqrt(2 * Math.PI);

/**
 * The GELU x·Φ(x) with Φ(x) = ½(1 + erf(x/√2)): dX = dY·(Φ(x) + x·φ(x)), φ(x) = exp(−x²/2)/√(2π).
 */
export function gelu(tape: Tape, x: Variable): Variable {
  const { graph } = tape;
  const erf = graph.node('Erf', [graph.node('Mul', [x, tape.scalar(Math.SQRT2 / 2)])]);
  const one = tape.scalar(1);
  const half = tape.scalar(0.5);
  const probability = graph.node('Mul', [graph.node('Add', [erf, one]), half]);
  const y = graph.node('Mul', [x, probability]);
  return tape.result(y, x.dims, [x], (dy) =>
    tape.accumulate(x, () => {
      const exponent = graph.node('Mul', [graph.node('Mul', [x, x]), tape.scalar(-0.5)]);
      const density = graph.node('Mul', [
        graph.node('Exp', [exponent]),
        tape.scalar(NORMAL_DENSITY),
      ]);
      return graph.node('Mul', [
        dy,
        graph.node('Add', [probability, graph.node('Mul', [x, density])]),
      ]);
    }),
  );
}
