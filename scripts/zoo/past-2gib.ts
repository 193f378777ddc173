// A model past protobuf's 2 GiB, really written: a vector through ten matrices of 256 MiB, its
// weights in a file beside it, opened by native ONNX Runtime (and by Debian's onnx checker where
// that is) and multiplied again here, in doubles.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integer } from '@/lib/core/format';
import { relativeError } from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';
import { uniform } from '@/lib/models/weights';
import type { InputSpec } from '@/lib/models/workload';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import { openNative } from '../oracle/native-runtime';
import { writeFile } from './write-file';

const WIDTH = 8192;
const DEPTH = 10;
const SEED = 1;
const TOLERANCE = 1e-4;
const PYTHON = '/usr/bin/python3';

const INPUT: InputSpec = {
  name: 'x',
  dtype: 'float32',
  dims: [1, WIDTH],
  fill: { kind: 'uniform', low: -1, high: 1 },
};
/** Keeps the size of the vector. */
const BOUND = Math.sqrt(3 / WIDTH);
const fillOf = (layer: number): ((target: Float32Array) => void) =>
  uniform(SEED, `w${layer}`, -BOUND, BOUND);

function stack(): Model {
  const g = new GraphBuilder({ name: 'past-2gib', opset: 17 });
  let x = g.input('x', 'float32', INPUT.dims);
  for (let layer = 0; layer < DEPTH; layer += 1) {
    x = g.node('MatMul', [x, g.parameter(`w${layer}`, 'float32', [WIDTH, WIDTH], fillOf(layer))]);
  }
  g.output(x, 'float32', INPUT.dims);
  return g.finish();
}

function productInDoubles(): Float64Array {
  let x = Float64Array.from(generateInput(INPUT, SEED), Number);
  const matrix = new Float32Array(WIDTH * WIDTH);
  for (let layer = 0; layer < DEPTH; layer += 1) {
    fillOf(layer)(matrix);
    const y = new Float64Array(WIDTH);
    for (let row = 0; row < WIDTH; row += 1) {
      const factor = x[row];
      for (let column = 0; column < WIDTH; column += 1)
        y[column] += factor * matrix[row * WIDTH + column];
    }
    x = y;
  }
  return x;
}

/**
 * Prints what was written and what came of it; false where the product is wrong or the checker
 * refuses the file.
 */
export async function checkPast2GiB(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-large-'));
  try {
    const path = join(folder, 'large.onnx');
    for (const file of writeFile(stack(), path))
      console.log(`${file.path}: ${integer(file.byteLength)} bytes`);
    const native = await openNative(path);
    const [{ values }] = await native.run([INPUT], SEED);
    await native.close();
    const error = relativeError(values, productInDoubles());
    console.log(
      `native ONNX Runtime against doubles: largest relative difference ${error.toExponential(2)}`,
    );
    const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
    const check = `import onnx; onnx.checker.check_model(${JSON.stringify(path)})`;
    const accepted =
      !hasChecker || spawnSync(PYTHON, ['-c', check], { stdio: 'inherit' }).status === 0;
    console.log(
      `onnx checker: ${hasChecker ? (accepted ? 'accepted' : 'refused') : 'not installed'}`,
    );
    return error <= TOLERANCE && accepted;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
