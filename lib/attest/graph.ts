// The attested kernel as an ONNX graph. Only the builder of models needs this; the server's checker does without.
import { GraphBuilder, type Value } from '../onnx/builder';
import { writeModel } from '../onnx/write';
import { coefficients, DIGESTS, digestWeights, type Kernel } from './kernel';

/** f on fp32 tensors, every step exact: floor comes before any offset. */
function folded(g: GraphBuilder, y: Value, constants: Constants): Value {
  const { perPeriod, period, half, one, perHalf } = constants;
  const rest = g.node('Sub', [y, g.node('Mul', [g.node('Floor', [g.node('Mul', [y, perPeriod])]), period])]);
  const c = g.node('Sub', [rest, half]);
  const magnitude = g.node('Sub', [g.node('Abs', [g.node('Add', [c, one])]), one]);
  return g.node('Add', [magnitude, g.node('Mul', [g.node('Floor', [g.node('Mul', [c, perHalf])]), half])]);
}

interface Constants {
  readonly perPeriod: Value;
  readonly period: Value;
  readonly half: Value;
  /** ½. */
  readonly one: Value;
  readonly perHalf: Value;
}

/** Inputs `left` [n, 2] and `right` [2, columns]; output `digests` [DIGESTS, columns], all fp32 integers. */
export function attestModel(kernel: Kernel): Uint8Array<ArrayBuffer> {
  const { n, columns, steps } = kernel;
  const g = new GraphBuilder({ name: `attest-${n}`, opset: 17 });
  const left = g.input('left', 'float32', [n, 2]);
  const right = g.input('right', 'float32', [2, columns]);
  const scalar = (name: string, value: number): Value => g.constant(name, 'float32', [], [value]);
  const constants: Constants = {
    perPeriod: scalar('per_period', 2 ** -13),
    period: scalar('period', 2 ** 13),
    half: scalar('half_period', 2 ** 12),
    one: scalar('one_half', 0.5),
    perHalf: scalar('per_half_period', 2 ** -12),
  };
  const a = g.parameter('a', 'float32', [n, n], (target) => target.set(coefficients(kernel)));
  let x = folded(g, g.node('MatMul', [left, right]), constants);
  for (let step = 0; step < steps; step += 1) x = folded(g, g.node('MatMul', [a, x]), constants);
  const weights = digestWeights(kernel);
  const axis = g.constant('rows', 'int64', [1], [0]);
  const sums = Array.from({ length: DIGESTS }, (_, k) => {
    const row = Array.from(weights.subarray(k * n, (k + 1) * n));
    const product = g.node('Mul', [x, g.constant(`w${k}`, 'float32', [n, 1], row)]);
    return g.node('ReduceSum', [folded(g, product, constants), axis], { keepdims: 1 });
  });
  g.output(g.node('Concat', sums, { axis: 0 }, { name: 'digests' }), 'float32', [DIGESTS, columns]);
  return writeModel(g.finish());
}
