import { describe, expect, it } from 'vitest';
import { flopsOfBatch, KERNELS, type Size } from '@/lib/attest/kernel';
import { LEAST_BATCHES, type OpenedSize, steadyBatchMs, suitableSize } from '@/lib/attest/steady';

/** A clock that a simulated device moves. */
function clock() {
  let ms = 0;
  const pass = (more: number): void => {
    ms += more;
  };
  return { now: () => ms, pass };
}

describe('the steady time of a batch', () => {
  it('is not that of the first, cold ones', async () => {
    const { now, pass } = clock();
    let done = 0;
    const compute = async (count: number): Promise<void> => {
      // Five times as long at first, within a percent of 10 ms after thirty batches.
      for (let i = 0; i < count; i += 1, done += 1) pass(10 * (1 + 4 * Math.exp(-done / 5)));
    };
    expect(await steadyBatchMs(compute, now)).toBeLessThan(10.2);
    expect(now()).toBeLessThan(1500);
  });

  it('is found at once where nothing changes', async () => {
    const { now, pass } = clock();
    expect(await steadyBatchMs(async (count) => pass(20 * count), now)).toBe(20);
    expect(now()).toBeLessThan(400);
  });

  it('is not waited for without end', async () => {
    const { now, pass } = clock();
    let ms = 100;
    const compute = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) {
        ms *= 0.97;
        pass(ms);
      }
    };
    await steadyBatchMs(compute, now);
    expect(now()).toBeLessThan(2000);
  });
});

/**
 * A device that reaches `gflops` at each size, after a cost per batch; `open` are the sizes that it
 * holds.
 */
function device(gflops: (n: Size) => number, costMs = 0.02) {
  const { now, pass } = clock();
  const open: Size[] = [];
  const opened = async (n: Size): Promise<OpenedSize> => {
    open.push(n);
    const batchMs = costMs + flopsOfBatch(KERNELS[n]) / (gflops(n) * 1e6);
    const compute = async (count: number): Promise<void> => pass(count * batchMs);
    const release = async (): Promise<void> => {
      open.splice(open.indexOf(n), 1);
    };
    return { compute, release };
  };
  return { opened, now, open };
}

describe('the size that suits a device', () => {
  it.each([
    ['a slow phone, 1 GFLOPS', 1, 128],
    ['one thread, 25 GFLOPS', 25, 512],
    ['eight threads, 150 GFLOPS', 150, 1024],
    ['a GPU, 8 TFLOPS', 8000, 4096],
  ] as const)('is the largest of which enough batches fit: %s', async (_name, gflops, expected) => {
    const { opened, now, open } = device(() => gflops);
    const { n, batchMs } = await suitableSize(opened, 1500, now);
    expect(n).toBe(expected);
    expect(LEAST_BATCHES * batchMs).toBeLessThanOrEqual(1500);
    expect(open).toEqual([expected]);
  });

  it('is not one that is slower than a smaller one', async () => {
    const { opened, now, open } = device((n) => (n > 512 ? 50 : 120));
    expect((await suitableSize(opened, 1500, now)).n).toBe(512);
    expect(open).toEqual([512]);
  });
});
