// `npm run -s golden`: makes golden values that are in no public file, by native ONNX Runtime, for inputs that nobody knows
// before a challenge names one. Exit 0 ok, 2 bad usage, 1 failure.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type PrivateGolden, storePrivateGolden } from '@/lib/db/private-golden';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import type { ManifestEntry } from '@/lib/models/workload';
import { withDatabase } from './database/with-database';
import { openNative } from './native-runtime';
import { assertSeedsDiffer, goldenOf, sketchOf } from './pinning';
import { startSettings } from './start-settings';

const USAGE = `Usage: npm run -s golden [-- --count N] [--only REGEX] [--replace]
  --count N      new inputs (4); each challenge draws one of all there are
  --only REGEX   the workloads whose id it matches; the others are checked by their public values alone
  --replace      in place of the inputs made before
POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.`;

const MOST = 64;
/** Past the public seeds. */
const FIRST_SEED = 1_000;

interface Options {
  readonly count: number;
  readonly only: RegExp;
  readonly replace: boolean;
}

function read(): Options | 'help' | null {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: '4' },
        only: { type: 'string', default: '.' },
        replace: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return 'help';
    const count = Number(values.count);
    return Number.isInteger(count) && count >= 1 && count <= MOST
      ? { count, only: new RegExp(values.only), replace: values.replace }
      : null;
  } catch {
    return null;
  }
}

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

async function main(): Promise<number> {
  const options = read();
  if (options === null || options === 'help') {
    console.error(USAGE);
    return options === 'help' ? 0 : 2;
  }
  const seeds = Array.from({ length: options.count }, () => randomInt(FIRST_SEED, 2 ** 32));
  const golden: PrivateGolden[] = [];
  let failures = 0;
  for (const entry of MANIFEST.values()) {
    if (!options.only.test(entry.id)) continue;
    try {
      golden.push(...(await goldenFor(entry, seeds)));
      console.error(entry.id);
    } catch (error) {
      failures += 1;
      console.error(`${entry.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await withDatabase(startSettings().postgresUrl, (db) =>
    db.transaction((tx) => storePrivateGolden(tx, golden, { replace: options.replace })),
  );
  console.log(`${seeds.length} private inputs of ${golden.length / seeds.length} workloads, ${failures} failed`);
  return failures === 0 && golden.length > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`golden: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
