// Builds every workload, counts it, runs it in native ONNX Runtime and pins what servers, pages and checks rely on:
// digest, counts, golden outputs for a public pool of input seeds. Refuses a workload whose outputs are dead, constant,
// not finite, or forget their input.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countModel } from '@/lib/flops/count';
import type { Report } from '@/lib/flops/report';
import { type OutputValues, projectOutputs, sampleIndices, sketchError } from '@/lib/models/golden';
import { DEFAULT_SEED, listWorkloads } from '@/lib/models/registry';
import type { Golden, ManifestEntry, Workload } from '@/lib/models/workload';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from './native-runtime';
import { root } from './root';

const HELP = `Usage: npm run models:pin [-- --only REGEX]

Writes lib/models/manifest.json.

  --only REGEX   pin only the workloads whose id matches, keep the others as they are
  --help         this text
`;

const PATH = join(root, 'lib', 'models', 'manifest.json');

/** The public pool of input seeds. */
const SEEDS = [1, 2, 3, 4];
/** Outputs of two seeds differ by at least this many tolerances, or copied outputs could not be told. */
const SEED_DISTANCE = 20;

const toPrecision = (value: number): number => Number(value.toPrecision(8));

function goldenOf(seed: number, outputs: readonly OutputValues[]): Golden {
  const { projections, samples } = projectOutputs(outputs);
  const indices = sampleIndices(outputs.reduce((sum, output) => sum + output.length, 0));
  return {
    seed,
    projections: projections.map(toPrecision),
    samples: samples.map((value, i) => ({ index: indices[i], value: toPrecision(value) })),
  };
}

function exact(count: number | bigint | null, what: string): number {
  if (typeof count !== 'number') throw new Error(`${what} is ${count}: not a number that is exact`);
  return count;
}

function macsByOp({ nodes }: Report): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { opType, macs } of nodes) {
    const count = exact(macs, `MACs of ${opType}`);
    if (count > 0) sums.set(opType, (sums.get(opType) ?? 0) + count);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function pin(workload: Workload): Promise<ManifestEntry> {
  const model = workload.build(DEFAULT_SEED);
  const report = countModel(model);
  if (report.coverage.unknown.length > 0) {
    const [{ node, reason }] = report.coverage.unknown;
    throw new Error(`${report.coverage.unknown.length} nodes are not resolved, first ${node}: ${reason}`);
  }
  const bytes = writeModel(model);
  const native = await openNative(bytes);
  const golden: Golden[] = [];
  let outputs: ManifestEntry['outputs'] = [];
  for (const seed of SEEDS) {
    const result = await native.run(workload.inputs, seed);
    outputs = result.map(({ name, dtype, dims }) => ({ name, dtype, dims }));
    const values = result.map((output) => output.values);
    const flat = values.flatMap(spread);
    if (!flat.every(Number.isFinite)) throw new Error(`outputs of seed ${seed} are not finite`);
    if (Math.max(...flat) - Math.min(...flat) === 0) throw new Error(`outputs of seed ${seed} are constant`);
    golden.push(goldenOf(seed, values));
  }
  await native.close();
  for (const a of golden) {
    for (const b of golden) {
      if (a === b) continue;
      const distance = sketchError(asSketch(a), asSketch(b));
      if (distance < SEED_DISTANCE * workload.tolerance) {
        throw new Error(
          `outputs of seeds ${a.seed} and ${b.seed} differ by ${distance} only: the net forgets its input`,
        );
      }
    }
  }
  const { id, version, kind, family, title, precision, batch, metric, bound, source, inputs, tolerance } = workload;
  return {
    id,
    version,
    kind,
    family,
    title,
    precision,
    batch,
    metric,
    bound,
    source,
    inputs,
    outputs,
    digest: createHash('sha256').update(bytes).digest('hex'),
    modelBytes: bytes.length,
    params: report.params,
    macs: exact(report.macs, 'MACs'),
    flops: exact(report.flops, 'FLOPs'),
    otherOps: exact(report.otherOps, 'other ops'),
    integerOps: exact(report.integerOps, 'integer ops'),
    weightBytes: report.weightBytes,
    activationBytes: exact(report.activationBytes, 'activation bytes'),
    peakActivationBytes: exact(report.peakActivationBytes, 'peak activation bytes'),
    macsByOp: macsByOp(report),
    tolerance,
    golden,
  };
}

/** Smallest and largest of an output, as a pair, without spreading a large array over a call. */
function spread(values: OutputValues): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i]);
    if (Number.isNaN(value)) return [Number.NaN, Number.NaN];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

const asSketch = ({ projections, samples }: Golden) => ({ projections, samples: samples.map(({ value }) => value) });

/** One entry a line, so that a changed pin is a changed line. */
function write(entries: readonly ManifestEntry[]): void {
  writeFileSync(PATH, `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const only = values.only === undefined ? null : new RegExp(values.only);
  const known = new Map<string, ManifestEntry>(
    existsSync(PATH)
      ? (JSON.parse(readFileSync(PATH, 'utf8')) as ManifestEntry[]).map((entry) => [entry.id, entry])
      : [],
  );
  const pinned: ManifestEntry[] = [];
  let failed = 0;
  for (const workload of await listWorkloads()) {
    const kept = known.get(workload.id);
    if (only !== null && !only.test(workload.id)) {
      if (kept !== undefined) pinned.push(kept);
      continue;
    }
    const started = performance.now();
    try {
      const entry = await pin(workload);
      pinned.push(entry);
      const ms = Math.round(performance.now() - started);
      console.error(`${entry.id}: ${entry.macs} MACs, ${entry.params} params, ${entry.digest.slice(0, 12)}, ${ms} ms`);
    } catch (error) {
      failed += 1;
      if (kept !== undefined) pinned.push(kept);
      console.error(`${workload.id}: ${error instanceof Error ? error.message : error}`);
    }
    write(pinned.concat([...known.values()].filter(({ id }) => !pinned.some((entry) => entry.id === id))));
  }
  write(pinned);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 2;
}
