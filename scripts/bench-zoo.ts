// `npm run bench:zoo`: how long models take to build and how much memory they take meanwhile, in a worker of Chromium and
// in this process. One JSON line per model and place; exit 1 where a limit of issue 4 is not kept, 2 on bad usage.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { findChromium } from '@/test/support/chromium';
import { buildInChromium } from './bench-zoo/chromium';
import { root } from './root';

const USAGE = 'Usage: npm run -s bench:zoo';
const LIMITS_MS: Readonly<Record<string, number>> = { 'mobilenet-v2-fp32': 150, 'resnet50-fp32': 600 };
/** Peak memory over that of the weights. */
const LIMIT_OF_PEAK = 2.2;
const BUILDS = 7;

interface Row {
  readonly id: string;
  readonly where: string;
  readonly medianMs: number;
  readonly limitMs: number;
  /** Growth of the process's resident memory at its peak while one model is built, over the bytes of its weights. */
  readonly peakOverWeights: number;
  readonly limitOfPeak: number;
  readonly ok: boolean;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

function rowOf(id: string, where: string, buildMs: readonly number[], peakBytes: number): Row {
  const medianMs = median(buildMs);
  const peakOverWeights = peakBytes / (MANIFEST.get(id)?.weightBytes ?? Number.NaN);
  const limitMs = LIMITS_MS[id];
  return {
    id,
    where,
    medianMs: Math.round(medianMs),
    limitMs,
    peakOverWeights: Number(peakOverWeights.toFixed(2)),
    limitOfPeak: LIMIT_OF_PEAK,
    ok: medianMs <= limitMs && peakOverWeights <= LIMIT_OF_PEAK,
  };
}

async function buildHere(id: string): Promise<Row> {
  await buildWorkload(id);
  const times: number[] = [];
  for (let i = 0; i < BUILDS; i += 1) {
    const started = performance.now();
    await buildWorkload(id);
    times.push(performance.now() - started);
  }
  // A process of its own: a peak is a peak only where nothing was built before.
  const { stdout } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'bench-zoo/peak', id]);
  return rowOf(id, 'node', times, Number(stdout));
}

async function main(): Promise<number> {
  try {
    if (parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help) {
      console.log(USAGE);
      return 0;
    }
  } catch {
    console.error(USAGE);
    return 2;
  }
  let ok = true;
  for (const id of Object.keys(LIMITS_MS)) {
    const rows = [await buildHere(id)];
    if (findChromium() === null) console.error('no Chromium here: its workers are left out');
    else {
      const { buildMs, peakBytes } = await buildInChromium(id, BUILDS);
      rows.push(rowOf(id, 'chromium worker', buildMs, peakBytes));
    }
    for (const row of rows) console.log(JSON.stringify(row));
    ok &&= rows.every((row) => row.ok);
  }
  return ok ? 0 : 1;
}

process.exitCode = await main();
