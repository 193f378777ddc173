// Proves work on one backend: finds the size that suits the device, computes the batches it is told
// to, keeps their digests, and shows the columns that are drawn. Warm once, it proves as often as
// it is asked; abort is terminate().
import { messageOf } from '@/lib/core/thrown';
import '@/lib/core/built-ins';
import { type BatchInput, batchInput, type ColumnAt } from '@/lib/attest/batch';
import { computeColumns } from '@/lib/attest/column';
import type { Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf, toHex } from '@/lib/attest/merkle';
import type { Opening } from '@/lib/attest/opening';
import { suitableSize } from '@/lib/attest/steady';
import { digestBytes, drawnBatches, encodeOpening } from '@/lib/attest/wire';
import { type AttestedSession, openProver } from '@/lib/ort/attested';
import type { FromProver, ToProver } from './prove-messages';

/** Batches are handed over this far ahead of those that were read back. */
const AHEAD = 3;
const WARM_SEED = '00'.repeat(32);

const say = (message: FromProver): void => self.postMessage(message);

interface Kept {
  readonly seed: string;
  /** Of every batch, as they are hashed. */
  readonly digests: readonly Uint8Array[];
  readonly levels: Uint8Array[][];
}

let session: AttestedSession | null = null;
let kept: Kept | null = null;

self.onmessage = ({ data }: MessageEvent<ToProver>): void => {
  void answer(data).then(say, (error: unknown) =>
    say({ type: 'failed', reason: messageOf(error) }),
  );
};

async function answer(message: ToProver): Promise<FromProver> {
  switch (message.type) {
    case 'prepare': {
      const prover = await openProver(message.backend, message.threads);
      const open = async (n: Size) => {
        const opened = await prover.open(n);
        const compute = async (count: number): Promise<void> => {
          await batchDigests(opened, WARM_SEED, count);
        };
        return { ...opened, compute };
      };
      const { opened, n, batchMs } = await suitableSize(open, message.targetMs, () =>
        performance.now(),
      );
      session = opened;
      return { type: 'ready', n, batchMs, threadsGot: prover.threadsGot() };
    }
    case 'prove': {
      if (session === null) throw new Error('The prover was not prepared.');
      const { seed, batches } = message;
      const digests = await batchDigests(session, seed, batches);
      const levels = await merkleTree(
        await Promise.all(digests.map((of, batch) => leafOf(batch, of))),
      );
      kept = { seed, digests, levels };
      return { type: 'root', root: toHex(rootOf(levels)) };
    }
    case 'open':
      if (session === null || kept === null) throw new Error('Nothing was proven.');
      return { type: 'opened', bytes: await opened(session, kept, message.openings) };
  }
}

/** Digests of batches 0 … count − 1, as they are hashed. */
async function batchDigests(
  { kernel, start }: AttestedSession,
  seed: string,
  count: number,
): Promise<Uint8Array[]> {
  const digests: Uint8Array[] = [];
  const open: Promise<Int32Array>[] = [];
  for (let batch = 0; batch < count; batch += 1) {
    open.push((await start(await batchInput(kernel, seed, batch))).digests);
    const oldest = open.length > AHEAD ? open.shift() : undefined;
    if (oldest !== undefined) digests.push(digestBytes(await oldest));
  }
  for (const rest of await Promise.all(open)) digests.push(digestBytes(rest));
  return digests;
}

/**
 * What was drawn, with every sum in its columns: computed again here, in integers, when nobody
 * keeps the time any more.
 */
async function opened(
  { kernel }: AttestedSession,
  { seed, digests, levels }: Kept,
  openings: readonly Opening[],
): Promise<Uint8Array<ArrayBuffer>> {
  const inputs = new Map<number, BatchInput>();
  for (const batch of drawnBatches(openings))
    inputs.set(batch, await batchInput(kernel, seed, batch));
  const columns = openings.map(({ batch, column }): ColumnAt => {
    const input = inputs.get(batch);
    if (input === undefined) throw new Error(`There is no batch ${batch}.`);
    return { input, column };
  });
  const batches = [...inputs.keys()].map((batch) => {
    const shown = digests[batch];
    if (shown === undefined) throw new Error(`There is no batch ${batch}.`);
    return { batch, digests: shown, path: pathOf(levels, batch) };
  });
  return encodeOpening({ batches, sums: computeColumns(kernel, columns).map(({ sums }) => sums) });
}
