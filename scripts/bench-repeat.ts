// `npm run -s bench:repeat`: does a second run say the same? Runs a suite twice, back to back, in a headless Chromium, and
// counts the cells whose two times differ by less than their intervals say. Exit status 1 below 90 %.
import { parseArgs } from 'node:util';
import type { Summary } from '@/lib/bench/stats';
import { SUITE_IDS } from '@/lib/bench/suites';
import { figuresOf } from '@/lib/submission/figures';
import type { Measurement } from '@/lib/submission/schema';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import { startSite } from '@/test/support/site';
import { watchRun } from '@/test/support/watched-run';
import { watchOthers } from './quiet';

const HELP = `Usage: npm run -s bench:repeat -- [--suite S] [--backends A,B] [--rounds N] [--url URL]

  --suite S        one of: ${SUITE_IDS.join(', ')} (quick)
  --backends A,B   (wasm)
  --rounds N       pairs of runs (1)
  --url URL        a running Flopmark; without it one is started for the time

One JSON object on stdout: the share of cells that agree, what others used of one core in each run, and every cell with both
times.
`;

const WANTED_SHARE = 0.9;

interface Cell {
  readonly cell: string;
  readonly firstMs: number;
  readonly secondMs: number;
  readonly differencePercent: number;
  /** 95 % of two runs of one truth differ by less than this. */
  readonly allowedPercent: number;
  readonly agrees: boolean;
}

const cellOf = ({ workload, backend, threadsWanted, options }: Measurement): string =>
  [workload, backend, threadsWanted, options?.mode ?? 'run'].join('/');

function compare(cell: string, first: Summary, second: Summary): Cell {
  const [fast, slow] = first.timeMs <= second.timeMs ? [first, second] : [second, first];
  const difference = slow.timeMs - fast.timeMs;
  // The interval of a difference of independent medians: the halves that face each other, in quadrature.
  const allowed = Math.hypot(fast.ci95.highMs - fast.timeMs, slow.timeMs - slow.ci95.lowMs);
  return {
    cell,
    firstMs: first.timeMs,
    secondMs: second.timeMs,
    differencePercent: (100 * difference) / fast.timeMs,
    allowedPercent: (100 * allowed) / fast.timeMs,
    agrees: difference <= allowed,
  };
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: 'quick' },
      backends: { type: 'string', default: 'wasm' },
      rounds: { type: 'string', default: '1' },
      url: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const rounds = Number(values.rounds);
  if (!SUITE_IDS.some((id) => id === values.suite)) throw new TypeError(`there is no suite '${values.suite}'`);
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds is a positive integer');
  const site = values.url === undefined ? await startSite() : null;
  const driver = await chromiumDriver(values.backends === 'wasm' ? [] : ['--enable-unsafe-webgpu']);
  try {
    const query = `suite=${values.suite}&backends=${values.backends}`;
    const summaries = async (): Promise<Map<string, Summary>> => {
      const { payload } = await watchRun(driver, values.url ?? site?.url ?? '', query, 3_600_000);
      const figures = figuresOf(payload.measurements);
      return new Map(
        payload.measurements.flatMap((row) =>
          row.outcome === 'measured' ? [[cellOf(row), figures(row)] as const] : [],
        ),
      );
    };
    const cells: Cell[] = [];
    const othersShare: (number | null)[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = await watchOthers(summaries);
      const second = await watchOthers(summaries);
      othersShare.push(first.othersShare, second.othersShare);
      for (const [cell, summary] of first.value) {
        const other = second.value.get(cell);
        if (other !== undefined) cells.push(compare(cell, summary, other));
      }
    }
    const share = cells.filter(({ agrees }) => agrees).length / cells.length;
    process.stdout.write(`${JSON.stringify({ suite: values.suite, share, othersShare, cells }, null, 2)}\n`);
    return share >= WANTED_SHARE;
  } finally {
    await driver.close();
    await site?.stop();
  }
}

main().then(
  (enough) => {
    // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
    process.exit(enough ? 0 : 1);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
