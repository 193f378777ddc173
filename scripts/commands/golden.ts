// `golden`: makes golden values that are in no public file, by native ONNX Runtime, for inputs that
// nobody knows before a challenge names one.
import { randomInt } from 'node:crypto';
import { type PrivateGolden, storePrivateGolden } from '@/lib/db/private-golden';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import type { ManifestEntry } from '@/lib/models/workload';
import { defineCommand, flag, pattern, whole } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { openNative } from '../oracle/native-runtime';
import { startSettings } from '../site/start-settings';
import { assertSeedsDiffer, goldenOf, sketchOf } from '../zoo/pinning';

const MOST = 64;
/** Past the public seeds. */
const FIRST_SEED = 1_000;

/** Of one workload for each seed. Throws where a seed says no more than the public ones do. */
async function goldenFor(entry: ManifestEntry, seeds: readonly number[]): Promise<PrivateGolden[]> {
  const native = await openNative(await buildWorkload(entry.id));
  const golden = [];
  for (const seed of seeds) {
    const outputs = await native.run(entry.inputs, seed);
    golden.push(
      goldenOf(
        seed,
        outputs.map(({ values }) => values),
      ),
    );
  }
  await native.close();
  assertSeedsDiffer([...entry.golden, ...golden], entry);
  return golden.map((one) => ({
    ...sketchOf(one),
    workload: entry.id,
    workloadVersion: entry.version,
    seed: one.seed,
  }));
}

export const command = defineCommand({
  options: {
    count: whole('N', 'new inputs; each challenge draws one of all there are', 4, { most: MOST }),
    only: pattern(
      'the workloads whose id it matches; the others are checked by their public values alone',
    ),
    replace: flag('in place of the inputs made before'),
  },
  notes: DATABASE_NOTE,
  exits: { 1: 'a workload failed' },
  run: async ({ count, only, replace }) => {
    const seeds = Array.from({ length: count }, () => randomInt(FIRST_SEED, 2 ** 32));
    const golden: PrivateGolden[] = [];
    let failures = 0;
    for (const entry of MANIFEST.values()) {
      if (!only.test(entry.id)) continue;
      try {
        golden.push(...(await goldenFor(entry, seeds)));
        console.error(entry.id);
      } catch (error) {
        failures += 1;
        console.error(`${entry.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    await withDatabase(startSettings().postgresUrl, (db) =>
      db.transaction((tx) => storePrivateGolden(tx, golden, { replace })),
    );
    console.log(
      `${seeds.length} private inputs of ${golden.length / seeds.length} workloads, ${failures} failed`,
    );
    return failures === 0 && golden.length > 0 ? 0 : 1;
  },
});
