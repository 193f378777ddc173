// `measure exact`: whether the attested kernel gives the same bits everywhere. A million columns
// for each backend of each browser are computed by the shipped prover and compared with plain
// integers: WASM with one thread in Chromium, Firefox and WebKit, with two in the first two, and
// WebGPU in Chromium, where a session is refused unless every node runs there.
import { DIGESTS, isSize, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { toHex } from '@/lib/attest/merkle';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { batchDigests } from '@/scripts/client/prover';
import { serveIsolated } from '../browser/isolated-server';
import { defineCommand, flag, text, UsageError, whole } from '../command';
import { BROWSERS, browsersOption } from '../zoo/identity';
import type { Compared, Comparison, ComparisonFailure } from './exact/comparison';

const EXPECTED_PATH = '/expected';

interface Engine {
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  /** SwiftShader takes minutes for one batch of the larger sizes. */
  readonly largest: Size;
}
const ONE: Engine = { backend: 'wasm', threads: 1, largest: 4096 };
const TWO: Engine = { ...ONE, threads: 2 };
const GPU: Engine = { backend: 'webgpu', threads: 1, largest: 256 };

/** WebKit here has no shared memory, so one thread; Firefox and WebKit have no WebGPU. */
const ENGINES: Readonly<Record<Driver['name'], readonly Engine[]>> = {
  chromium: [ONE, TWO, GPU],
  firefox: [ONE, TWO],
  webkit: [ONE],
};

/** In integers: [DIGESTS, columns] of one batch after another. */
async function expectedDigests(n: Size, seed: string, batches: number): Promise<Int32Array> {
  const perBatch = DIGESTS * KERNELS[n].columns;
  const all = new Int32Array(batches * perBatch);
  for (let batch = 0; batch < batches; batch += 1)
    all.set(await batchDigests(n, seed, batch), batch * perBatch);
  return all;
}

interface Found extends Compared {
  readonly engine: string;
  readonly seconds: number;
}

interface Plan {
  readonly n: Size;
  readonly seed: string;
  readonly batches: number;
  readonly browsers: readonly string[];
}

async function compareIn(
  driver: Driver,
  url: string,
  { n, seed, batches }: Plan,
): Promise<Found[]> {
  await driver.open(url);
  const found: Found[] = [];
  for (const { backend, threads, largest } of ENGINES[driver.name]) {
    const engine = `${driver.name}, ${backend === 'wasm' ? `WASM, ${threads} thread${threads === 1 ? '' : 's'}` : 'WebGPU'}`;
    if (n > largest) {
      process.stderr.write(`${engine}: left out, n = ${n} is above ${largest}\n`);
      continue;
    }
    const comparison: Comparison = {
      backend,
      threads,
      n,
      seed,
      batches,
      expectedPath: EXPECTED_PATH,
    };
    const start = performance.now();
    const compared = await driver.evaluate<Compared | ComparisonFailure>(
      `measure(${JSON.stringify(comparison)})`,
    );
    if ('failed' in compared) throw new Error(`${engine}: ${compared.failed}`);
    found.push({ engine, ...compared, seconds: (performance.now() - start) / 1000 });
    process.stderr.write(
      `${engine}: ${compared.mismatches} of ${compared.columns} columns differ\n`,
    );
  }
  return found;
}

async function compareAll(plan: Plan): Promise<Found[]> {
  const expected = await expectedDigests(plan.n, plan.seed, plan.batches);
  const server = await serveIsolated('scripts/measure/exact/exact.worker.ts', (path) => {
    if (path === EXPECTED_PATH)
      return { type: 'application/octet-stream', body: new Uint8Array(expected.buffer) };
    throw new RangeError(`nothing at ${path}`);
  });
  const found: Found[] = [];
  try {
    for (const { name, find, open } of BROWSERS.filter(({ name }) =>
      plan.browsers.includes(name),
    )) {
      if (find() === null) {
        process.stderr.write(`${name}: not installed, left out\n`);
        continue;
      }
      const driver = await (name === 'chromium'
        ? chromiumDriver(['--enable-unsafe-webgpu'])
        : open());
      try {
        found.push(...(await compareIn(driver, server.url, plan)));
      } finally {
        await driver.close();
      }
    }
    return found;
  } finally {
    await server.stop();
  }
}

export const command = defineCommand({
  options: {
    n: whole('N', `size of the kernel: ${SIZES.join(', ')}`, 128),
    digests: whole('N', 'columns per backend, at least', 1_000_000),
    seed: text('HEX', 'of the inputs, 64 digits (random)'),
    browsers: browsersOption,
    json: flag('a JSON object on stdout'),
  },
  exits: { 1: 'a single column differs' },
  run: async ({
    n,
    digests,
    seed = toHex(crypto.getRandomValues(new Uint8Array(32))),
    browsers,
    json,
  }) => {
    if (!isSize(n)) throw new UsageError(`--n: there is no size ${n}`);
    if (!/^[0-9a-f]{64}$/.test(seed)) throw new UsageError('--seed: takes 64 hexadecimal digits');
    const found = await compareAll({
      n,
      seed,
      batches: Math.ceil(digests / KERNELS[n].columns),
      browsers,
    });
    if (json)
      process.stdout.write(`${JSON.stringify({ n, steps: KERNELS[n].steps, seed, found })}\n`);
    return found.length > 0 && found.every(({ mismatches }) => mismatches === 0) ? 0 : 1;
  },
});
