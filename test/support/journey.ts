// The one journey that every browser makes: from the front page to Run, through a measured suite,
// to the board, the permalink and the badge, and back: the run is withdrawn. On the way, the proof
// that the published rate is MACs × 2 ÷ the mean of the medians that the two passes' raw samples
// have.
import { expect } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import type { RunSubmission } from '@/lib/submission/schema';
import type { Driver } from '@/scripts/browser/driver';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { readPayload } from '@/scripts/browser/payload';
import { AS_IF_QUIET } from './as-if-quiet';

export interface JourneyOptions {
  readonly site: string;
  /**
   * Threads that WASM must get: several where the browser shares memory, else one, with the reason
   * on the row.
   */
  readonly threads: 'several' | 'one';
  /** Whether the site's challenges name a private input. */
  readonly privateInput?: boolean;
}

interface StoredMeasurement {
  readonly workload: string;
  readonly backend: string;
  readonly outcome: string;
  readonly gflops: number | null;
  readonly medianMs: number | null;
  readonly qualityGrade: string;
  readonly trustLevel: number;
  readonly trustReasons: readonly string[];
}

type Measured = Extract<RunSubmission['measurements'][number], { outcome: 'measured' }>;

/** The geometric mean of the lower quartiles of its passes, milliseconds. */
function timeOfPasses({ samples, options }: Measured): number {
  const times = samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations);
  const first = Number(options?.firstPass ?? times.length);
  const passes = [times.slice(0, first), times.slice(first)]
    .filter(({ length }) => length > 0)
    .map(plainQuartile);
  return passes.reduce((product, time) => product * time, 1) ** (1 / passes.length);
}

/** Lower quartile by linear interpolation, on purpose not our own code. */
function plainQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) / 4;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

/**
 * Keeps what a laboratory's server says of the published run: the rules that found something, which
 * visitors never learn.
 */
const WATCH_VERDICT = `(() => {
  const plain = window.fetch;
  window.fetch = async (...request) => {
    const response = await plain(...request);
    window.verdict = response.headers.get('X-Flopmark-Lab-Verdict') ?? window.verdict;
    return response;
  };
})()`;

export async function makeJourney(driver: Driver, options: JourneyOptions): Promise<void> {
  const { site, threads, privateInput = false } = options;
  let clicks = 0;
  const click = async (selector: string): Promise<void> => {
    clicks += 1;
    await driver.click(selector);
  };
  await driver.open(`${site}/`);
  await click('a.button[href="/run?start"]');
  await driver.waitFor('[data-stage="running"] [data-testid="cancel"]');
  expect(await driver.evaluate('location.pathname')).toBe('/run');
  expect(await driver.evaluate('crossOriginIsolated')).toBe(true);

  // The shortest suite, for the sake of this test: a stranger has the usual one, which has just
  // begun.
  await driver.open(`${site}/run?suite=smoke`);
  await driver.waitFor('[data-stage="ready"]');
  await driver.evaluate(AS_IF_QUIET);
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-stage="running"]');
  await driver.waitFor('[data-stage="finished"]');

  const payload = await readPayload(driver);
  expect(payload.environment.crossOriginIsolated).toBe(true);
  expect(payload.measurements.map(({ workload }) => workload)).toEqual([
    'gemm-512-fp32',
    'mobilenet-v2-fp32',
  ]);
  for (const measurement of payload.measurements) {
    expect(measurement).toMatchObject({ outcome: 'measured', backend: 'wasm', fellBack: false });
    expect('privateOutput' in measurement).toBe(privateInput);
    if (threads === 'several') expect(measurement.threadsGot).toBeGreaterThan(1);
    else expect(measurement.threadsGot).toBe(1);
  }

  const proof = await driver.evaluate<string>(
    `document.querySelector('[data-testid="proof-wasm"]').textContent`,
  );
  expect(proof).toContain('proven by exact integer work');
  await driver.evaluate(WATCH_VERDICT);
  await click('[data-testid="publish"]');
  await driver.waitFor('[data-stage="published"]');
  expect(await driver.evaluate('window.verdict')).toBe('');
  const path = await driver.evaluate<string>(
    `document.querySelector('[data-testid="permalink"]').getAttribute('href')`,
  );
  const id = path.replace('/runs/', '');
  const shared = `document.querySelector('[data-stage="published"]')`;
  expect(await driver.evaluate(`${shared}.innerText`)).toContain(
    `(${site}/badge/run/${id}.svg)](${site}${path})`,
  );
  const pictureWidth = `${shared}.querySelector('img[src^="/badge/run/${id}"]').naturalWidth`;
  await expect
    .poll(() => driver.evaluate<number>(pictureWidth), { timeout: PATIENCE_MS })
    .toBeGreaterThan(0);
  expect(clicks).toBeLessThanOrEqual(2);

  const stored = (await (await fetch(`${site}/api/v1/runs/${id}`)).json()) as {
    measurements: StoredMeasurement[];
  };
  for (const [index, sent] of payload.measurements.entries()) {
    if (sent.outcome !== 'measured') throw new Error('asserted above');
    const row = stored.measurements[index];
    const { macs = Number.NaN } = MANIFEST.get(sent.workload) ?? {};
    const medianMs = timeOfPasses(sent);
    expect(row.gflops).toBeCloseTo((2 * macs) / (medianMs * 1e6), 9);
    expect(row.medianMs).toBeCloseTo(medianMs, 9);
  }

  await driver.open(`${site}${path}`);
  await driver.waitFor('h1');
  const shown = await driver.evaluate<string>('document.body.innerText');
  expect(shown).toContain('MobileNetV2');
  expect(
    await driver.evaluate<number[]>(
      `[...document.querySelectorAll('data')].map((node) => Number(node.value))`,
    ),
  ).toContain(stored.measurements[1].gflops);

  await driver.open(`${site}/`);
  // What is poor, as all may be on a machine in use, stands with its run alone.
  const sound = stored.measurements.filter(({ qualityGrade }) => qualityGrade !== 'poor');
  // So does what a proof fell behind in other work. And the front page ranks by networks.
  const network = sound.find(({ workload }) => workload === 'mobilenet-v2-fp32');
  const { trustLevel = 0, trustReasons = [] } = network ?? {};
  if (trustLevel >= 1 && !trustReasons.includes('above-its-proof'))
    await driver.waitFor(`a[href="${path}"]`);
  const badge = await fetch(`${site}/badge/run/${id}.svg`);
  expect(badge.status).toBe(200);
  expect(await badge.text()).toContain(
    network !== undefined ? 'MobileNetV2' : sound.length > 0 ? 'Matrix product' : 'no result',
  );

  await driver.open(`${site}/my-runs`);
  await driver.waitFor(`li a[href="${path}"]`);
  await driver.click('li button');
  await driver.waitFor('[data-testid="withdraw"]');
  await driver.click('[data-testid="withdraw"]');
  await driver.waitFor('[data-state="withdrawn"]');
  expect((await fetch(`${site}/api/v1/runs/${id}`)).status).toBe(404);
  expect(await driver.faults()).toEqual([]);
}
