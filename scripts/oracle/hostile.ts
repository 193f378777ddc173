// Mutated files, loaded and counted in a worker thread whose heap is bounded by V8: a thread that
// passes the bound ends.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import fc from 'fast-check';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { root } from '@/scripts/root';
import { arbitraryModel } from './arbitrary-model';
import type { Mutations, Survived } from './mutate';

/**
 * What a count may hold on its heap, the code that runs included; far below the 256 MiB above the
 * file that are allowed.
 */
const HEAP_MIB = 48;
const YOUNG_MIB = 8;
const MOST_SAMPLE_BYTES = 8192;
const DRAWN_MODELS = 200;
const CHAINS = 40;

/**
 * A small transformer-like chain, so that mutations reach shape arithmetic, weights and products.
 */
function chain(): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder({ name: 'chain', opset: 17 });
  const x = g.input('x', 'float32', ['batch', 4, 8]);
  const rows = g.node('Gather', [g.node('Shape', [x]), g.constant('zero', 'int64', [], [0])], {
    axis: 0,
  });
  const shape = g.node(
    'Concat',
    [
      g.node('Unsqueeze', [rows, g.constant('axis', 'int64', [1], [0])]),
      g.constant('rest', 'int64', [2], [8, 4]),
    ],
    { axis: 0 },
  );
  const y = g.node('MatMul', [x, g.node('Reshape', [x, shape])]);
  const weight = g.parameter('w', 'float32', [4, 16], (target) => target.fill(1));
  g.output(
    g.node('Softmax', [g.node('Gemm', [g.node('Flatten', [y], { axis: 2 }), weight])], {
      axis: -1,
    }),
    'float32',
    null,
  );
  return writeModel(g.finish());
}

/** Loops, branches, sequences and chains of shape arithmetic, a few nodes each. */
function cases(): Uint8Array[] {
  const folder = join(root, 'test/fixtures/cases/counter');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => new Uint8Array(readFileSync(join(folder, name))))
    .filter(({ length }) => length < MOST_SAMPLE_BYTES);
}

/**
 * What `count` mutated files took. Rejects with ERR_WORKER_OUT_OF_MEMORY where the heap's bound is
 * passed.
 */
export async function surviveMutations(count: number, seed: number): Promise<Survived> {
  const drawn = fc
    .sample(arbitraryModel, { seed: 20_261_123, numRuns: DRAWN_MODELS })
    .map((model) => writeModel(model));
  const samples = [...drawn, ...Array.from({ length: CHAINS }, chain), ...cases()];
  const { outputFiles } = await build({
    entryPoints: [`${root}/scripts/oracle/mutate.ts`],
    alias: { '@': root },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const workerData: Mutations = { samples, cases: count, seed };
  const worker = new Worker(outputFiles[0]?.text ?? '', {
    eval: true,
    workerData,
    resourceLimits: {
      maxOldGenerationSizeMb: HEAP_MIB - YOUNG_MIB,
      maxYoungGenerationSizeMb: YOUNG_MIB,
    },
  });
  const [survived] = (await once(worker, 'message')) as [Survived];
  return survived;
}
