// The ONNX project's own operator tests (Debian package libonnx-testdata): every model is stripped
// of its output shapes and inferred; whatever is claimed must be the shape and the type of the
// expected output. Once inputs are known by extent only, as those of a real model; once the
// elements of small ones are known too, as where a model holds sizes and axes as constants.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown } from '@/lib/onnx/infer/fact';
import { inferModel } from '@/lib/onnx/infer/infer';
import { elementsOf, type Graph, type Model } from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { codeOf } from '@/lib/onnx/types';
import { readTensorFile, tensorHeader } from '../support/tensor-file';

const DATA = process.env.FLOPMARK_ONNX_TESTDATA ?? '/usr/share/libonnx-testdata/data';
/** Elements of an input that a model may hold as a constant for shapes. */
const SMALL = 64;

const cases = readdirSync(DATA).flatMap((suite) =>
  readdirSync(join(DATA, suite)).map((name) => join(DATA, suite, name)),
);

const stripGraph = (graph: Graph): Graph => ({
  ...graph,
  valueInfo: [],
  outputs: graph.outputs.map(({ name }) => ({ name, type: null })),
});
const strip = (model: Model): Model => ({ ...model, graph: stripGraph(model.graph) });

interface Outcome {
  outputs: number;
  known: number;
  readonly wrong: string[];
  readonly open: string[];
}

/** Each small input as an initializer with the elements that the test gives it. */
function withConstants({ graph, ...model }: Model, data: string): Model {
  const constants = graph.inputs.flatMap(({ name, type }, i) => {
    const file = join(data, `input_${i}.pb`);
    if (type?.kind !== 'tensor' || !existsSync(file)) return [];
    const tensor = readTensorFile(readFileSync(file));
    return elementsOf(tensor.dims) <= SMALL ? [{ ...tensor, name }] : [];
  });
  const names = new Set(constants.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !names.has(name));
  return {
    ...model,
    graph: { ...graph, inputs, initializers: [...graph.initializers, ...constants] },
  };
}

function examine(folder: string, outcome: Outcome, constants: boolean): void {
  const file = join(folder, 'model.onnx');
  const data = join(folder, 'test_data_set_0');
  if (!existsSync(file)) return;
  const read = loadBytes(readFileSync(file));
  if (!read.ok) {
    outcome.wrong.push(`${folder}: ${JSON.stringify(read.error)}`);
    return;
  }
  const model = constants ? withConstants(read.value, data) : read.value;
  const facts = inferModel(strip(model));
  for (const [i, { name, type }] of read.value.graph.outputs.entries()) {
    if (type?.kind !== 'tensor') continue;
    outcome.outputs += 1;
    const fact = facts.outputs[i];
    const expected = join(data, `output_${i}.pb`);
    if (fact.kind !== 'tensor' || !isKnown(fact.dims)) {
      outcome.open.push(`${folder} ${name}: ${fact.kind === 'tensor' ? fact.doubt : fact.kind}`);
    } else {
      outcome.known += 1;
    }
    if (fact.kind !== 'tensor' || !existsSync(expected)) continue;
    const header = tensorHeader(readFileSync(expected));
    const rankFits = fact.dims === null || fact.dims.length === header.dims.length;
    const fits =
      fact.dims === null ||
      fact.dims.every((dim, axis) => typeof dim !== 'number' || dim === header.dims[axis]);
    // NumPy has no bfloat16: the data were saved as their bits.
    const savedAsBits = fact.dtype === 'bfloat16' && header.type === codeOf('uint16');
    const typeFits = fact.dtype === null || savedAsBits || codeOf(fact.dtype) === header.type;
    if (rankFits && fits && typeFits) continue;
    outcome.wrong.push(
      `${folder} ${name}: ${fact.dtype} [${fact.dims}] for ${header.type} [${header.dims}]`,
    );
  }
}

describe('ONNX operator test data', () => {
  // The last figure: outputs whose shape must be known. ONNX's own inference knows 960 of the same
  // 1,241 by extents alone.
  it.each([
    ['by extent', false, 1060],
    ['with the elements of small ones', true, 1200],
  ] as const)(
    'claims no wrong shape of inputs known %s, and knows enough',
    (_what, constants, least) => {
      const outcome: Outcome = { outputs: 0, known: 0, wrong: [], open: [] };
      for (const folder of cases) examine(folder, outcome, constants);
      const { outputs, known, wrong, open } = outcome;
      console.info(
        `ONNX operator test data: ${known} of ${outputs} output shapes known, ${wrong.length} wrong`,
      );
      if (process.env.FLOPMARK_LIST_OPEN !== undefined) console.info(open.join('\n'));
      expect(wrong).toEqual([]);
      expect(outputs).toBeGreaterThanOrEqual(1241);
      expect(known).toBeGreaterThanOrEqual(least);
    },
  );
});
