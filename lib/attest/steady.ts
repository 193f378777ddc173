// When a prover is warm, and which size suits a device. A runtime's first batches are slow: memory
// is mapped, code is compiled, clocks rise. Two cold batches were once taken for its rate, and what
// was proved with their sizes was a third of what was measured.
import { flopsOfBatch, KERNELS, SIZES, type Size } from './kernel';

/** Batches of one window last about so long together. */
const WINDOW_MS = 80;
/** Steady is what has not become this much faster in two windows. */
const GAIN = 0.02;
const LEAST_WINDOWS = 4;
/** Warm or not, nobody waits longer for one size. */
const MOST_WARM_MS = 1500;

/** Computes that many batches, one after another as a proof does. */
export type Batches = (count: number) => Promise<void>;

/** Milliseconds of a batch once that is steady, by the clock `now`. */
export async function steadyBatchMs(compute: Batches, now: () => number): Promise<number> {
  const start = now();
  const timed = async (count: number): Promise<number> => {
    const before = now();
    await compute(count);
    return Math.max(now() - before, 1e-3) / count;
  };
  const windows = [await timed(1)];
  for (;;) {
    const lastMs = windows.at(-1) ?? WINDOW_MS;
    windows.push(await timed(Math.max(1, Math.round(WINDOW_MS / lastMs))));
    const before = Math.min(...windows.slice(0, -2));
    const latest = Math.min(...windows.slice(-2));
    const steady = windows.length >= LEAST_WINDOWS && latest > (1 - GAIN) * before;
    if (steady || now() - start > MOST_WARM_MS) return latest;
  }
}

/** Fewer batches would let a draw miss too much of what was left out. */
export const LEAST_BATCHES = 16;

/**
 * The sizes of which `LEAST_BATCHES` last no longer than `targetMs` at this rate, in ascending
 * order.
 */
const sizesWithin = (flopsPerMs: number, targetMs: number): Size[] =>
  SIZES.filter((n) => LEAST_BATCHES * flopsOfBatch(KERNELS[n]) <= flopsPerMs * targetMs);

/** A larger size must not be slower than this share of a smaller one's rate. */
const AS_FAST = 0.98;

/** A size opened on a device. */
export interface OpenedSize {
  readonly compute: Batches;
  release(): Promise<void>;
}

export interface Suitable<T> {
  readonly opened: T;
  readonly n: Size;
  readonly batchMs: number;
}

/**
 * Opens sizes until no larger one fits `targetMs` or is as fast; the rate of each says which to try
 * next. What is returned is open and warm, the others are released.
 */
export async function suitableSize<T extends OpenedSize>(
  open: (n: Size) => Promise<T>,
  targetMs: number,
  now: () => number,
): Promise<Suitable<T>> {
  const tried = async (n: Size): Promise<Suitable<T>> => {
    const opened = await open(n);
    return { opened, n, batchMs: await steadyBatchMs(opened.compute, now) };
  };
  const rateOf = ({ n, batchMs }: Suitable<T>): number => flopsOfBatch(KERNELS[n]) / batchMs;
  let best = await tried(SIZES[0]);
  let tooLarge = Number.POSITIVE_INFINITY;
  for (;;) {
    const next = sizesWithin(rateOf(best), targetMs).findLast((n) => n < tooLarge);
    if (next === undefined || next <= best.n) return best;
    const other = await tried(next);
    if (rateOf(other) >= AS_FAST * rateOf(best)) {
      await best.opened.release();
      best = other;
    } else {
      await other.opened.release();
      tooLarge = next;
    }
  }
}
