// `measure page`: what a visitor waits for on /run and what the page costs while it measures, in a
// headless Chromium whose runtime is cached.
import type { SuiteId } from '@/lib/bench/suites';
import { watchRun } from '@/scripts/browser/watched-run';
import { startSite } from '@/scripts/site/site';
import { driverFor } from '../browser/chromium-driver';
import { defineCommand } from '../command';
import { LIMIT_EXIT } from './figures';
import { backendsOption, siteOption, suiteOption } from './options';

/** Seconds after Run; suites that are not named may take their time. */
const LIMITS_S: Readonly<
  Partial<Record<SuiteId, { readonly verdict: number; readonly end: number }>>
> = {
  smoke: { verdict: 25, end: 30 },
  quick: { verdict: 25, end: 60 },
  standard: { verdict: 300, end: 300 },
};

export const command = defineCommand({
  options: { suite: suiteOption, backends: backendsOption, url: siteOption },
  notes: `One JSON object on stdout; limits: first number 5 s, no task over 50 ms, engine 1 %; smoke ends in 30 s, quick in 60 s
with a verdict by 25 s, standard in 5 minutes.`,
  exits: LIMIT_EXIT,
  run: async ({ suite, backends, url: given }) => {
    const site = given === undefined ? await startSite() : null;
    const driver = await driverFor(backends);
    try {
      const url = given ?? site?.url ?? '';
      // The runtime into the browser's cache.
      await watchRun(driver, url, `workloads=gemm-128-fp32&backends=${backends}`, 120_000);
      const { payload, ...found } = await watchRun(
        driver,
        url,
        `suite=${suite}&backends=${backends}`,
        3_600_000,
      );
      const rows = payload.measurements.length;
      const measured = payload.measurements.filter(({ outcome }) => outcome === 'measured').length;
      process.stdout.write(`${JSON.stringify({ suite, rows, measured, ...found }, null, 2)}\n`);
      const { firstNumberS, verdictS, endS, longTasksMs, engineShare } = found;
      const { verdict, end } = LIMITS_S[suite] ?? {
        verdict: Number.POSITIVE_INFINITY,
        end: Number.POSITIVE_INFINITY,
      };
      const within =
        firstNumberS !== null &&
        firstNumberS <= 5 &&
        verdictS !== null &&
        verdictS <= verdict &&
        endS <= end &&
        longTasksMs.length === 0 &&
        engineShare < 0.01;
      return within ? 0 : 1;
    } finally {
      await driver.close();
      await site?.stop();
    }
  },
});
