// Compares what inference folds with what native ONNX Runtime computes from the same constants.
import * as ort from 'onnxruntime-node';
import { halfValue } from '@/lib/core/half';
import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Fact } from '@/lib/onnx/infer/fact';
import { inferModel } from '@/lib/onnx/infer/infer';
import type { DataType } from '@/lib/onnx/types';
import { writeModel } from '@/lib/onnx/write';
import { bytesOfDrawn, type DrawnNode, type FoldDraw } from './fold-draws';

export interface FoldOutcome {
  readonly operator: string;
  readonly dtype: DataType;
  /** Nodes compared; null where the CPU provider has no kernel for this type. */
  readonly compared: number | null;
  /** Elements that inference claimed, all of which were compared. */
  readonly claimed: number;
  readonly wrong: readonly string[];
}

const OPSET = 18;

interface Placed {
  readonly drawn: DrawnNode;
  readonly outputs: readonly Value[];
}

function place(g: GraphBuilder, operator: string, drawn: DrawnNode): Placed {
  const inputs = drawn.inputs.map((tensor) =>
    tensor === null
      ? null
      : g.initializer('c', tensor.dtype, tensor.dims, {
          kind: 'bytes',
          bytes: bytesOfDrawn(tensor),
        }),
  );
  while (inputs.at(-1) === null) inputs.pop();
  const outputs = g.nodes(operator, inputs, drawn.outputs ?? 1, drawn.attributes);
  const first = drawn.inputs[0]?.dtype ?? 'float32';
  outputs.forEach((output, i) => {
    g.output(output, drawn.types?.[i] ?? first, null);
  });
  return { drawn, outputs };
}

const numbersOf = (tensor: ort.Tensor): readonly number[] =>
  tensor.type === 'float16'
    ? Array.from(tensor.data as Uint16Array, halfValue)
    : Array.from(tensor.data as ArrayLike<number | bigint>, Number);

/** What is wrong with a claim; null where it holds as far as it goes. */
function contradiction(
  fact: Fact | undefined,
  tensor: ort.Tensor,
): { claimed: number; wrong: string | null } {
  if (fact?.kind !== 'tensor') return { claimed: 0, wrong: 'no tensor' };
  const { dims, values } = fact;
  if (
    dims !== null &&
    (dims.length !== tensor.dims.length || dims.some((dim, i) => dim !== tensor.dims[i]))
  ) {
    return { claimed: 0, wrong: `extents [${dims}] for [${tensor.dims}]` };
  }
  if (values === null) return { claimed: 0, wrong: null };
  const right = numbersOf(tensor);
  if (values.length !== right.length)
    return { claimed: 0, wrong: `${values.length} elements for ${right.length}` };
  const claimed = values.filter((value) => value !== null).length;
  const at = values.findIndex(
    (value, i) => value !== null && !Object.is(value, right[i]) && value !== right[i],
  );
  return { claimed, wrong: at < 0 ? null : `element ${at} is ${values[at]} for ${right[at]}` };
}

/** `cases` drawn nodes of one operator and type, in one model. */
export async function checkFold(
  operator: string,
  { opset = OPSET, draw }: FoldDraw,
  dtype: DataType,
  cases: number,
): Promise<FoldOutcome> {
  const prng = createPrng(seedOf(`${operator} ${dtype}`));
  const g = new GraphBuilder({ name: 'folds', opset });
  const placed = Array.from({ length: cases }, () => place(g, operator, draw(prng, dtype)));
  const model = g.finish();
  const session = await createSession(writeModel(model));
  if (session === null) return { operator, dtype, compared: null, claimed: 0, wrong: [] };
  const results = await session.run({});
  await session.release();
  const facts = new Map(
    inferModel(model).outputs.map((fact, i) => [model.graph.outputs[i]?.name, fact]),
  );
  let claimed = 0;
  const wrong: string[] = [];
  for (const { drawn, outputs } of placed) {
    for (const { name } of outputs) {
      const tensor = results[name];
      if (tensor === undefined) throw new Error(`no output ${name}`);
      const found = contradiction(facts.get(name), tensor);
      claimed += found.claimed;
      if (found.wrong !== null)
        wrong.push(`${operator} ${dtype}: ${found.wrong}, from ${JSON.stringify(drawn)}`);
    }
  }
  return { operator, dtype, compared: cases, claimed, wrong };
}

/** Null where there is no kernel; without optimisation, so that the kernels themselves compute. */
async function createSession(bytes: Uint8Array): Promise<ort.InferenceSession | null> {
  try {
    return await ort.InferenceSession.create(bytes, {
      graphOptimizationLevel: 'disabled',
      logSeverityLevel: 4,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/NOT_IMPLEMENTED|Could not find an implementation|Type Error: Type 'tensor/.test(message))
      return null;
    throw error;
  }
}
