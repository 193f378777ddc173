// Loads and counts mutated models, in a worker thread whose heap is bounded by the test that starts
// it (mutations.test.ts). What lies outside of the heap (buffers) is measured around each case.
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { createPrng } from '@/lib/core/prng';
import { countModel } from '@/lib/flops/count';
import { loadBytes } from '@/lib/onnx/load';

export interface Mutations {
  readonly samples: readonly Uint8Array[];
  readonly cases: number;
  readonly seed: number;
}

export interface Survived {
  readonly slowestMs: number;
  readonly mostBufferBytes: number;
  /** How often each result was met: an error's code, or ok. */
  readonly codes: ReadonlyMap<string, number>;
}

function survive({ samples, cases, seed }: Mutations): Survived {
  const prng = createPrng(seed);
  const codes = new Map<string, number>();
  let slowestMs = 0;
  let mostBufferBytes = 0;
  for (let i = 0; i < cases; i += 1) {
    const bytes = samples[i % samples.length].slice();
    const flips = 1 + prng.below(4);
    for (let k = 0; k < flips; k += 1) bytes[prng.below(bytes.length)] = prng.below(256);
    const given = prng.below(8) === 0 ? bytes.subarray(0, prng.below(bytes.length)) : bytes;
    const before = getHeapStatistics().external_memory;
    const start = performance.now();
    const result = loadBytes(given);
    if (result.ok) countModel(result.value);
    slowestMs = Math.max(slowestMs, performance.now() - start);
    mostBufferBytes = Math.max(mostBufferBytes, getHeapStatistics().external_memory - before);
    const code = result.ok ? 'ok' : result.error.code;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return { slowestMs, mostBufferBytes, codes };
}

parentPort?.postMessage(survive(workerData as Mutations));
