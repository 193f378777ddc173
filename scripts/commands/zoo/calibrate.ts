// `zoo calibrate` runs the seeded fp32 nets in native ONNX Runtime and writes the range of every
// tensor that static int8 quantises to a file of the net's name in lib/models/calibration. Pinned
// digests depend on these files: run it for a net that is new or changed, then `zoo pin`.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { calibrationOf } from '@/lib/models/variants/static-int8';
import { writeModel } from '@/lib/onnx/write';
import { argumentList, defineCommand } from '../../command';
import { openNative } from '../../oracle/native-runtime';
import { root } from '../../root';

const FOLDER = join(root, 'lib', 'models', 'calibration');

/** Inputs that no golden output is pinned for. */
const SEEDS = [101, 102, 103, 104];

/** Four digits: the last ones of a native run depend on the processor. */
const rounded = (value: number): number => Number(value.toPrecision(4));

async function calibrate(net: string): Promise<void> {
  const workload = await findWorkload(`${net}-fp32`);
  const { model, tensors } = calibrationOf(workload.build(DEFAULT_SEED));
  const fed = new Set(model.graph.inputs.map(({ name }) => name));
  const outputs = tensors.filter((name) => !fed.has(name)).map((name) => ({ name, type: null }));
  const ranges = new Map<string, [low: number, high: number]>();
  const widen = (name: string, low: number, high: number): void => {
    const known = ranges.get(name) ?? [0, 0];
    ranges.set(name, [Math.min(known[0], low), Math.max(known[1], high)]);
  };
  for (const { name, fill } of workload.inputs)
    if (fill.kind === 'uniform') widen(name, fill.low, fill.high);
  const native = await openNative(writeModel({ ...model, graph: { ...model.graph, outputs } }));
  for (const seed of SEEDS) {
    for (const { name, values } of await native.run(workload.inputs, seed)) {
      for (let i = 0; i < values.length; i += 1) widen(name, Number(values[i]), Number(values[i]));
    }
  }
  await native.close();
  const rows = [...ranges].map(
    ([name, range]) => `  ${JSON.stringify(name)}: [${range.map(rounded).join(', ')}]`,
  );
  writeFileSync(join(FOLDER, `${net}.json`), `{\n${rows.join(',\n')}\n}\n`);
  console.error(`${net}: ${rows.length} tensors`);
}

export const command = defineCommand({
  args: { nets: argumentList('NET', 'an id without its precision (all that have a file)', 0) },
  notes: 'Writes lib/models/calibration/NET.json.',
  run: async ({ nets }) => {
    const files = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));
    for (const net of nets.length > 0 ? nets : files) await calibrate(net);
    return 0;
  },
});
