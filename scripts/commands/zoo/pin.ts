// `zoo pin` builds every workload, counts it, runs it in native ONNX Runtime and pins what servers,
// pages and checks rely on; with --check it does the same and compares instead of writing.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executionOf } from '@/lib/flops/steps/steps';
import { compareGolden } from '@/lib/models/golden';
import { DEFAULT_SEED, listWorkloads } from '@/lib/models/registry';
import type { ManifestEntry } from '@/lib/models/workload';
import { chargesOfExecution } from '@/lib/predict/charges';
import { defineCommand, type Exit, flag, pattern } from '../../command';
import { root } from '../../root';
import { type Pin, pinWorkload, sketchOf } from '../../zoo/pinning';

const MANIFEST = join(root, 'lib', 'models', 'manifest.json');
const TABLES = join(root, 'lib', 'models', 'layer-tables');
const CHARGES = join(root, 'lib', 'predict', 'charges.json');

/** One entry a line, so that a changed pin is a changed line. */
const lines = (rows: readonly unknown[]): string =>
  `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;

function pinnedEntries(): Map<string, ManifestEntry> {
  const entries: readonly ManifestEntry[] = existsSync(MANIFEST)
    ? JSON.parse(readFileSync(MANIFEST, 'utf8'))
    : [];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/**
 * What the pin and a new build disagree on; golden values are compared within the workload's
 * tolerance.
 */
function disagreement(pinned: ManifestEntry | undefined, { entry }: Pin): string | null {
  if (pinned === undefined) return 'is not pinned';
  const { golden: was, ...factsBefore } = pinned;
  const { golden: is, ...facts } = entry;
  if (JSON.stringify(factsBefore) !== JSON.stringify(facts))
    return 'differs from its pin: run zoo pin';
  const wrong = is.find(
    (golden, i) => !compareGolden(sketchOf(golden), was[i], entry.tolerance).ok,
  );
  return wrong === undefined ? null : `outputs of seed ${wrong.seed} differ from the pinned ones`;
}

export const command = defineCommand({
  options: {
    only: pattern('the workloads whose id it matches'),
    new: flag('leaves what is pinned as it is'),
    check: flag('compares with what is pinned and writes nothing'),
    charges: flag('writes only what predictions charge each workload, anew for all'),
  },
  exits: { 1: 'a workload failed' },
  run: pinAll,
});

interface Options {
  readonly only: RegExp;
  readonly check: boolean;
  readonly new: boolean;
  readonly charges: boolean;
}

/**
 * What a run of each workload is charged (lib/predict/charges): six digits, one workload a line.
 */
async function writeCharges(): Promise<void> {
  const rows: string[] = [];
  for (const workload of await listWorkloads()) {
    const charges = chargesOfExecution(executionOf(workload.build(DEFAULT_SEED)));
    const short = Object.entries(charges).map(([unit, amount]) => [
      unit,
      Number(amount.toPrecision(6)),
    ]);
    rows.push(`${JSON.stringify(workload.id)}:${JSON.stringify(Object.fromEntries(short))}`);
  }
  writeFileSync(CHARGES, `{\n${rows.join(',\n')}\n}\n`);
  console.error(`${rows.length} workloads charged`);
}

async function pinAll(options: Options): Promise<Exit> {
  if (options.charges) {
    await writeCharges();
    return 0;
  }
  const pinned = pinnedEntries();
  const entries: ManifestEntry[] = [];
  let failures = 0;
  if (!options.check) mkdirSync(TABLES, { recursive: true });
  for (const workload of await listWorkloads()) {
    const before = pinned.get(workload.id);
    if (!options.only.test(workload.id) || (options.new && before !== undefined)) {
      if (before !== undefined) entries.push(before);
      continue;
    }
    const started = performance.now();
    try {
      const pin = await pinWorkload(workload);
      const problem = options.check ? disagreement(before, pin) : null;
      if (problem !== null) throw new Error(problem);
      entries.push(pin.entry);
      if (!options.check) writeFileSync(join(TABLES, `${workload.id}.json`), lines(pin.layers));
      const elapsedMs = Math.round(performance.now() - started);
      console.error(
        `${workload.id}: ${pin.entry.params} params, ${pin.entry.macs} MACs, ${elapsedMs} ms`,
      );
    } catch (error) {
      failures += 1;
      if (before !== undefined) entries.push(before);
      console.error(`${workload.id}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (!options.check) {
    writeFileSync(MANIFEST, lines(entries));
    const kept = new Set(entries.map(({ id }) => `${id}.json`));
    for (const name of readdirSync(TABLES)) if (!kept.has(name)) rmSync(join(TABLES, name));
    await writeCharges();
  }
  console.error(`${entries.length} workloads, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}
