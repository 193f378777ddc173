// The ONNX project's own operator tests (Debian package libonnx-testdata): every model is stripped
// of its output shapes and inferred; whatever is claimed must be the shape and the type of the
// expected output. Inputs are known by extent only, their elements are not, as in a real model.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown } from '@/lib/onnx/infer/fact';
import { inferModel } from '@/lib/onnx/infer/infer';
import type { Graph, Model } from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { codeOf } from '@/lib/onnx/types';
import { tensorHeader } from '../support/tensor-file';

const DATA = process.env.FLOPMARK_ONNX_TESTDATA ?? '/usr/share/libonnx-testdata/data';
/** Outputs whose shape must be known; ONNX's own inference knows 960 of the same 1,241. */
const KNOWN_AT_LEAST = 1060;

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

function examine(folder: string, outcome: Outcome): void {
  const file = join(folder, 'model.onnx');
  const data = join(folder, 'test_data_set_0');
  if (!existsSync(file)) return;
  const read = loadBytes(readFileSync(file));
  if (!read.ok) {
    outcome.wrong.push(`${folder}: ${JSON.stringify(read.error)}`);
    return;
  }
  const facts = inferModel(strip(read.value));
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
  it('claims no wrong shape and knows enough of them', () => {
    const outcome: Outcome = { outputs: 0, known: 0, wrong: [], open: [] };
    for (const folder of cases) examine(folder, outcome);
    const { outputs, known, wrong, open } = outcome;
    console.info(
      `ONNX operator test data: ${known} of ${outputs} output shapes known, ${wrong.length} wrong`,
    );
    if (process.env.FLOPMARK_LIST_OPEN !== undefined) console.info(open.join('\n'));
    expect(wrong).toEqual([]);
    expect(outputs).toBeGreaterThanOrEqual(1241);
    expect(known).toBeGreaterThanOrEqual(KNOWN_AT_LEAST);
  });
});
