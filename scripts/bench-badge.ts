// `npm run bench:badge`: what a badge costs the server when nothing is cached, each kind beside its limit, with a database of
// its own that is thrown away. One request after the other over one connection. Exit code 1 when a limit is passed, 2 bad
// usage.
import { parseArgs } from 'node:util';
import { startSeededSite } from '@/test/support/seeded-site';
import { type Figure, report } from './figures';
import { at, sortedMs } from './times';

const USAGE = `Usage: npm run bench:badge -- [--runs N]
  --runs N   published runs in the database (400)`;

const WARM = 50;
const REQUESTS = 200;
const DEVICE = 'nvidia-geforce-rtx-4070';
const WORKLOAD = 'resnet50-fp32';

async function measure(url: string, runs: readonly string[]): Promise<Figure[]> {
  const kinds: readonly (readonly [string, (index: number) => string])[] = [
    ['a run', (index) => `/badge/run/${runs[index % runs.length] ?? ''}.svg`],
    ['a device', () => `/badge/device/${DEVICE}/${WORKLOAD}.svg`],
    ['a device, frozen', () => `/badge/device/${DEVICE}/${WORKLOAD}.svg?at=2026-10-10`],
    ['a workload in browsers', () => `/badge/browser/${WORKLOAD}.svg`],
    ['a workload in browsers, frozen', () => `/badge/browser/${WORKLOAD}.svg?at=2026-10-10`],
    ['a model', () => `/badge/model/${WORKLOAD}.svg`],
    ['an unknown run', () => '/badge/run/0000000000000000.svg'],
  ];
  const figures: Figure[] = [];
  for (const [what, path] of kinds) {
    const ask = async (index: number): Promise<void> => {
      const response = await fetch(`${url}${path(index)}`);
      const svg = await response.text();
      if (response.status !== 200 || svg.includes('not available'))
        throw new Error(`${what}: ${response.status} ${svg}`);
    };
    await sortedMs(WARM, ask);
    const times = await sortedMs(REQUESTS, ask);
    figures.push(
      { what: `badge of ${what}, p50`, value: at(0.5, times), unit: 'ms', limit: 10 },
      { what: `badge of ${what}, p95`, value: at(0.95, times), unit: 'ms', limit: null },
    );
  }
  return figures;
}

async function main(): Promise<number> {
  let runs = 400;
  try {
    const { values } = parseArgs({ options: { runs: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) {
      console.log(USAGE);
      return 0;
    }
    runs = Number(values.runs ?? runs);
    if (!(Number.isSafeInteger(runs) && runs >= 28)) throw new RangeError('at least 28');
  } catch {
    console.error(USAGE);
    return 2;
  }
  const site = await startSeededSite(runs);
  try {
    return report(await measure(site.url, site.runIds));
  } finally {
    await site.stop();
  }
}

process.exitCode = await main();
