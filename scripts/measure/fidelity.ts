// `measure fidelity`: what the engine reports on WASM with one thread, against a bare
// onnxruntime-web loop in the same browser, in interleaved rounds. The two may differ by 2 %; the
// exit status says whether they do. `--null` holds the bare loop against itself: what the machine
// alone makes of two equal things. A pass during which others used the machine is taken again.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Sample } from '@/lib/bench/samples';
import { centreOf } from '@/lib/bench/stats';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { shownTimesOf } from '@/lib/submission/shown-times';
import type { Driver } from '@/scripts/browser/driver';
import { readPayload } from '@/scripts/browser/payload';
import { WITHOUT_CHALLENGE } from '@/scripts/browser/without-challenge';
import { startSite } from '@/scripts/site/site';
import {
  MEASURED_BROWSERS,
  type MeasuredBrowser,
  measuredBrowsersOption,
} from '../browser/browsers';
import { defineCommand, type Exit, flag, positive } from '../command';
import { serveBareLoop } from './fidelity/bare-server';
import { median } from './median';
import { roundsOption, siteOption, workloadsOption } from './options';
import { orderOfRound, type PairedDifference, quartileDifference } from './paired';
import { whileQuiet } from './quiet';

const { capMs: CAP_MS } = SUITES.quick;
/** Of a pass, until the machine was quiet. */
const TRIES = 4;

interface Fidelity extends PairedDifference {
  readonly browser: string;
  readonly workload: string;
  /** Medians over the passes' times, milliseconds per run. */
  readonly engineMs: number;
  readonly bareMs: number;
  readonly rounds: readonly Round[];
}

/** Milliseconds per run of both passes of each, in the order in which they were taken. */
interface Round {
  /**
   * Of one core, by everything else, in the pass where it was most; null where it cannot be known.
   */
  readonly othersShare: number | null;
  readonly engineMs: readonly number[];
  readonly bareMs: readonly number[];
}

/** One pass: the time of its samples, by the protocol's estimator. */
type Pass = () => Promise<number>;

const signed = (percent: number): string => `${percent >= 0 ? '+' : ''}${percent.toFixed(2)}`;

/** What /run reports, the way a visitor has it. */
async function enginePass(driver: Driver, site: string, workload: string): Promise<number> {
  await driver.open(
    `${site}/run?${new URLSearchParams({ workloads: workload, backends: 'wasm', threads: '1' })}`,
  );
  await driver.waitFor('[data-stage="ready"]');
  // A proof would only heat the machine between two passes.
  await driver.evaluate(WITHOUT_CHALLENGE);
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="payload"]', 120_000);
  const { measurements } = await readPayload(driver);
  const [measurement] = measurements;
  if (measurement.outcome !== 'measured') throw new Error(`${workload}: ${measurement.reason}`);
  return shownTimesOf(measurements)(measurement).timeMs;
}

/**
 * In two workers, like the engine: what one has of the machine's memory moves its time by several
 * percent.
 */
async function barePass(driver: Driver, bare: string, workload: string): Promise<number> {
  const { kind } = MANIFEST.get(workload) ?? { kind: 'model' };
  const request = JSON.stringify({ workload, capMs: CAP_MS[kind] / 2 });
  await driver.open(bare);
  const times: number[] = [];
  for (let worker = 0; worker < 2; worker += 1)
    times.push(centreOf(inSamples(await driver.evaluate<number[]>(`measure(${request})`))).timeMs);
  return Math.exp(times.reduce((sum, ms) => sum + Math.log(ms), 0) / times.length);
}

/** Single runs as the engine takes them: as many in a row as last long enough are one sample. */
function inSamples(runsMs: readonly number[]): Sample[] {
  const samples: Sample[] = [];
  let [elapsedMs, iterations] = [0, 0];
  for (const ms of runsMs) {
    elapsedMs += ms;
    iterations += 1;
    if (elapsedMs < PROTOCOL.sample.minMs) continue;
    samples.push({ elapsedMs, iterations });
    [elapsedMs, iterations] = [0, 0];
  }
  return samples;
}

async function compare(
  engine: Pass,
  bare: Pass,
  rounds: number,
): Promise<Omit<Fidelity, 'browser' | 'workload'>> {
  const found: Round[] = [];
  // The first pages of a browser fill its caches.
  await engine();
  await bare();
  for (let round = 0; round < rounds; round += 1) {
    const engineMs: number[] = [];
    const bareMs: number[] = [];
    const passes = orderOfRound(
      round,
      { pass: engine, into: engineMs },
      { pass: bare, into: bareMs },
    );
    let othersShare: number | null = null;
    for (const { pass, into } of passes) {
      const { value, othersShare: share } = await whileQuiet(pass, TRIES);
      into.push(value);
      if (share !== null) othersShare = Math.max(share, othersShare ?? 0);
    }
    found.push({ othersShare, engineMs, bareMs });
    const [engineSaid, bareSaid] = [engineMs, bareMs].map((both) =>
      both.map((ms) => ms.toPrecision(4)).join(' and '),
    );
    console.error(`  round ${round + 1}: engine ${engineSaid} ms, bare ${bareSaid} ms`);
  }
  return {
    engineMs: median(found.flatMap(({ engineMs }) => engineMs)),
    bareMs: median(found.flatMap(({ bareMs }) => bareMs)),
    ...quartileDifference(
      found.map(({ engineMs, bareMs }) => ({ subject: engineMs, base: bareMs })),
    ),
    rounds: found,
  };
}

export const command = defineCommand({
  options: {
    browsers: measuredBrowsersOption,
    workloads: workloadsOption(['gemm-1024-fp32', 'conv-3x3-256-14-fp32', 'mobilenet-v2-fp32']),
    rounds: roundsOption(9, 'rounds of engine, bare, bare, engine'),
    within: positive('P', 'percent by which they may differ', 2),
    null: flag('the bare loop against itself'),
    url: siteOption,
    json: flag('a JSON array on stdout'),
  },
  exits: { 1: 'they differ by more' },
  run: compareAll,
});

interface Wanted {
  readonly browsers: readonly MeasuredBrowser[];
  readonly workloads: readonly string[];
  readonly rounds: number;
  readonly within: number;
  readonly null: boolean;
  readonly url: string | undefined;
  readonly json: boolean;
}

async function compareAll({
  browsers,
  workloads,
  rounds,
  within,
  ...values
}: Wanted): Promise<Exit> {
  const site = values.url === undefined && !values.null ? await startSite() : null;
  const bare = await serveBareLoop();
  const results: Fidelity[] = [];
  try {
    for (const name of browsers) {
      const driver = await MEASURED_BROWSERS[name]();
      try {
        for (const workload of workloads) {
          const bareOnce = (): Promise<number> => barePass(driver, bare.url, workload);
          const subject = values.null
            ? bareOnce
            : (): Promise<number> => enginePass(driver, values.url ?? site?.url ?? '', workload);
          const found = await compare(subject, bareOnce, rounds);
          results.push({ browser: name, workload, ...found });
          const { engineMs, bareMs, differencePercent, ci95Percent } = found;
          const interval =
            ci95Percent === null ? 'too few rounds' : ci95Percent.map(signed).join(' to ');
          console.error(
            `${name}  ${workload}  ${values.null ? 'bare' : 'engine'} ${engineMs.toPrecision(4)} ms, bare ${bareMs.toPrecision(4)} ms, ${signed(differencePercent)} % (${interval})`,
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
  return results.every(({ differencePercent }) => Math.abs(differencePercent) <= within) ? 0 : 1;
}
