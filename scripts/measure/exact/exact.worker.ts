// The shipped prover on one backend beside the checker's digests of the same batches: posts how
// many columns differ.
import { batchInput } from '@/lib/attest/batch';
import { DIGESTS, KERNELS } from '@/lib/attest/kernel';
import { openProver } from '@/lib/ort/attested';
import type { Compared, Comparison } from './comparison';

/** Batches that are handed over before the oldest is read. */
const AHEAD = 3;

/** Columns of a batch of which any digest is another one. */
function differing(found: Int32Array, expected: Int32Array): number {
  const columns = found.length / DIGESTS;
  let count = 0;
  for (let column = 0; column < columns; column += 1) {
    let same = found.length === expected.length;
    for (let k = 0; k < DIGESTS; k += 1)
      same &&= found[k * columns + column] === expected[k * columns + column];
    if (!same) count += 1;
  }
  return count;
}

async function compare({
  backend,
  threads,
  n,
  seed,
  batches,
  expectedPath,
}: Comparison): Promise<Compared> {
  const kernel = KERNELS[n];
  const expected = new Int32Array(await (await fetch(expectedPath)).arrayBuffer());
  const session = await (await openProver(backend, threads)).open(n);
  const perBatch = DIGESTS * kernel.columns;
  let mismatches = 0;
  let read = 0;
  const open: Promise<Int32Array>[] = [];
  const readOldest = async (): Promise<void> => {
    const found = await open.shift();
    if (found === undefined) return;
    mismatches += differing(found, expected.subarray(read * perBatch, (read + 1) * perBatch));
    read += 1;
  };
  for (let batch = 0; batch < batches; batch += 1) {
    open.push((await session.start(await batchInput(kernel, seed, batch))).digests);
    if (open.length > AHEAD) await readOldest();
  }
  while (open.length > 0) await readOldest();
  await session.release();
  return { columns: read * kernel.columns, mismatches };
}

self.onmessage = ({ data }: MessageEvent<Comparison>): void => {
  void compare(data).then(
    (compared) => self.postMessage(compared),
    (error: unknown) =>
      self.postMessage({ failed: error instanceof Error ? error.message : String(error) }),
  );
};
