// Mutated files: every one is loaded, and counted where it loads, in bounded time and memory. The heap's bound is enforced
// by V8, which ends a worker thread that passes it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { root } from '@/scripts/root';
import { arbitraryModel } from '../support/arbitrary-model';
import type { Mutations, Survived } from '../support/mutate';

const CASES = 100_000;
const HEAP_MIB = 48;
const BUFFER_LIMIT_BYTES = 4 * 2 ** 20;
/** A few milliseconds on an idle machine: a loop that a count in the file drives takes minutes. */
const LIMIT_MS = 30_000;

/** A small transformer-like chain, so that mutations reach shape arithmetic, weights and products. */
function chain(): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder({ name: 'chain', opset: 17 });
  const x = g.input('x', 'float32', ['batch', 4, 8]);
  const rows = g.node('Gather', [g.node('Shape', [x]), g.constant('zero', 'int64', [], [0])], { axis: 0 });
  const shape = g.node(
    'Concat',
    [g.node('Unsqueeze', [rows, g.constant('axis', 'int64', [1], [0])]), g.constant('rest', 'int64', [2], [8, 4])],
    { axis: 0 },
  );
  const y = g.node('MatMul', [x, g.node('Reshape', [x, shape])]);
  const weight = g.parameter('w', 'float32', [4, 16], (target) => target.fill(1));
  g.output(
    g.node('Softmax', [g.node('Gemm', [g.node('Flatten', [y], { axis: 2 }), weight])], { axis: -1 }),
    'float32',
    null,
  );
  return writeModel(g.finish());
}

it('survives 100,000 mutated files in bounded time and memory', async () => {
  const samples = fc.sample(arbitraryModel, { seed: 20_261_123, numRuns: 200 }).map((model) => writeModel(model));
  samples.push(...Array.from({ length: 40 }, chain));
  const { outputFiles } = await build({
    entryPoints: [`${root}/test/support/mutate.ts`],
    alias: { '@': root },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const workerData: Mutations = { samples, cases: CASES, seed: 7 };
  const worker = new Worker(outputFiles[0].text, {
    eval: true,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB - 8, maxYoungGenerationSizeMb: 8 },
  });
  // Rejects with ERR_WORKER_OUT_OF_MEMORY where the heap's bound is passed.
  const [survived] = (await once(worker, 'message')) as [Survived];
  const { slowestMs, mostBufferBytes, codes } = survived;
  expect(slowestMs).toBeLessThan(LIMIT_MS);
  expect(mostBufferBytes).toBeLessThan(BUFFER_LIMIT_BYTES);
  expect([...codes.values()].reduce((sum, count) => sum + count, 0)).toBe(CASES);
  expect(codes.get('ok')).toBeGreaterThan(1000);
  expect(codes.get('malformed')).toBeGreaterThan(1000);
  expect(codes.get('truncated')).toBeGreaterThan(1000);
}, 600_000);
