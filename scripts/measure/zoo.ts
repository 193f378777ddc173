// `measure zoo`: how long models take to build and how much memory they take meanwhile, in a worker
// of Chromium and in this process. One JSON line per model and place.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { findChromium } from '@/scripts/browser/chromium';
import { defineCommand, internal, text } from '../command';
import { root } from '../root';
import { LIMIT_EXIT } from './figures';
import { growthAtPeak } from './resident';
import { buildInChromium, type Growth } from './zoo/chromium';
import { smallSibling } from './zoo/small-sibling';

const LIMITS_MS: Readonly<Record<string, number>> = {
  'mobilenet-v2-fp32': 150,
  'resnet50-fp32': 600,
};
/** Peak memory over that of the weights. */
const LIMIT_OF_PEAK = 2.2;
const BUILDS = 7;

interface Row {
  readonly id: string;
  readonly where: string;
  readonly medianMs: number;
  readonly limitMs: number;
  /** The shortest build: nearest to the truth on a busy machine. */
  readonly fastestMs: number;
  /** Bytes by which resident memory at its peak is higher for every further byte of weights. */
  readonly peakOverWeights: number;
  readonly limitOfPeak: number;
  readonly ok: boolean;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1];

const weightsOf = (id: string): number => MANIFEST.get(id)?.weightBytes ?? Number.NaN;

function rowOf(
  id: string,
  where: string,
  buildMs: readonly number[],
  growths: readonly Growth[],
): Row {
  const medianMs = median(buildMs);
  const growth = median(growths.map(({ whole, small }) => whole - small));
  const peakOverWeights = growth / (weightsOf(id) - weightsOf(smallSibling(id)));
  const limitMs = LIMITS_MS[id];
  return {
    id,
    where,
    medianMs: Math.round(medianMs),
    fastestMs: Math.round(Math.min(...buildMs)),
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
  return rowOf(id, 'node', times, [
    { small: growthApart(smallSibling(id)), whole: growthApart(id) },
  ]);
}

/** In a process of its own: what was freed here before would be used again and not show. */
function growthApart(id: string): number {
  return Number(
    spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'measure', 'zoo', '--peak', id])
      .stdout,
  );
}

export const command = defineCommand({
  options: {
    peak: internal(
      text('ID', 'prints by how many bytes building one model raises the peak of this process'),
    ),
  },
  exits: LIMIT_EXIT,
  run: async ({ peak }) => {
    if (peak !== undefined) {
      // The code of the builders is no part of it.
      await buildWorkload('mobilenet-v2-pruned70-fp32');
      console.log(await growthAtPeak([process.pid], () => buildWorkload(peak)));
      return 0;
    }
    let ok = true;
    for (const id of Object.keys(LIMITS_MS)) {
      const rows = [await buildHere(id)];
      if (findChromium() === null) console.error('no Chromium here: its workers are left out');
      else {
        const { buildMs, growths } = await buildInChromium(id, BUILDS);
        rows.push(rowOf(id, 'chromium worker', buildMs, growths));
      }
      for (const row of rows) console.log(JSON.stringify(row));
      ok &&= rows.every((row) => row.ok);
    }
    return ok ? 0 : 1;
  },
});
