// `measure counts`: every net of the zoo and every reference file is run by native ONNX Runtime
// with each value as an output; MACs are computed from the shapes that occurred, by code that
// shares nothing with the counter, and must be equal.
import { readdirSync, readFileSync } from 'node:fs';
import { integer } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { writeModel } from '@/lib/onnx/write';
import { referencePath } from '@/scripts/oracle/reference';
import { type Verified, verifyCount } from '@/scripts/oracle/verify-count';
import { defineCommand, type Exit, pattern } from '../command';

const references = ['onnx', 'onnx-light'].flatMap((folder) =>
  readdirSync(referencePath(folder))
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => `${folder}/${name}`),
);
const nets = [...MANIFEST.values()].filter(({ kind }) => kind === 'model').map(({ id }) => id);

async function verified(name: string): Promise<Verified> {
  if (references.includes(name)) return verifyCount(readFileSync(referencePath(name)), null);
  const { build, inputs } = await findWorkload(name);
  return verifyCount(writeModel(build(DEFAULT_SEED)), inputs);
}

export const command = defineCommand({
  options: { only: pattern('the files and nets whose name it matches') },
  exits: { 1: 'a count differs' },
  run: ({ only }) => verifyAll([...references, ...nets].filter((name) => only.test(name))),
});

async function verifyAll(names: readonly string[]): Promise<Exit> {
  let failed = 0;
  let equal = 0;
  for (const name of names) {
    try {
      const { observed, shapes, wrong } = await verified(name);
      const verdict = wrong.length === 0 ? 'equal' : 'WRONG';
      console.log(
        `${name.padEnd(40)} ${integer(observed).padStart(16)} MACs  ${shapes} shapes  ${verdict}`,
      );
      for (const line of wrong.slice(0, 5)) console.log(`  ${line}`);
      if (wrong.length === 0) equal += 1;
      else failed += 1;
    } catch (error) {
      failed += 1;
      console.log(`${name.padEnd(40)} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${equal} equal, ${failed} not`);
  return failed === 0 && equal > 0 ? 0 : 1;
}
