// What is pinned of one workload: digest and counts of its bytes, golden outputs for a public pool
// of input seeds, its layers. A workload whose signal dies, explodes, is constant or forgets its
// input is refused, because its output check would be void.
import { createHash } from 'node:crypto';
import { countModel } from '@/lib/flops/count';
import type { Report } from '@/lib/flops/report';
import {
  type OutputValues,
  projectOutputs,
  type Sketch,
  sampleIndices,
  sketchError,
} from '@/lib/models/golden';
import type { LayerRow } from '@/lib/models/layer-table';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import type { Golden, ManifestEntry, Workload } from '@/lib/models/workload';
import type { Model } from '@/lib/onnx/ir';
import { writeModel } from '@/lib/onnx/write';
import { type NativeOutput, openNative } from '../oracle/native-runtime';

/** The public pool of input seeds. */
const SEEDS = [1, 2, 3];
/**
 * Outputs of two seeds differ by at least this many tolerances, or copied outputs could not be
 * told. Nets of integers, whose tolerance is the noise of the quantisation itself, are told apart
 * by less.
 */
const SEED_DISTANCE = { float: 20, integer: 2 };
/** Standard deviation that a living signal stays within, at every probed layer. */
const ALIVE = { least: 1e-3, most: 1e3 };
/** Products probed per model, evenly over its depth. */
const PROBES = 24;
const PROBED = new Set([
  'Conv',
  'ConvTranspose',
  'MatMul',
  'Gemm',
  'MatMulNBits',
  'LayerNormalization',
]);

export interface Pin {
  readonly entry: ManifestEntry;
  readonly layers: readonly LayerRow[];
}

/** Well below every tolerance. */
const rounded = (value: number): number => Number(value.toPrecision(6));

export const sketchOf = ({ projections, samples }: Golden): Sketch => ({
  projections,
  samples: samples.map(({ value }) => value),
});

export function goldenOf(seed: number, outputs: readonly OutputValues[]): Golden {
  const { projections, samples } = projectOutputs(outputs);
  const indices = sampleIndices(outputs.reduce((sum, output) => sum + output.length, 0));
  return {
    seed,
    projections: projections.map(rounded),
    samples: samples.map((value, i) => ({ index: indices[i], value: rounded(value) })),
  };
}

function exact(count: number | bigint | null, what: string): number {
  if (typeof count !== 'number')
    throw new Error(`${what} is ${count}: not known as an exact number`);
  return count;
}

/** Standard deviation; NaN where a value is not finite. */
export function deviation(values: OutputValues): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i]);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}

function assertAlive(outputs: readonly NativeOutput[]): void {
  for (const { name, values } of outputs) {
    const std = deviation(values);
    if (!(std >= ALIVE.least && std <= ALIVE.most))
      throw new Error(`${name} has a standard deviation of ${std}`);
  }
}

/** Throws where two of them are too near. */
export function assertSeedsDiffer(
  golden: readonly Golden[],
  { precision, tolerance }: Pick<Workload, 'precision' | 'tolerance'>,
): void {
  const least = tolerance * (precision === 'w8a8' ? SEED_DISTANCE.integer : SEED_DISTANCE.float);
  for (const [i, a] of golden.entries()) {
    for (const b of golden.slice(0, i)) {
      const distance = sketchError(sketchOf(a), sketchOf(b));
      if (distance >= least) continue;
      throw new Error(
        `outputs of seeds ${b.seed} and ${a.seed} differ by ${distance} only: it forgets its input`,
      );
    }
  }
}

/**
 * The model with the results of up to 24 of its products as further outputs, or null where it has
 * one product.
 */
function probedModel(model: Model): Model | null {
  // What follows a loss are gradients, which are small by nature and checked against differences
  // instead.
  const loss = model.graph.nodes.findIndex(({ opType }) => opType === 'LogSoftmax');
  const forward = model.graph.nodes.slice(0, loss < 0 ? undefined : loss);
  const products = forward
    .filter(({ opType }) => PROBED.has(opType))
    .map(({ outputs }) => outputs[0]);
  if (products.length < 2) return null;
  const step = Math.max(1, products.length / PROBES);
  const known = new Set(model.graph.outputs.map(({ name }) => name));
  const chosen = Array.from(
    { length: Math.min(PROBES, products.length) },
    (_, i) => products[Math.floor(i * step)],
  );
  const probes = chosen.filter((name) => !known.has(name)).map((name) => ({ name, type: null }));
  return { ...model, graph: { ...model.graph, outputs: [...model.graph.outputs, ...probes] } };
}

async function probe(workload: Workload, model: Model): Promise<void> {
  const probed = probedModel(model);
  if (probed === null) return;
  const native = await openNative(writeModel(probed));
  assertAlive(await native.run(workload.inputs, SEEDS[0]));
  await native.close();
}

function layersOf({ nodes }: Report): LayerRow[] {
  return nodes
    .filter(({ opType }) => opType !== 'Constant')
    .map((node) => ({
      name: node.name,
      op: node.opType,
      dims: (node.shapes[0] ?? []).map(Number),
      params: node.params,
      macs: exact(node.macs, `MACs of ${node.name}`),
      otherOps: exact(node.otherOps, `other ops of ${node.name}`),
    }));
}

/**
 * A net has as many parameters in every precision: those of its fp32 form (int4 is packed, scales
 * are not trained).
 */
async function paramsOf({ id, precision }: Workload, report: Report): Promise<number> {
  if (precision === 'fp32') return report.params;
  const fp32 = await findWorkload(id.replace(new RegExp(`-${precision}$`), '-fp32'));
  return countModel(fp32.build(DEFAULT_SEED)).params;
}

export async function pinWorkload(workload: Workload): Promise<Pin> {
  const model = workload.build(DEFAULT_SEED);
  const report = countModel(model);
  const [unknown] = report.coverage.unknown;
  if (unknown !== undefined)
    throw new Error(`${unknown.opType} ${unknown.node} is not counted: ${unknown.reason}`);
  const bytes = writeModel(model);
  const native = await openNative(bytes);
  const golden: Golden[] = [];
  let outputs: ManifestEntry['outputs'] = [];
  for (const seed of SEEDS) {
    const results = await native.run(workload.inputs, seed);
    assertAlive(results);
    outputs = results.map(({ name, dtype, dims }) => ({ name, dtype, dims }));
    golden.push(
      goldenOf(
        seed,
        results.map(({ values }) => values),
      ),
    );
  }
  await native.close();
  assertSeedsDiffer(golden, workload);
  await probe(workload, model);
  const { build: _, ...facts } = workload;
  const entry: ManifestEntry = {
    ...facts,
    outputs,
    digest: createHash('sha256').update(bytes).digest('hex'),
    modelBytes: bytes.length,
    params: await paramsOf(workload, report),
    macs: exact(report.macs, 'MACs'),
    flops: exact(report.flops, 'FLOPs'),
    backwardMacs: exact(report.backwardMacs, 'backward MACs'),
    otherOps: exact(report.otherOps, 'other ops'),
    integerOps: exact(report.integerOps, 'integer ops'),
    weightBytes: report.weightBytes,
    activationBytes: exact(report.activationBytes, 'activation bytes'),
    peakActivationBytes: exact(report.peakActivationBytes, 'peak activation bytes'),
    macsByOp: Object.fromEntries(
      report.operators.flatMap(({ operator, macs }) => {
        const name = operator.replace(/^.*:/, '');
        return macs === 0 ? [] : [[name, exact(macs, name)] as const];
      }),
    ),
    golden,
  };
  return { entry, layers: layersOf(report) };
}
