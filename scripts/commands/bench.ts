// `bench`: a machine without a person takes part. Drives a headless browser through /run, the same
// page and engine that a visitor has, on a running server or one that it starts, and prints what
// was measured, unrounded.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Mode, modeOf } from '@/lib/bench/mode';
import { SUITE_IDS, SUITES } from '@/lib/bench/suites';
import { BACKENDS, MAX_THREADS } from '@/lib/core/backend';
import { gflopsOf } from '@/lib/core/rate';
import { err, ok, type Result } from '@/lib/core/result';
import { MANIFEST } from '@/lib/models/manifest';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import type { Environment, Measurement, RunSubmission } from '@/lib/submission/schema';
import { type ShownTimes, shownTimesOf } from '@/lib/submission/shown-times';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { readPayload } from '@/scripts/browser/payload';
import { type Site, startSite } from '@/scripts/site/site';
import {
  address,
  defineCommand,
  type Exit,
  flag,
  optionalList,
  text,
  UsageError,
} from '../command';
import { CHROMIUM, ensureDebian } from '../debian';

export interface BenchRow {
  readonly workload: string;
  readonly backend: string;
  /** `run`, `graph` (capture) or `sustained`. */
  readonly mode: Mode;
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

function rowOf(
  measurement: Measurement,
  figures: ShownTimes,
  environment: Environment,
  runUrl: string | null,
): BenchRow {
  const { workload, backend, threadsGot, outcome, options } = measurement;
  const base = {
    workload,
    backend,
    mode: modeOf(options?.mode),
    threads: threadsGot,
    status: outcome,
    ...(runUrl === null ? {} : { runUrl }),
  };
  if (outcome !== 'measured') {
    const none = {
      gflops: null,
      medianMs: null,
      ci95: null,
      samples: 0,
      samplesMs: [],
      ttfiMs: null,
      quality: [],
    };
    return { ...base, ...none, reason: measurement.reason };
  }
  const { samples, sessionMs, firstRunMs } = measurement;
  const summary = figures(measurement);
  const count = MANIFEST.get(workload)?.flops ?? 0;
  return {
    ...base,
    gflops: count === 0 ? null : gflopsOf(count, summary.timeMs),
    medianMs: summary.timeMs,
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

interface Values {
  readonly suite: string | undefined;
  readonly workloads: readonly string[] | undefined;
  readonly backends: readonly string[] | undefined;
  readonly threads: readonly string[] | undefined;
  readonly graph: boolean;
  readonly sustain: string | undefined;
}

function choiceOf({ suite, workloads, backends, threads, graph, sustain }: Values): Choice {
  if (suite !== undefined && workloads !== undefined)
    throw new UsageError('--suite and --workloads exclude each other');
  const id = SUITE_IDS.find((known) => known === (suite ?? 'smoke'));
  if (id === undefined) throw new UsageError(`--suite: there is no '${suite}'`);
  const seconds = sustain === undefined ? null : Number(sustain);
  if (seconds !== null && !(seconds >= 1 && seconds <= 3600))
    throw new UsageError('--sustain is from 1 to 3600 seconds');
  const query = new URLSearchParams({ suite: id });
  for (const [name, list] of Object.entries({ workloads, backends, threads })) {
    if (list !== undefined) query.set(name, list.join(','));
  }
  if (graph) query.set('graph', '1');
  if (seconds !== null) query.set('sustain', String(seconds));
  return { query, gpu: (backends ?? SUITES[id].backends).some((name) => name !== 'wasm') };
}

/** Headless Chromium offers WebGPU and WebNN only when asked. */
const GPU_FLAGS = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan,WebMachineLearningNeuralNetwork',
];
const RUN_LIMIT_MS = 4 * 3_600_000;

/**
 * What the page has measured; without a challenge there is nothing to publish, but the results
 * stand.
 */
type Measured = Pick<RunSubmission, 'environment' | 'measurements'>;

async function measure(driver: Driver, url: string, query: URLSearchParams): Promise<Measured> {
  await driver.open(`${url}/run?${query}`);
  await driver.waitFor('[data-stage="ready"]');
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="payload"]', RUN_LIMIT_MS);
  return readPayload(driver);
}

async function publish(driver: Driver): Promise<string> {
  const offered = await driver.evaluate<boolean>(
    `document.querySelector('[data-testid="publish"]') !== null`,
  );
  if (!offered)
    throw new Error(
      await driver.evaluate<string>(`document.querySelector('#publish + *').textContent`),
    );
  await driver.click('[data-testid="publish"]');
  await driver.waitFor('[data-stage="published"], [data-stage="refused"]');
  const link = await driver.evaluate<string | null>(
    `document.querySelector('[data-testid="permalink"]')?.href ?? null`,
  );
  if (link !== null) return link;
  throw new Error(
    await driver.evaluate<string>(
      `document.querySelector('[role="alert"]')?.textContent ?? 'refused'`,
    ),
  );
}

/** The driver for `path`, by what the browser calls itself. */
async function launch(path: string | undefined, gpu: boolean): Promise<Driver> {
  if (path !== undefined && /firefox/i.test(basename(path))) {
    process.env.FLOPMARK_FIREFOX = path;
    // A development dependency: not there where only the site is installed.
    const { firefoxDriver } = await import('@/scripts/browser/firefox-driver');
    return firefoxDriver();
  }
  if (path !== undefined) process.env.FLOPMARK_CHROMIUM = path;
  else if (ensureDebian([CHROMIUM]).length > 0) throw new Error('no Chromium');
  return chromiumDriver(gpu ? GPU_FLAGS : []);
}

function lineOf({
  workload,
  backend,
  mode,
  threads,
  status,
  gflops,
  medianMs,
  ci95,
  quality,
  reason,
}: BenchRow): string {
  const where = `${backend}${threads === null ? '' : `×${threads}`}${mode === 'run' ? '' : ` ${mode}`}`;
  if (medianMs === null || ci95 === null) return `${workload}  ${where}  ${status}: ${reason}`;
  const rate = gflops === null ? '' : `  ${gflops.toPrecision(4)} GFLOPS`;
  const interval = `${ci95[0].toPrecision(4)}–${ci95[1].toPrecision(4)}`;
  return `${workload}  ${where}  ${medianMs.toPrecision(4)} ms (${interval})${rate}  ${quality.join(' ') || 'good'}`;
}

const inRange = (item: string): boolean => /^[1-9]\d?$/.test(item) && Number(item) <= MAX_THREADS;

export const command = defineCommand({
  options: {
    suite: text('NAME', `one of: ${SUITE_IDS.join(', ')} (smoke)`),
    workloads: optionalList("these workloads instead of a suite's", (id) => MANIFEST.has(id)),
    backends: optionalList(`of: ${BACKENDS.join(', ')} (the suite's)`, (id) =>
      BACKENDS.some((known) => known === id),
    ),
    threads: optionalList(
      `threads wanted on WASM, 1 to ${MAX_THREADS} (the suite's, else one per core)`,
      inRange,
    ),
    graph: flag('on WebGPU with graph capture too, as rows of their own'),
    sustain: text(
      'S',
      "seconds that the suite 'sustained' lasts: 1, 2, 5, 10, 30, 60, … 3600 (600)",
    ),
    browser: text('PATH', 'a Chromium-like browser or a Firefox (/usr/bin/chromium)'),
    url: address('a running Flopmark; without it one is started for the time'),
    submit: flag('publish the run (grants CC0-1.0); rows then carry runUrl'),
    json: flag('a JSON array on stdout'),
  },
  notes: 'Prints one row per workload, backend and thread count.',
  exits: { 1: 'failed, or refused by the server; 0 whatever the outcomes' },
  run: benchAll,
});

interface Wanted extends Values {
  readonly browser: string | undefined;
  readonly url: string | undefined;
  readonly submit: boolean;
  readonly json: boolean;
}

async function benchAll(values: Wanted): Promise<Exit> {
  const { query, gpu } = choiceOf(values);
  if (values.browser !== undefined && !existsSync(values.browser)) {
    throw new UsageError(`--browser: there is nothing at '${values.browser}'`);
  }
  const site: Site | null = values.url === undefined ? await startSite() : null;
  let driver: Driver | null = null;
  try {
    const url = values.url ?? site?.url ?? '';
    driver = await launch(values.browser, gpu);
    const { environment, measurements } = await measure(driver, url, query);
    const published = values.submit ? await settled(publish(driver)) : null;
    const runUrl = published?.ok ? published.value : null;
    const figures = shownTimesOf(measurements);
    const rows = measurements.map((measurement) =>
      rowOf(measurement, figures, environment, runUrl),
    );
    if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else
      process.stdout.write(
        `${rows.map(lineOf).join('\n')}\n${runUrl === null ? '' : `${runUrl}\n`}`,
      );
    // The rows stand, published or not; the exit status says that publishing failed.
    if (published?.ok === false) throw published.error;
    return 0;
  } finally {
    await driver?.close();
    await site?.stop();
  }
}

const settled = <T>(promise: Promise<T>): Promise<Result<T, Error>> =>
  promise.then(ok, (error: unknown) =>
    err(error instanceof Error ? error : new Error(String(error))),
  );
