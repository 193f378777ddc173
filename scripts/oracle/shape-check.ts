// Compares the shapes that inference claims with those of native ONNX Runtime.
import * as ort from 'onnxruntime-node';
import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder } from '@/lib/onnx/builder';
import { inferModel } from '@/lib/onnx/infer/infer';
import { elementsOf } from '@/lib/onnx/ir';
import { writeModel } from '@/lib/onnx/write';
import type { ShapeDraw } from './shape-draws';

const OPSET = 18;
/** Draws that the runtime refuses, at most, for each that it takes. */
const MOST_REFUSED = 10;

export interface ShapeOutcome {
  readonly compared: number;
  readonly wrong: readonly string[];
}

async function outcomeOf(
  operator: string,
  { inputs, attributes, outputs = 1 }: ShapeDraw,
): Promise<string | null | 'refused'> {
  const g = new GraphBuilder({ name: 'shapes', opset: OPSET });
  const feeds: Record<string, ort.Tensor> = {};
  const values = inputs.map((input, i) => {
    if (input === null) return null;
    if ('ints' in input) return g.constant('c', 'int64', [input.ints.length], input.ints);
    if ('floats' in input) return g.constant('c', 'float32', [input.floats.length], input.floats);
    feeds[`x${i}`] = new ort.Tensor('float32', new Float32Array(elementsOf(input)).fill(0.5), [
      ...input,
    ]);
    return g.input(`x${i}`, 'float32', input);
  });
  while (values.at(-1) === null) values.pop();
  const made = g.nodes(operator, values, outputs, attributes);
  for (const value of made) g.output(value, 'float32', null);
  const model = g.finish();
  let results: ort.InferenceSession.OnnxValueMapType;
  try {
    const session = await ort.InferenceSession.create(writeModel(model), {
      graphOptimizationLevel: 'disabled',
      logSeverityLevel: 4,
    });
    results = await session.run(feeds);
    await session.release();
  } catch {
    return 'refused';
  }
  const facts = inferModel(model).outputs;
  for (const [i, { name }] of made.entries()) {
    const fact = facts[i];
    const right = results[name]?.dims ?? [];
    const dims = fact?.kind === 'tensor' ? fact.dims : null;
    if (
      dims === null ||
      dims.length !== right.length ||
      dims.some((dim, axis) => dim !== right[axis])
    )
      return `${operator} [${dims}] for [${right}], from ${JSON.stringify({ inputs, attributes })}`;
  }
  return null;
}

export async function checkShapes(
  operator: string,
  draw: (prng: ReturnType<typeof createPrng>) => ShapeDraw,
  cases: number,
): Promise<ShapeOutcome> {
  const prng = createPrng(seedOf(`shapes ${operator}`));
  const wrong: string[] = [];
  let compared = 0;
  for (let i = 0; compared < cases && i < cases * MOST_REFUSED; i += 1) {
    const outcome = await outcomeOf(operator, draw(prng));
    if (outcome === 'refused') continue;
    compared += 1;
    if (outcome !== null) wrong.push(outcome);
  }
  return { compared, wrong };
}
