// How fast the attested kernel is beside a plain product, in each browser, with one thread and with
// all: medians of pairs that were measured in turn.
import { availableParallelism } from 'node:os';
import type { Size } from '@/lib/attest/kernel';
import { serveIsolated } from '../../browser/isolated-server';
import { BROWSERS } from '../../zoo/identity';
import { median } from '../median';
import type { RatePairs, RatesFailure, RatesRequest } from './rates-messages';

interface RatesOptions {
  readonly browsers: readonly string[];
  readonly sizes: readonly Size[];
  readonly repeats: number;
  readonly json: boolean;
}

export interface RateRow {
  readonly browser: string;
  readonly threads: number | null;
  readonly n: Size;
  /** Medians, 10⁹ FLOP/s. */
  readonly kernelGflops: number;
  readonly productGflops: number;
  /** Median of the pairs' ratios. */
  readonly ratio: number;
}

function rowOf(browser: string, n: Size, { threadsGot, pairs }: RatePairs): RateRow {
  return {
    browser,
    threads: threadsGot,
    n,
    kernelGflops: median(pairs.map(({ kernel }) => kernel)),
    productGflops: median(pairs.map(({ product }) => product)),
    ratio: median(pairs.map(({ kernel, product }) => kernel / product)),
  };
}

export async function printRates({ browsers, sizes, repeats, json }: RatesOptions): Promise<void> {
  const server = await serveIsolated('scripts/measure/attest/rates.worker.ts', (path) => {
    throw new RangeError(`nothing at ${path}`);
  });
  const rows: RateRow[] = [];
  try {
    for (const { name, find, open } of BROWSERS.filter(({ name }) => browsers.includes(name))) {
      if (find() === null) {
        process.stderr.write(`${name}: not installed, left out\n`);
        continue;
      }
      const driver = await open();
      try {
        await driver.open(server.url);
        // WebKit here has no shared memory, so one thread.
        const counts = name === 'webkit' ? [1] : [1, availableParallelism()];
        for (const threads of counts) {
          for (const n of sizes) {
            const request: RatesRequest = { threads, n, repeats };
            const found = await driver.evaluate<RatePairs | RatesFailure>(
              `measure(${JSON.stringify(request)})`,
            );
            if ('failed' in found) throw new Error(`${name}, n = ${n}: ${found.failed}`);
            const row = rowOf(name, n, found);
            rows.push(row);
            if (!json) console.log(wordsOf(row));
          }
        }
      } finally {
        await driver.close();
      }
    }
  } finally {
    await server.stop();
  }
  if (json) console.log(JSON.stringify(rows));
}

const wordsOf = ({ browser, threads, n, kernelGflops, productGflops, ratio }: RateRow): string =>
  `${browser.padEnd(9)} ${threads} thread${threads === 1 ? ' ' : 's'}  n ${String(n).padStart(4)}  ` +
  `kernel ${kernelGflops.toFixed(1).padStart(6)}  product ${productGflops.toFixed(1).padStart(6)} GFLOPS  ` +
  `ratio ${ratio.toFixed(3)}`;
