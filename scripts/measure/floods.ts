// `measure floods`: what visitors of the board notice while somebody floods the site, kind by kind,
// at a fixed rate from one network. The database is made for this, filled with generated runs and
// thrown away; the site has its real limits, listens on loopback, and takes this command for its
// proxy, so that flood and visitors come from networks of their own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { MANIFEST } from '@/lib/models/manifest';
import { type Site, startSite } from '@/scripts/site/site';
import { honestSubmission } from '../client/submission';
import { openEmbedded } from '../database/embedded';
import { migrateEmbedded } from '../database/migrate-embedded';
import { root } from '../root';
import { growTo, LOAD_WORKLOADS } from '../synth/multiply';
import { benchCommand, type Figure } from './figures';
import { KINDS } from './floods/kinds.mjs';
import { at, sortedMs } from './times';

const FLOOD = { perSecond: 20, seconds: 10 } as const;
/** Between two reads of the board by its visitors. */
const PAUSE_MS = 40;
const QUIET_READS = 250;
/** How much slower the board may become. */
const MOST_TIMES = 3;
const VISITORS = '198.51.100.1';
const ADMIN_TOKEN = 'the-token-of-the-moderators';
/** Made anew, so that what they take is what the database and the page take. */
const PAGES = ['/insights', '/models/mobilenet-v2-fp32', '/devices'] as const;

async function generate(folder: string, measurements: number): Promise<void> {
  const { database, close } = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(database);
  await growTo(drizzle(database, { schema }) as unknown as Database, measurements);
  await close();
}

async function read({ url }: Site, path: string, address: string): Promise<void> {
  const response = await fetch(`${url}${path}`, { headers: { 'X-Forwarded-For': address } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await response.arrayBuffer();
}

const readBoard = (site: Site, index: number): Promise<void> => {
  const workload = LOAD_WORKLOADS[index % LOAD_WORKLOADS.length] ?? LOAD_WORKLOADS[0];
  return read(site, `/api/v1/board?workload=${workload}`, VISITORS);
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Times of the board's visitors until `done`, or so many of them. */
async function visit(site: Site, enough: (reads: number) => boolean): Promise<readonly number[]> {
  const times: number[] = [];
  while (!enough(times.length)) {
    times.push(...(await sortedMs(1, () => readBoard(site, times.length))));
    await pause();
  }
  return times.toSorted((a, b) => a - b);
}

/** Just below what counts as a large one. */
const WHOLE_RUN_BYTES = 500_000;

/**
 * A run that is right in everything but its ticket, as a file: it takes as long to read as one that
 * is taken.
 */
function writeWholeRun(folder: string): string {
  const entries = [...MANIFEST.values()].filter(({ kind }) => kind === 'kernel');
  const run = honestSubmission(entries, 'nobodys.ticket', 0);
  const bytes = JSON.stringify(run.measurements).length / run.measurements.length;
  const most = Math.min(1000, Math.floor(WHOLE_RUN_BYTES / bytes));
  const measurements = Array.from(
    { length: most },
    (_, i) => run.measurements[i % run.measurements.length],
  );
  const path = join(folder, 'whole-run.json');
  writeFileSync(path, JSON.stringify({ ...run, measurements }));
  return path;
}

/** Sends the flood from another process; what came back, by status. */
function flood(site: Site, kind: string, network: number, wholeRunFile: string): Promise<string> {
  const models = [...MANIFEST.keys()];
  const address = `203.0.${network}.7`;
  const argument = JSON.stringify({
    url: site.url,
    kind,
    ...FLOOD,
    address,
    models,
    origin: site.url,
    wholeRunFile,
  });
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/measure/floods/flood.mjs'), argument],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(said.trim()) : reject(new Error(`${kind}: exit ${code}`)),
    );
  });
}

async function measure(folder: string, measurements: number): Promise<Figure[]> {
  await generate(folder, measurements);
  const wholeRunFile = writeWholeRun(folder);
  const env = { FLOPMARK_TRUSTED_PROXIES: '1', FLOPMARK_ADMIN_TOKEN: ADMIN_TOKEN };
  const site = await startSite({ data: folder, limits: true, env });
  try {
    const figures: Figure[] = [];
    for (const [index, path] of PAGES.entries()) {
      await read(site, path, `192.0.2.${index}`);
      // A run would do the same: what is kept goes when the board changes.
      const [ms] = await sortedMs(1, () => read(site, `${path}?q=${index}`, `192.0.2.${index}`));
      figures.push({ what: `${path} again`, value: ms ?? Number.NaN, unit: 'ms', limit: null });
    }
    await visit(site, (reads) => reads >= QUIET_READS);
    const quiet = at(0.95, await visit(site, (reads) => reads >= QUIET_READS));
    figures.push({ what: 'board read, quiet, p95', value: quiet, unit: 'ms', limit: null });
    for (const [index, kind] of Object.keys(KINDS).entries()) {
      let over = false;
      const answered = flood(site, kind, index, wholeRunFile).finally(() => {
        over = true;
      });
      const times = await visit(site, () => over);
      console.error(
        `${kind}: ${await answered}; board p50 ${at(0.5, times).toFixed(1)}, p95 ${at(0.95, times).toFixed(1)} ms`,
      );
      figures.push({ what: kind, value: at(0.95, times) / quiet, unit: '×', limit: MOST_TIMES });
    }
    return figures;
  } finally {
    await site.stop();
  }
}

export const command = benchCommand({
  what: 'measurements that are generated, in runs of ten',
  usual: 60_000,
  fewest: 1,
  measure: async (measurements) => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-floods-'));
    try {
      return await measure(folder, measurements);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
