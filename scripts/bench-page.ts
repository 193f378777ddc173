// `npm run -s bench:page`: what a visitor waits for on /run and what the page costs while it measures, in a headless
// Chromium whose runtime is cached. Exit status 1 where a limit of the suite is broken.
import { parseArgs } from 'node:util';
import { SUITE_IDS, type SuiteId } from '@/lib/bench/suites';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import { startSite } from '@/test/support/site';
import { watchRun } from '@/test/support/watched-run';

const HELP = `Usage: npm run -s bench:page -- [--suite S] [--backends A,B] [--url URL]

  --suite S        one of: ${SUITE_IDS.join(', ')} (quick)
  --backends A,B   (wasm)
  --url URL        a running Flopmark; without it one is started for the time

One JSON object on stdout; limits: first number 5 s, no task over 50 ms, engine 1 %; smoke ends in 30 s, quick in 60 s
with a verdict by 25 s, standard in 5 minutes.
`;

/** Seconds after Run; suites that are not named may take their time. */
const LIMITS_S: Readonly<Partial<Record<SuiteId, { readonly verdict: number; readonly end: number }>>> = {
  smoke: { verdict: 25, end: 30 },
  quick: { verdict: 25, end: 60 },
  standard: { verdict: 300, end: 300 },
};

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: 'quick' },
      backends: { type: 'string', default: 'wasm' },
      url: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const suite = SUITE_IDS.find((id) => id === values.suite);
  if (suite === undefined) throw new TypeError(`there is no suite '${values.suite}'`);
  const site = values.url === undefined ? await startSite() : null;
  const driver = await chromiumDriver(values.backends === 'wasm' ? [] : ['--enable-unsafe-webgpu']);
  try {
    const url = values.url ?? site?.url ?? '';
    // The runtime into the browser's cache.
    await watchRun(driver, url, `workloads=gemm-128-fp32&backends=${values.backends}`, 120_000);
    const query = `suite=${suite}&backends=${values.backends}`;
    const { payload, ...found } = await watchRun(driver, url, query, 3_600_000);
    const rows = payload.measurements.length;
    const measured = payload.measurements.filter(({ outcome }) => outcome === 'measured').length;
    process.stdout.write(`${JSON.stringify({ suite, rows, measured, ...found }, null, 2)}\n`);
    const { firstNumberS, verdictS, endS, longTasksMs, engineShare } = found;
    const { verdict, end } = LIMITS_S[suite] ?? { verdict: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };
    return (
      firstNumberS !== null &&
      firstNumberS <= 5 &&
      verdictS !== null &&
      verdictS <= verdict &&
      endS <= end &&
      longTasksMs.length === 0 &&
      engineShare < 0.01
    );
  } finally {
    await driver.close();
    await site?.stop();
  }
}

main().then(
  (within) => {
    // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
    process.exit(within ? 0 : 1);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
