// `measure repeat`: does a second run say the same? Runs a suite twice, back to back, in a headless
// Chromium, and counts the cells whose two times differ by less than their intervals say.
import type { Summary } from '@/lib/bench/stats';
import type { Measurement } from '@/lib/submission/schema';
import { shownTimesOf } from '@/lib/submission/shown-times';
import { watchRun } from '@/scripts/browser/watched-run';
import { startSite } from '@/scripts/site/site';
import { driverFor } from '../browser/chromium-driver';
import { defineCommand } from '../command';
import { backendsOption, roundsOption, siteOption, suiteOption } from './options';
import { watchOthers } from './quiet';

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
  // The interval of a difference of independent medians: the halves that face each other, in
  // quadrature.
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

export const command = defineCommand({
  options: {
    suite: suiteOption,
    backends: backendsOption,
    rounds: roundsOption(1, 'pairs of runs'),
    url: siteOption,
  },
  notes: `One JSON object on stdout: the share of cells that agree, what others used of one core in each run, and every cell with
both times.`,
  exits: { 1: `less than ${100 * WANTED_SHARE} % of the cells agree` },
  run: async ({ suite, backends, rounds, url }) => {
    const site = url === undefined ? await startSite() : null;
    const driver = await driverFor(backends);
    try {
      const summaries = async (): Promise<Map<string, Summary>> => {
        const query = `suite=${suite}&backends=${backends}`;
        const { payload } = await watchRun(driver, url ?? site?.url ?? '', query, 3_600_000);
        const figures = shownTimesOf(payload.measurements);
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
      process.stdout.write(`${JSON.stringify({ suite, share, othersShare, cells }, null, 2)}\n`);
      return share >= WANTED_SHARE ? 0 : 1;
    } finally {
      await driver.close();
      await site?.stop();
    }
  },
});
