// The operators that native ONNX Runtime is left with after its own optimisation at level
// “extended”: what it runs without the layouts of one processor, as the browser's build does.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { bytesSource } from '@/lib/onnx/source';
import { writeModel } from '@/lib/onnx/write';

/** How many nodes of each operator the runtime executes. */
export async function optimisedOperators(model: Model): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-graph-'));
  const path = join(folder, 'optimised.onnx');
  try {
    const options = { graphOptimizationLevel: 'extended', optimizedModelFilePath: path } as const;
    const session = await ort.InferenceSession.create(writeModel(model), options);
    await session.release();
    const loaded = await loadModel(bytesSource(new Uint8Array(readFileSync(path))));
    if (!loaded.ok)
      throw new Error(`the optimised graph cannot be read: ${JSON.stringify(loaded.error)}`);
    return histogram(
      loaded.value.graph.nodes.map(({ domain, opType }) =>
        domain === '' ? opType : `${domain}:${opType}`,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function histogram(ops: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const op of ops) counts.set(op, (counts.get(op) ?? 0) + 1);
  return counts;
}
