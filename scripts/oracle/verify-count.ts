// One model, counted and observed: the totals must be equal, and so must every shape that the
// counter claims.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { countModel } from '@/lib/flops/count';
import { generateInput } from '@/lib/models/input';
import type { InputSpec } from '@/lib/models/workload';
import { elementsOf, type Graph } from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { bytesOf } from '@/lib/onnx/types';
import { observe } from './observed-macs';

export interface Verified {
  readonly counted: bigint;
  readonly observed: bigint;
  /** Values whose shape was claimed and occurred. */
  readonly shapes: number;
  readonly wrong: readonly string[];
}

const FEED_SEED = 1;

/** Inputs of a file whose extents are all fixed, filled with small numbers. */
function inputSpecs({ inputs, initializers }: Graph): readonly InputSpec[] {
  const given = new Set(initializers.map(({ name }) => name));
  return inputs.flatMap(({ name, type }): InputSpec[] => {
    if (given.has(name)) return [];
    const dims = type?.kind === 'tensor' ? type.dims : null;
    if (type?.kind !== 'tensor' || type.dtype !== 'float32' || dims === null)
      throw new Error(`input '${name}' is no tensor of floats`);
    const extents = dims.map((dim) => (typeof dim === 'number' ? dim : 1));
    return [{ name, dtype: 'float32', dims: extents, fill: { kind: 'uniform', low: -1, high: 1 } }];
  });
}

/**
 * Calls `use` with a folder that holds zeros in place of weights that lie beside the model: shapes
 * do not depend on them. Null where all weights are inside.
 */
async function withStandIns<T>(
  { initializers }: Graph,
  use: (folder: string | null) => Promise<T>,
): Promise<T> {
  const ends = new Map<string, number>();
  for (const { data, dtype, dims } of initializers) {
    if (data.kind !== 'external') continue;
    const end = data.offset + (data.length ?? bytesOf(dtype, elementsOf(dims)));
    ends.set(data.location, Math.max(ends.get(data.location) ?? 0, end));
  }
  if (ends.size === 0) return use(null);
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-verify-'));
  try {
    for (const [location, end] of ends) {
      writeFileSync(join(folder, location), '');
      truncateSync(join(folder, location), end);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function verifyCount(
  bytes: Uint8Array,
  inputs: readonly InputSpec[] | null,
): Promise<Verified> {
  const loaded = loadBytes(bytes);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const specs = inputs ?? inputSpecs(loaded.value.graph);
  const bind = Object.fromEntries(
    specs.flatMap(({ name, dims }) => dims.map((dim, i) => [`${name}[${i}]`, dim])),
  );
  const report = countModel(loaded.value, { bind });
  const feeds = Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      new ort.Tensor(spec.dtype, generateInput(spec, FEED_SEED) as ort.Tensor['data'], [
        ...spec.dims,
      ]) as ort.Tensor,
    ]),
  );
  const { macs, shapes } = await withStandIns(loaded.value.graph, (folder) =>
    observe(bytes, feeds, folder),
  );
  const wrong: string[] = [];
  let compared = 0;
  if (report.totals.macs.known === null)
    wrong.push(`${report.totals.macs.unknownNodes} nodes are not known`);
  else if (BigInt(report.totals.macs.known) !== macs)
    wrong.push(`${report.totals.macs.known} MACs for ${macs}`);
  for (const { name, outputs, shapes: claimed } of report.nodes) {
    outputs.forEach((output, i) => {
      const right = shapes.get(output);
      const dims = claimed[i];
      if (right === undefined || dims === null || dims === undefined) return;
      compared += 1;
      if (dims.length !== right.length || dims.some((dim, axis) => dim !== right[axis]))
        wrong.push(`${name}: [${dims}] for [${right}]`);
    });
  }
  return { counted: BigInt(report.macs), observed: macs, shapes: compared, wrong };
}
