// The attested kernel as an ONNX graph. Only the prover needs this; the server's check does
// without.
import { GraphBuilder, type Value } from '../onnx/builder';
import { writeModel } from '../onnx/write';
import { DIGESTS, type Kernel, UNIT } from './kernel';
import { tablesOf } from './tables';

/**
 * Inputs `left` [n, 2], already in units, and `right` [2, columns]; output `digests`
 * [DIGESTS, columns] in units. f(y) = |y − ⌊y⌋ − ½| + ⌊y⌋ · 2⁻¹⁴ takes operators that ONNX Runtime
 * has on every backend: Round would fall back from WebGPU to the CPU.
 */
export function attestModel(kernel: Kernel): Uint8Array<ArrayBuffer> {
  const { n, columns, steps } = kernel;
  const { a, weights } = tablesOf(kernel);
  const g = new GraphBuilder({ name: `attest-${n}`, opset: 17 });
  const left = g.input('left', 'float32', [n, 2]);
  const right = g.input('right', 'float32', [2, columns]);
  const half = g.constant('half', 'float32', [], [0.5]);
  const unit = g.constant('unit', 'float32', [], [UNIT]);
  const folded = (y: Value): Value => {
    const q = g.node('Floor', [y]);
    const distance = g.node('Abs', [g.node('Sub', [g.node('Sub', [y, q]), half])]);
    return g.node('Add', [distance, g.node('Mul', [q, unit])]);
  };
  const matrix = g.parameter('a', 'float32', [n, n], (target) => target.set(a));
  let x = folded(g.node('MatMul', [left, right]));
  for (let step = 0; step < steps; step += 1) x = folded(g.node('MatMul', [matrix, x]));
  const w = g.parameter('w', 'float32', [DIGESTS, n], (target) => target.set(weights));
  g.output(g.node('MatMul', [w, x], {}, { name: 'digests' }), 'float32', [DIGESTS, columns]);
  return writeModel(g.finish());
}
