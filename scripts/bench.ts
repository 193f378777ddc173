// `npm run -s bench`: a machine without a person takes part. Drives a headless Chromium through /run, the same page and
// engine that a visitor has, on a running server or one that it starts, and prints what was measured, unrounded.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { summarise } from '@/lib/bench/stats';
import { SUITE_IDS } from '@/lib/bench/suites';
import { BACKENDS } from '@/lib/core/backend';
import { flopsOf, gflopsOf, macs } from '@/lib/core/units';
import { MANIFEST } from '@/lib/models/manifest';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import type { Environment, Measurement, RunSubmission } from '@/lib/submission/schema';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { readPayload } from '@/test/support/payload';
import { type Site, startSite } from '@/test/support/site';
import { CHROMIUM, ensureDebian } from './debian';

const HELP = `Usage: npm run -s bench -- [options]

Measures workloads in a headless Chromium and prints one row per workload and backend.

  --suite S         one of: ${SUITE_IDS.join(', ')} (smoke)
  --workloads A,B   these workloads instead of the suite's
  --backends A,B    of: ${BACKENDS.join(', ')}
  --threads N       threads wanted on WASM (one per core)
  --browser PATH    a Chromium-like browser (/usr/bin/chromium)
  --url URL         a running Flopmark; without it one is started for the time
  --submit          publish the run (grants CC0-1.0); rows then carry runUrl
  --json            a JSON array on stdout
  --help            this text
`;

class UsageError extends Error {}

export interface BenchRow {
  readonly workload: string;
  readonly backend: string;
  /** Threads that ran; null where threads do not compute. */
  readonly threads: number | null;
  readonly status: Measurement['outcome'];
  readonly gflops: number | null;
  readonly medianMs: number | null;
  readonly ci95: readonly [lowMs: number, highMs: number] | null;
  readonly samples: number;
  /** Milliseconds per run of each sample, in order. */
  readonly samplesMs: readonly number[];
  /** Session creation and first run. */
  readonly ttfiMs: number | null;
  readonly quality: readonly string[];
  /** Why there is no number. */
  readonly reason: string | null;
  readonly runUrl?: string;
}

function rowOf(measurement: Measurement, environment: Environment, runUrl: string | null): BenchRow {
  const { workload, backend, threadsGot, outcome } = measurement;
  const base = {
    workload,
    backend,
    threads: threadsGot,
    status: outcome,
    ...(runUrl === null ? {} : { runUrl }),
  };
  if (outcome !== 'measured') {
    const none = { gflops: null, medianMs: null, ci95: null, samples: 0, samplesMs: [], ttfiMs: null, quality: [] };
    return { ...base, ...none, reason: measurement.reason };
  }
  const { samples, sessionMs, firstRunMs } = measurement;
  const summary = summarise(samples);
  const count = MANIFEST.get(workload)?.macs ?? 0;
  return {
    ...base,
    gflops: count === 0 ? null : gflopsOf(flopsOf(macs(count)), summary.medianMs),
    medianMs: summary.medianMs,
    ci95: [summary.ci95.lowMs, summary.ci95.highMs],
    samples: samples.length,
    samplesMs: samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations),
    ttfiMs: sessionMs + firstRunMs,
    quality: qualityOfMeasurement(measurement, environment, summary),
    reason: null,
  };
}

interface Choice {
  readonly query: URLSearchParams;
  readonly gpu: boolean;
}

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

function choiceOf(values: { suite?: string; workloads?: string; backends?: string; threads?: string }): Choice {
  const query = new URLSearchParams();
  const { suite = 'smoke', threads } = values;
  if (!SUITE_IDS.some((id) => id === suite)) throw new UsageError(`there is no suite '${suite}'`);
  query.set('suite', suite);
  const workloads = listOf(values.workloads);
  for (const id of workloads) if (!MANIFEST.has(id)) throw new UsageError(`there is no workload '${id}'`);
  if (workloads.length > 0) query.set('workloads', workloads.join(','));
  const backends = listOf(values.backends);
  for (const name of backends) {
    if (!BACKENDS.some((backend) => backend === name)) throw new UsageError(`there is no backend '${name}'`);
  }
  if (backends.length > 0) query.set('backends', backends.join(','));
  if (threads !== undefined) {
    if (!/^[1-9]\d?$/.test(threads) || Number(threads) > 64) throw new UsageError(`--threads is from 1 to 64`);
    query.set('threads', threads);
  }
  return { query, gpu: backends.some((name) => name !== 'wasm') };
}

/** Headless Chromium offers WebGPU and WebNN only when asked. */
const GPU_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan,WebMachineLearningNeuralNetwork'];
const RUN_LIMIT_MS = 3_600_000;

async function measure(driver: Driver, url: string, query: URLSearchParams): Promise<RunSubmission> {
  await driver.open(`${url}/run?${query}`);
  await driver.waitFor('[data-stage="ready"]', 60_000);
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="payload"]', RUN_LIMIT_MS);
  return readPayload(driver);
}

async function publish(driver: Driver): Promise<string> {
  await driver.click('[data-testid="publish"]');
  await driver.waitFor('[data-stage="published"], [data-stage="refused"]', 60_000);
  const link = await driver.evaluate<string | null>(
    `document.querySelector('[data-testid="permalink"]')?.href ?? null`,
  );
  if (link !== null) return link;
  throw new Error(await driver.evaluate<string>(`document.querySelector('[role="alert"]')?.textContent ?? 'refused'`));
}

function lineOf({ workload, backend, threads, status, gflops, medianMs, ci95, quality, reason }: BenchRow): string {
  const where = `${backend}${threads === null ? '' : `×${threads}`}`;
  if (medianMs === null || ci95 === null) return `${workload}  ${where}  ${status}: ${reason}`;
  const rate = gflops === null ? '' : `  ${gflops.toPrecision(4)} GFLOPS`;
  const interval = `${ci95[0].toPrecision(4)}–${ci95[1].toPrecision(4)}`;
  return `${workload}  ${where}  ${medianMs.toPrecision(4)} ms (${interval})${rate}  ${quality.join(' ') || 'good'}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string' },
      workloads: { type: 'string' },
      backends: { type: 'string' },
      threads: { type: 'string' },
      browser: { type: 'string' },
      url: { type: 'string' },
      submit: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { query, gpu } = choiceOf(values);
  if (values.browser !== undefined) {
    if (!existsSync(values.browser)) throw new UsageError(`there is no browser at '${values.browser}'`);
    process.env.FLOPMARK_CHROMIUM = values.browser;
  } else if (ensureDebian([CHROMIUM]).length > 0) throw new Error('no Chromium');

  const site: Site | null = values.url === undefined ? await startSite() : null;
  let driver: Driver | null = null;
  try {
    const url = (values.url ?? site?.url ?? '').replace(/\/$/, '');
    driver = await chromiumDriver(gpu ? GPU_FLAGS : []);
    const payload = await measure(driver, url, query);
    const runUrl = values.submit ? await publish(driver) : null;
    const rows = payload.measurements.map((measurement) => rowOf(measurement, payload.environment, runUrl));
    if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else process.stdout.write(`${rows.map(lineOf).join('\n')}\n${runUrl === null ? '' : `${runUrl}\n`}`);
  } finally {
    await driver?.close();
    await site?.stop();
  }
}

main().catch((error: unknown) => {
  const usage =
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  console.error(error instanceof Error ? error.message : error);
  if (usage) process.stderr.write(`\n${HELP}`);
  // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
  process.exit(usage ? 2 : 1);
});
