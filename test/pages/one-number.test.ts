// One run, published; its number read from every surface that shows it. It is one number: the time
// that was measured, to the last digit that each of them shows.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duration } from '@/lib/core/format';
import { gflopsOf } from '@/lib/core/rate';
import { flopsOf, macs } from '@/lib/core/units';
import { MANIFEST } from '@/lib/models/manifest';
import { shownTimesOf } from '@/lib/submission/shown-times';
import { postRun, prepareProvenRun } from '@/scripts/client/api';
import { type Site, startSite } from '@/scripts/site/site';

const ID = 'mobilenet-v2-fp32';
const entry = MANIFEST.get(ID);
if (entry === undefined) throw new Error(`${ID} is not pinned`);

interface Row {
  readonly medianMs: number;
  readonly gflops: number;
  readonly deviceSlug: string;
  readonly trustLevel: number;
  readonly provenShare: number | null;
}

let site: Site;
let run: string;
/** What the raw samples that were sent say. */
let medianMs: number;
let row: Row;

const text = async (path: string): Promise<string> => {
  const response = await fetch(`${site.url}${path}`);
  expect(response.status, path).toBe(200);
  return response.text();
};
const json = async <T>(path: string): Promise<T> => JSON.parse(await text(path)) as T;

/** The exact values of all numbers in a page. */
const valuesIn = (html: string): number[] =>
  [...html.matchAll(/<data value="([^"]+)"/g)].map(([, value]) => Number(value));

beforeAll(async () => {
  site = await startSite();
  const submission = await prepareProvenRun(site.url, [entry]);
  const [sent] = submission.measurements;
  if (sent?.outcome !== 'measured') throw new Error('an honest measurement is measured');
  medianMs = shownTimesOf([sent])(sent).timeMs;
  const response = await postRun(site.url, submission);
  expect(response.status).toBe(201);
  run = ((await response.json()) as { id: string }).id;
  const stored = await json<{ measurements: Row[] }>(`/api/v1/runs/${run}`);
  const [first] = stored.measurements;
  if (first === undefined) throw new Error('the run has no row');
  row = first;
});
afterAll(() => site.stop());

it('is the measured one in the JSON of the run, and its rate follows from it', () => {
  expect(row.medianMs).toBeCloseTo(medianMs, 12);
  expect(row.gflops).toBe(gflopsOf(flopsOf(macs(entry.macs)), row.medianMs));
  // Attested where its class has a share of the proven rate, else consistent: on the board in both
  // cases.
  expect(row.trustLevel).toBe(row.provenShare === null ? 1 : 2);
});

it('is that of the board, in JSON and on the page, and of the device', async () => {
  const board = await json<{ rows: { p50Ms: number; bestMs: number; bestRun: string }[] }>(
    `/api/v1/board?workload=${ID}`,
  );
  expect(board.rows).toMatchObject([{ p50Ms: row.medianMs, bestMs: row.medianMs, bestRun: run }]);
  expect(valuesIn(await text(`/models/${ID}`))).toContain(row.medianMs);
  const records = valuesIn(await text(`/models/${ID}?view=records`));
  if (row.provenShare !== null) expect(records).toContain(row.medianMs / 1000);
  expect(valuesIn(await text(`/devices/${row.deviceSlug}?results=all`))).toContain(
    row.medianMs / 1000,
  );
  expect(valuesIn(await text('/'))).toContain(row.medianMs / 1000);
});

it('is that of the run’s page, its preview’s text, the alternative text of its badge, the badge and the card', async () => {
  const shown = duration(row.medianMs);
  const page = await text(`/runs/${run}`);
  expect(valuesIn(page)).toContain(row.medianMs / 1000);
  if (row.provenShare !== null) expect(page).toContain('work proven up to');
  const preview = /<meta property="og:title" content="([^"]*)"/.exec(page)?.[1];
  const alternative = /<img src="\/badge\/run\/[^"]*" alt="([^"]+)"/.exec(page)?.[1];
  const badge = await text(`/badge/run/${run}.svg`);
  const ofDevice = await text(`/badge/device/${row.deviceSlug}/${ID}.svg`);
  const card = await text(`/embed/run/${run}`);
  for (const words of [preview, alternative, badge, ofDevice, card]) expect(words).toContain(shown);
});

it('is that of the exports', async () => {
  const [header = '', line = ''] = (
    await text(`/api/v1/export/measurements.csv?workload=${ID}`)
  ).split('\r\n');
  const column = header.split(',').indexOf('median_ms');
  // A cell in quotes may hold commas (RFC 4180).
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain,
  );
  expect(Number(cells[column])).toBe(row.medianMs);
  expect(header).not.toContain('counted_ms');
  const [first = ''] = (await text(`/api/v1/export/measurements.ndjson?workload=${ID}`)).split(
    '\n',
  );
  expect(JSON.parse(first)).toMatchObject({ run, median_ms: row.medianMs, protocol: 'flopmark/2' });
});
