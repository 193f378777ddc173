// `measure export`: what reading all of the open data costs a site with the embedded database, and
// what it leaves of the board's speed meanwhile. The database is made for this, filled with
// generated runs and thrown away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { EXPORT_FORMATS, type ExportFormatId } from '@/lib/open-data/format';
import { type Site, startSite } from '@/scripts/site/site';
import { openEmbedded } from '../database/embedded';
import { migrateEmbedded } from '../database/migrate-embedded';
import { growTo, LOAD_WORKLOADS } from '../synth/multiply';
import { benchCommand, type Figure } from './figures';
import { growthAtPeak, processTree } from './resident';
import { at, sortedMs } from './times';

const MIB = 2 ** 20;
/**
 * A site in use: the memory that its pages and a small export of each format took is no part of
 * what is measured.
 */
const WARM_READS = 100;
const SMALL_EXPORT = new URLSearchParams({ workload: LOAD_WORKLOADS[0], outcome: 'failed' });
const WARM_PATHS = [
  '/',
  '/models/mobilenet-v2-fp32',
  '/devices',
  '/devices/nvidia-geforce-rtx-4070',
  '/insights',
];
/** Between two reads of the board by its visitors. */
const PAUSE_MS = 50;

/** How many measurements it holds. */
async function generate(folder: string, measurements: number): Promise<number> {
  const { database, close } = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(database);
  const grown = await growTo(drizzle(database, { schema }) as unknown as Database, measurements);
  await close();
  return grown;
}

async function readBoard({ url }: Site, index: number): Promise<void> {
  const workload = LOAD_WORKLOADS[index % LOAD_WORKLOADS.length];
  const response = await fetch(`${url}/api/v1/board?workload=${workload}`);
  if (!response.ok) throw new Error(`board: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

interface Streamed {
  readonly lines: number;
  readonly bytes: number;
  readonly seconds: number;
}

async function download(
  { url }: Site,
  format: ExportFormatId,
  wanted = new URLSearchParams(),
): Promise<Streamed> {
  const start = performance.now();
  const response = await fetch(`${url}/api/v1/export/measurements.${format}?${wanted}`);
  if (response.body === null || !response.ok) throw new Error(`export: ${response.status}`);
  let lines = 0;
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  return { lines, bytes, seconds: (performance.now() - start) / 1000 };
}

/** One export from its first byte to its last, with a visitor of the board beside it. */
async function measureExport(
  site: Site,
  format: ExportFormatId,
  measurements: number,
): Promise<Figure[]> {
  const reads: number[] = [];
  let streamed: Streamed | null = null;
  const processes = processTree(site.process.pid ?? process.pid);
  const growth = await growthAtPeak(processes, async () => {
    const done = download(site, format).then((result) => {
      streamed = result;
    });
    while (streamed === null) {
      const [ms] = await sortedMs(1, () => readBoard(site, reads.length));
      reads.push(ms);
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
    }
  });
  const { lines, bytes, seconds } = streamed ?? { lines: 0, bytes: 0, seconds: Number.NaN };
  const rows = lines - (format === 'csv' ? 1 : 0);
  if (rows !== measurements) throw new Error(`${format}: ${rows} rows of ${measurements}`);
  const sorted = reads.toSorted((a, b) => a - b);
  return [
    {
      what: `${format}: memory above a site in use, at its peak`,
      value: growth / MIB,
      unit: 'MiB',
      limit: 150,
    },
    {
      what: `${format}: board read meanwhile, p50`,
      value: at(0.5, sorted),
      unit: 'ms',
      limit: null,
    },
    {
      what: `${format}: board read meanwhile, p95`,
      value: at(0.95, sorted),
      unit: 'ms',
      limit: 100,
    },
    {
      what: `${format}: board read meanwhile, longest`,
      value: at(1, sorted),
      unit: 'ms',
      limit: null,
    },
    { what: `${format}: board reads`, value: sorted.length, unit: '', limit: null },
    { what: `${format}: size`, value: bytes / MIB, unit: 'MiB', limit: null },
    { what: `${format}: rows a second`, value: Math.round(rows / seconds), unit: '', limit: null },
  ];
}

async function measure(folder: string, wanted: number): Promise<Figure[]> {
  const measurements = await generate(folder, wanted);
  const site = await startSite({ data: folder });
  try {
    await sortedMs(WARM_READS, async (index) => {
      await (await fetch(`${site.url}${WARM_PATHS[index % WARM_PATHS.length] ?? '/'}`)).text();
    });
    const formats = Object.keys(EXPORT_FORMATS) as ExportFormatId[];
    for (const format of formats) await download(site, format, SMALL_EXPORT);
    const idle = await sortedMs(WARM_READS, (index) => readBoard(site, index));
    const figures: Figure[] = [
      { what: 'board read before, p95', value: at(0.95, idle), unit: 'ms', limit: null },
    ];
    for (const format of formats) {
      figures.push(...(await measureExport(site, format, measurements)));
    }
    return figures;
  } finally {
    await site.stop();
  }
}

export const command = benchCommand({
  what: 'measurements that are generated, at least',
  usual: 1_000_000,
  fewest: 1,
  measure: async (wanted) => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-export-'));
    try {
      return await measure(folder, wanted);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
