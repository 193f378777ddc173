// `measure load`: the site under load, of this machine alone, beside a bare route in the same
// minutes.
import { benchCommand, type Figure } from './figures';
import { loadSite } from './load/site-under-load';
import { at } from './times';

/** How much longer than a route that does nothing a read may take, nineteen times in twenty. */
const MOST_TIMES_BARE = 5;
const SLOWEST_MS = 400;
const LEAST_SHARE = { page: 0.7, badge: 0.8 } as const;
const MOST_GROWTH = 0.05;
/** Before that memory still grows to what it will be. */
const MEMORY_SECONDS = 1800;

async function measure(seconds: number): Promise<Figure[]> {
  const loaded = await loadSite(seconds);
  const bare = loaded.mixed.find(({ name }) => name === 'bare')?.times ?? [];
  const reads = loaded.mixed.filter(({ name }) => name !== 'bare');
  const failed = loaded.mixed.reduce((sum, { refused, failed: none }) => sum + refused + none, 0);
  const slowest = Math.max(...reads.map(({ times }) => at(0.95, times)));
  const { database, memory, throughput } = loaded;
  for (const failure of loaded.publishFailures.slice(0, 5)) console.error(`publish: ${failure}`);
  const count = (what: string, value: number, limit: number | null = 0): Figure => ({
    what,
    value,
    unit: '',
    limit,
  });
  const share = (what: string, value: number, limit: number): Figure => ({
    what,
    value,
    unit: '',
    limit,
    atLeast: true,
  });
  return [
    ...loaded.mixed.flatMap(({ name, times }): Figure[] =>
      [0.5, 0.95, 0.99].map((part) => ({
        what: `${name} p${part * 100} of ${times.length}`,
        value: at(part, times),
        unit: 'ms',
        limit: name !== 'bare' && part === 0.99 ? SLOWEST_MS : null,
      })),
    ),
    count('slowest p95, times the bare route’s', slowest / at(0.95, bare), MOST_TIMES_BARE),
    count('reads that were not answered with 200', failed),
    count('runs published', loaded.published, null),
    count('runs refused', loaded.publishFailures.length),
    count('acknowledged runs lost', loaded.lost),
    count('standings that differ from a rebuild', loaded.standingsEqualRebuild ? 0 : 1),
    {
      what: 'database, of the time',
      value: (100 * database.seconds) / seconds,
      unit: '%',
      limit: null,
    },
    {
      what: 'database, an exchange',
      value: (1000 * database.seconds) / database.statements,
      unit: 'ms',
      limit: null,
    },
    { what: 'memory at the end', value: (memory.at(-1) ?? 0) / 2 ** 20, unit: 'MiB', limit: null },
    {
      what: 'memory, last sixth over second',
      value: 100 * loaded.memoryGrowth,
      unit: '%',
      limit: seconds >= MEMORY_SECONDS ? 100 * MOST_GROWTH : null,
    },
    share('a kept page, answers of the bare route’s', throughput.page, LEAST_SHARE.page),
    share('a badge, answers of the bare route’s', throughput.badge, LEAST_SHARE.badge),
  ];
}

export const command = benchCommand({
  what: `seconds; memory is judged from ${MEMORY_SECONDS} on`,
  usual: 60,
  fewest: 20,
  measure,
});
