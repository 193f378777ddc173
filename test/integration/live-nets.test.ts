// Every net runs in native ONNX Runtime with all of its layers probed: signals neither die nor
// explode on their way, and another input gives clearly another output, or a check against golden
// values would say nothing. The long tests run the large ones too.
import { describe, expect, it } from 'vitest';
import { projectOutputs, sketchError } from '@/lib/models/golden';
import { DEFAULT_SEED, listWorkloads } from '@/lib/models/registry';
import type { Model } from '@/lib/onnx/ir';
import { writeModel } from '@/lib/onnx/write';
import { type NativeOutput, openNative } from '@/scripts/oracle/native-runtime';
import { deviation } from '@/scripts/zoo/pinning';
import { isWithin } from '../support/extent';

const STD_LOW = 1e-3;
const STD_HIGH = 1e3;
/** Two input seeds must differ by so many tolerances (docs/integrity.md, "Right outputs"). */
const SEED_DISTANCE = 20;

const nets = (await listWorkloads()).filter(
  ({ id, kind, precision, batch }) =>
    kind === 'model' &&
    precision === 'fp32' &&
    batch === 1 &&
    isWithin(id, { modelBytes: 60e6, macs: 2.5e9 }),
);

/** The model with every computed value as an output, after its own outputs. */
function probed(model: Model): Model {
  const own = new Set(model.graph.outputs.map(({ name }) => name));
  const inner = model.graph.nodes
    .filter(({ opType }) => opType !== 'Constant')
    .flatMap(({ outputs }) => outputs.filter((name) => name !== '' && !own.has(name)))
    .map((name) => ({ name, type: null }));
  return { ...model, graph: { ...model.graph, outputs: [...model.graph.outputs, ...inner] } };
}

describe('nets', () => {
  it.each(nets)(
    '$id stays alive in every layer and tells inputs apart',
    async ({ build, inputs, tolerance }) => {
      const model = build(DEFAULT_SEED);
      const native = await openNative(writeModel(probed(model)));
      const outputs = await native.run(inputs, 1);
      const unhealthy = outputs
        .filter(({ dtype, values }) => dtype === 'float32' && values.length > 1)
        .map((output) => ({ name: output.name, std: deviation(output.values) }))
        .filter(({ std }) => !(std >= STD_LOW && std <= STD_HIGH));
      expect(unhealthy).toEqual([]);

      const count = model.graph.outputs.length;
      const sketch = (all: readonly NativeOutput[]) =>
        projectOutputs(all.slice(0, count).map(({ values }) => values));
      const first = sketch(outputs);
      const second = sketch(await native.run(inputs, 2));
      await native.close();
      expect(sketchError(second, first)).toBeGreaterThanOrEqual(SEED_DISTANCE * tolerance);
    },
  );
});
