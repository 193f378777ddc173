// The attested kernel on WebGPU: a session that is refused unless every node runs there, and
// digests that are those of plain integers to the last bit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { type IsolatedServer, serveIsolated } from '@/scripts/browser/isolated-server';
import { batchDigests } from '@/scripts/client/prover';
import type { Compared, Comparison, ComparisonFailure } from '@/scripts/measure/exact/comparison';

const SEED = '5e'.repeat(32);
const SIZES = [128, 256] as const;

describe('the attested kernel on SwiftShader', () => {
  let server: IsolatedServer;
  let driver: Driver;
  beforeAll(async () => {
    server = await serveIsolated('scripts/measure/exact/exact.worker.ts', async (path) => {
      const n = SIZES.find((size) => path === `/expected/${size}`);
      if (n === undefined) throw new RangeError(`nothing at ${path}`);
      const { buffer } = await batchDigests(n, SEED, 0);
      return { type: 'application/octet-stream', body: new Uint8Array(buffer as ArrayBuffer) };
    });
    driver = await chromiumDriver(['--enable-unsafe-webgpu']);
    await driver.open(server.url);
  });
  afterAll(async () => {
    await driver?.close();
    await server?.stop();
  });

  it.each(SIZES)('runs on the GPU alone and is exact at n = %i', async (n) => {
    const asked: Comparison = {
      backend: 'webgpu',
      threads: 1,
      n,
      seed: SEED,
      batches: 1,
      expectedPath: `/expected/${n}`,
    };
    const found = await driver.evaluate<Compared | ComparisonFailure>(
      `measure(${JSON.stringify(asked)})`,
    );
    expect(found).toEqual({ columns: n, mismatches: 0 });
  });
});
