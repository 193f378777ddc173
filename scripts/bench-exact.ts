// `npm run bench:exact`: whether the attested kernel gives the same bits on every backend. A million columns are computed by
// the shipped prover in Chromium, on WASM with one and two threads and on WebGPU, and compared with the server's checker.
import { parseArgs } from 'node:util';
import { columnDigests } from '@/lib/attest/check';
import { batchInput, DIGESTS, isSize, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { toHex } from '@/lib/attest/merkle';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Compared, Comparison, ComparisonFailure } from './exact/comparison';
import { serveIsolated } from './isolated-server';

const HELP = `Usage: npm run -s bench:exact -- [options]

  --n N           size of the kernel: ${SIZES.join(', ')} (128)
  --digests N     columns per backend, at least (1000000)
  --seed HEX      of the inputs, 64 digits (random)
  --json          a JSON object on stdout

Exit status 1 where a single column differs.
`;

const EXPECTED_PATH = '/expected';

const ENGINES = [
  { name: 'WASM, one thread', backend: 'wasm', threads: 1 },
  { name: 'WASM, two threads', backend: 'wasm', threads: 2 },
  { name: 'WebGPU', backend: 'webgpu', threads: 1 },
] as const;

/** By the checker, in integers: [DIGESTS, columns] of one batch after another. */
async function expectedDigests(n: Size, seed: string, batches: number): Promise<Int32Array> {
  const kernel = KERNELS[n];
  const perBatch = DIGESTS * kernel.columns;
  const all = new Int32Array(batches * perBatch);
  for (let batch = 0; batch < batches; batch += 1) {
    const input = await batchInput(kernel, seed, batch);
    const columns = Array.from({ length: kernel.columns }, (_, column) => ({ input, column }));
    for (const [column, sums] of columnDigests(n, columns).entries())
      for (let k = 0; k < DIGESTS; k += 1) all[batch * perBatch + k * kernel.columns + column] = sums[k];
  }
  return all;
}

interface Found extends Compared {
  readonly engine: string;
  readonly seconds: number;
}

async function compareAll(n: Size, seed: string, batches: number): Promise<Found[]> {
  const expected = await expectedDigests(n, seed, batches);
  const server = await serveIsolated('scripts/exact/exact.worker.ts', (path) => {
    if (path === EXPECTED_PATH) return { type: 'application/octet-stream', body: new Uint8Array(expected.buffer) };
    throw new RangeError(`nothing at ${path}`);
  });
  const driver = await chromiumDriver(['--enable-unsafe-webgpu']);
  try {
    await driver.open(server.url);
    const found: Found[] = [];
    for (const { name, backend, threads } of ENGINES) {
      const comparison: Comparison = { backend, threads, n, seed, batches, expectedPath: EXPECTED_PATH };
      const start = performance.now();
      const compared = await driver.evaluate<Compared | ComparisonFailure>(`measure(${JSON.stringify(comparison)})`);
      if ('failed' in compared) throw new Error(`${name}: ${compared.failed}`);
      found.push({ engine: name, ...compared, seconds: (performance.now() - start) / 1000 });
      process.stderr.write(`${name}: ${compared.mismatches} of ${compared.columns} columns differ\n`);
    }
    return found;
  } finally {
    await driver.close();
    await server.stop();
  }
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '128' },
      digests: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: toHex(crypto.getRandomValues(new Uint8Array(32))) },
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
  const found = await compareAll(n, values.seed, Math.ceil(digests / KERNELS[n].columns));
  if (values.json)
    process.stdout.write(`${JSON.stringify({ n, steps: KERNELS[n].steps, seed: values.seed, found })}\n`);
  return found.every(({ mismatches }) => mismatches === 0);
}

main().then(
  (exact) => process.exit(exact ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
