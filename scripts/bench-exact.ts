// `npm run bench:exact`: whether the attested kernel gives the same bits everywhere. A million columns for each backend of each
// browser are computed by the shipped prover and compared with plain integers: WASM with one thread in Chromium, Firefox and
// WebKit, with two in the first two, and WebGPU in Chromium, where a session is refused unless every node runs there.
import { parseArgs } from 'node:util';
import { DIGESTS, isSize, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { toHex } from '@/lib/attest/merkle';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { batchDigests } from '@/test/support/prover';
import type { Compared, Comparison, ComparisonFailure } from './exact/comparison';
import { serveIsolated } from './isolated-server';
import { BROWSERS } from './zoo/identity';

const HELP = `Usage: npm run -s bench:exact -- [options]

  --n N           size of the kernel: ${SIZES.join(', ')} (128)
  --digests N     columns per backend, at least (1000000)
  --seed HEX      of the inputs, 64 digits (random)
  --browsers A,B  of chromium, firefox and webkit (all that are installed)
  --json          a JSON object on stdout

Exit status 1 where a single column differs.
`;

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
  for (let batch = 0; batch < batches; batch += 1) all.set(await batchDigests(n, seed, batch), batch * perBatch);
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

async function compareIn(driver: Driver, url: string, { n, seed, batches }: Plan): Promise<Found[]> {
  await driver.open(url);
  const found: Found[] = [];
  for (const { backend, threads, largest } of ENGINES[driver.name]) {
    const engine = `${driver.name}, ${backend === 'wasm' ? `WASM, ${threads} thread${threads === 1 ? '' : 's'}` : 'WebGPU'}`;
    if (n > largest) {
      process.stderr.write(`${engine}: left out, n = ${n} is above ${largest}\n`);
      continue;
    }
    const comparison: Comparison = { backend, threads, n, seed, batches, expectedPath: EXPECTED_PATH };
    const start = performance.now();
    const compared = await driver.evaluate<Compared | ComparisonFailure>(`measure(${JSON.stringify(comparison)})`);
    if ('failed' in compared) throw new Error(`${engine}: ${compared.failed}`);
    found.push({ engine, ...compared, seconds: (performance.now() - start) / 1000 });
    process.stderr.write(`${engine}: ${compared.mismatches} of ${compared.columns} columns differ\n`);
  }
  return found;
}

async function compareAll(plan: Plan): Promise<Found[]> {
  const expected = await expectedDigests(plan.n, plan.seed, plan.batches);
  const server = await serveIsolated('scripts/exact/exact.worker.ts', (path) => {
    if (path === EXPECTED_PATH) return { type: 'application/octet-stream', body: new Uint8Array(expected.buffer) };
    throw new RangeError(`nothing at ${path}`);
  });
  const found: Found[] = [];
  try {
    for (const { name, find, open } of BROWSERS.filter(({ name }) => plan.browsers.includes(name))) {
      if (find() === null) {
        process.stderr.write(`${name}: not installed, left out\n`);
        continue;
      }
      const driver = await (name === 'chromium' ? chromiumDriver(['--enable-unsafe-webgpu']) : open());
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

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '128' },
      digests: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: toHex(crypto.getRandomValues(new Uint8Array(32))) },
      browsers: { type: 'string', default: 'chromium,firefox,webkit' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const [n, digests] = [Number(values.n), Number(values.digests)];
  if (!isSize(n) || !Number.isInteger(digests) || digests < 1 || !/^[0-9a-f]{64}$/.test(values.seed))
    throw new TypeError(HELP);
  const batches = Math.ceil(digests / KERNELS[n].columns);
  const found = await compareAll({ n, seed: values.seed, batches, browsers: values.browsers.split(',') });
  if (values.json)
    process.stdout.write(`${JSON.stringify({ n, steps: KERNELS[n].steps, seed: values.seed, found })}\n`);
  return found.length > 0 && found.every(({ mismatches }) => mismatches === 0);
}

main().then(
  (exact) => process.exit(exact ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
