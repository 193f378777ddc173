// The shipped prover beside a plain product of the same size on the same runtime, in turn, so that
// what else the machine does falls on both.
import { batchInput } from '@/lib/attest/batch';
import { flopsOfBatch, KERNELS } from '@/lib/attest/kernel';
import { type Batches, steadyBatchMs } from '@/lib/attest/steady';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { openProver } from '@/lib/ort/attested';
import { openSession } from '@/lib/ort/session';
import type { RatePairs, RatesFailure, RatesRequest } from './rates-messages';

const now = (): number => performance.now();
const TURN_MS = 500;
const SEED = 'rates';

/**
 * [n, n] · [n, n], the first fed and the second a weight, as the workloads gemm-512 and gemm-1024
 * are.
 */
function productModel(n: number): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder({ name: `product-${n}`, opset: 17 });
  const a = g.input('a', 'float32', [n, n]);
  const b = g.parameter('b', 'float32', [n, n], (target) => {
    for (let i = 0; i < target.length; i += 1) target[i] = ((i * 7919) % 1024) / 1024 - 0.5;
  });
  g.output(g.node('MatMul', [a, b], {}, { name: 'c' }), 'float32', [n, n]);
  return writeModel(g.finish());
}

async function measure({ threads, n, repeats }: RatesRequest): Promise<RatePairs> {
  const kernel = KERNELS[n];
  const prover = await openProver('wasm', threads);
  const attested = await prover.open(n);
  const batches: Batches = async (count) => {
    for (let batch = 0; batch < count; batch += 1)
      await (await attested.start(await batchInput(kernel, SEED, batch))).digests;
  };
  const opened = await openSession({
    model: productModel(n),
    backend: 'wasm',
    threads,
    mode: 'run',
    inputs: [
      { name: 'a', dtype: 'float32', dims: [n, n], fill: { kind: 'uniform', low: -1, high: 1 } },
    ],
    seed: 1,
  });
  if (!opened.ok) throw new Error(opened.error.reason);
  const products: Batches = async (count) => {
    for (let i = 0; i < count; i += 1) await opened.value.run();
  };
  const [batchMs, productMs] = [
    await steadyBatchMs(batches, now),
    await steadyBatchMs(products, now),
  ];
  const rate = async (run: Batches, ms: number, flops: number): Promise<number> => {
    const count = Math.max(1, Math.round(TURN_MS / ms));
    const start = now();
    await run(count);
    return (flops * count) / (now() - start) / 1e6;
  };
  const pairs: { kernel: number; product: number }[] = [];
  for (let i = 0; i < repeats; i += 1) {
    const ofKernel = await rate(batches, batchMs, flopsOfBatch(kernel));
    pairs.push({ kernel: ofKernel, product: await rate(products, productMs, 2 * n ** 3) });
  }
  return { threadsGot: prover.threadsGot(), pairs };
}

self.onmessage = ({ data }: MessageEvent<RatesRequest>): void => {
  void measure(data).then(
    (pairs) => self.postMessage(pairs),
    (error: unknown) =>
      self.postMessage({
        failed: error instanceof Error ? error.message : String(error),
      } satisfies RatesFailure),
  );
};
