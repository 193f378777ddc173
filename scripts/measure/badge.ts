// `measure badge`: what a badge costs the server when nothing is cached, each kind beside its
// limit, with a database of its own that is thrown away. One request after the other over one
// connection.
import { startSeededSite } from '@/scripts/site/seeded-site';
import { benchCommand, type Figure } from './figures';
import { at, sortedMs } from './times';

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

export const command = benchCommand({
  what: 'published runs in the database',
  usual: 400,
  fewest: 28,
  measure: async (runs) => {
    const site = await startSeededSite(runs);
    try {
      return await measure(site.url, site.runIds);
    } finally {
      await site.stop();
    }
  },
});
