// `npm run bench:fidelity`: what the engine reports on WASM with one thread, against a bare onnxruntime-web loop in the
// same browser, in interleaved rounds. The two may differ by 2 %; the exit status says whether they do.
import { parseArgs } from 'node:util';
import { quantile, sortValues } from '@/lib/bench/samples';
import { MANIFEST } from '@/lib/models/manifest';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { firefoxDriver } from '@/test/support/drivers/firefox-driver';
import { readPayload } from '@/test/support/payload';
import { startSite } from '@/test/support/site';
import { serveBareLoop } from './fidelity/bare-server';

const HELP = `Usage: npm run -s bench:fidelity -- [options]

  --browsers A,B   chromium, firefox (both)
  --workloads A,B  (gemm-1024-fp32, conv-3x3-256-14-fp32, mobilenet-v2-fp32)
  --rounds N       interleaved rounds (7)
  --within P       percent by which they may differ (2)
  --url URL        a running Flopmark; without it one is started for the time
  --json           a JSON array on stdout
`;

const BROWSERS: Readonly<Record<string, () => Promise<Driver>>> = { chromium: chromiumDriver, firefox: firefoxDriver };
const CAP_MS = 4000;

interface Fidelity {
  readonly browser: string;
  readonly workload: string;
  /** Median of the rounds' medians, milliseconds per run. */
  readonly engineMs: number;
  readonly bareMs: number;
  /** Median of the rounds' ratios, minus one: what drifts from round to round stands on both sides of a ratio. */
  readonly differencePercent: number;
  /** The rounds' ratios between their quartiles: how far the machine alone moves the difference. */
  readonly quartilesPercent: readonly [low: number, high: number];
  readonly rounds: readonly { readonly engineMs: number; readonly bareMs: number }[];
}

const signed = (percent: number): string => `${percent >= 0 ? '+' : ''}${percent.toFixed(2)}`;

const median = (values: readonly number[]): number => quantile(sortValues(values), 0.5);

async function engineRound(driver: Driver, url: string, workload: string): Promise<number> {
  await driver.open(`${url}/run?${new URLSearchParams({ workloads: workload, backends: 'wasm', threads: '1' })}`);
  await driver.waitFor('[data-stage="ready"]', 60_000);
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="payload"]', 120_000);
  const [measurement] = (await readPayload(driver)).measurements;
  if (measurement.outcome !== 'measured') throw new Error(`${workload}: ${measurement.reason}`);
  return median(measurement.samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations));
}

async function bareRound(driver: Driver, url: string, workload: string): Promise<number> {
  await driver.open(url);
  return median(await driver.evaluate<number[]>(`measure(${JSON.stringify({ workload, capMs: CAP_MS })})`));
}

async function compare(
  driver: Driver,
  workload: string,
  rounds: number,
  site: string,
  bare: string,
): Promise<Fidelity> {
  const found: { engineMs: number; bareMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first alternates, so that a drift of the machine favours neither.
    const first = round % 2 === 0 ? await engineRound(driver, site, workload) : await bareRound(driver, bare, workload);
    const second =
      round % 2 === 0 ? await bareRound(driver, bare, workload) : await engineRound(driver, site, workload);
    found.push(round % 2 === 0 ? { engineMs: first, bareMs: second } : { engineMs: second, bareMs: first });
  }
  const ratios = sortValues(found.map(({ engineMs, bareMs }) => engineMs / bareMs));
  const percent = (share: number): number => 100 * (quantile(ratios, share) - 1);
  return {
    browser: driver.name,
    workload,
    engineMs: median(found.map((round) => round.engineMs)),
    bareMs: median(found.map((round) => round.bareMs)),
    differencePercent: percent(0.5),
    quartilesPercent: [percent(0.25), percent(0.75)],
    rounds: found,
  };
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      browsers: { type: 'string', default: 'chromium,firefox' },
      workloads: { type: 'string', default: 'gemm-1024-fp32,conv-3x3-256-14-fp32,mobilenet-v2-fp32' },
      rounds: { type: 'string', default: '7' },
      within: { type: 'string', default: '2' },
      url: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const rounds = Number(values.rounds);
  const within = Number(values.within);
  const workloads = values.workloads.split(',');
  const browsers = values.browsers.split(',');
  if (!(rounds >= 1) || !(within > 0)) throw new TypeError('--rounds and --within are positive numbers');
  for (const id of workloads) if (!MANIFEST.has(id)) throw new TypeError(`there is no workload '${id}'`);

  const site = values.url === undefined ? await startSite() : null;
  const bare = await serveBareLoop();
  const results: Fidelity[] = [];
  try {
    for (const name of browsers) {
      const launch = BROWSERS[name];
      if (launch === undefined) throw new TypeError(`there is no browser '${name}'`);
      const driver = await launch();
      try {
        for (const workload of workloads) {
          const result = await compare(driver, workload, rounds, values.url ?? site?.url ?? '', bare.url);
          results.push(result);
          const { engineMs, bareMs, differencePercent, quartilesPercent } = result;
          const [low, high] = quartilesPercent.map(signed);
          console.error(
            `${name}  ${workload}  engine ${engineMs.toPrecision(4)} ms, bare ${bareMs.toPrecision(4)} ms, ${signed(differencePercent)} % (${low} to ${high})`,
          );
        }
      } finally {
        await driver.close();
      }
    }
  } finally {
    await bare.stop();
    await site?.stop();
  }
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  return results.every(({ differencePercent }) => Math.abs(differencePercent) <= within);
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
