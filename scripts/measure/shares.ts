// `measure shares`: which share of a proven rate honest runs reach, by class of work. Drives
// browsers through /run with one thread and with all, publishes to a server of its own, reads back
// what was measured and what was proved, and keeps the highest share of each class. A row may claim
// a tenth more and be attested (lib/submission/proven-share), so a share too low denies honest
// people.
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, release } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { KERNEL_VERSION } from '@/lib/attest/kernel';
import { gradeOf, QUALITY_CODES, type QualityCode } from '@/lib/bench/quality';
import { BACKENDS, type Backend } from '@/lib/core/backend';
import { z } from '@/lib/core/zod';
import { MANIFEST } from '@/lib/models/manifest';
import { type WorkClass, workClassOf } from '@/lib/models/work-class';
import { PROVABLE } from '@/lib/submission/proof';
import { type MeasuredShare, SHARES, type ShareTable } from '@/lib/submission/proven-share';
import { startSite } from '@/scripts/site/site';
import { defineCommand, type Exit, flag, list, some, UsageError } from '../command';
import { root } from '../root';
import { roundsOption, workloadsOption } from './options';
import { watchOthers } from './quiet';

/** Some of each class, so short that two cores measure all of them in two minutes. */
const WORKLOADS = [
  'gemm-512-fp32',
  'gemm-1024-fp32',
  'gemm-batch16-256-fp32',
  'conv-3x3-64-56-fp32',
  'conv-1x1-256-64-56-fp32',
  'conv-3x3-256-14-fp32',
  'conv-dilated-3x3-256-28-fp32',
  'conv-grouped-3x3-256-28-fp32',
  'attention-prefill-12x512x64-fp32',
  'backward-gemm-dx-1024-fp32',
  'backward-conv-dx-3x3-64-56-fp32',
  'lstm-64x512-fp32',
  'alexnet-fp32',
  'resnet18-fp32',
  'squeezenet1-1-fp32',
  'googlenet-fp32',
  'mobilenet-v2-fp32',
  'efficientnet-b0-fp32',
  'shufflenet-v2-x1-0-fp32',
  'minilm-l6-fp32',
  'vit-b-32-fp32',
  'train-mlp-fp32',
  'train-cnn-fp32',
] as const;

interface Seen extends MeasuredShare {
  readonly kind: WorkClass;
  readonly backend: Backend;
  readonly gflops: number;
  readonly provenGflops: number;
}

const benchRowsSchema = z.array(z.looseObject({ runUrl: z.string().optional() }));
const storedRunSchema = z.looseObject({
  run: z.looseObject({ browser: z.string(), browserMajor: z.number().nullable() }),
  measurements: z.array(
    z.looseObject({
      workload: z.string(),
      backend: z.enum(BACKENDS),
      threadsGot: z.number().nullable(),
      gflops: z.number().nullable(),
      provenGflops: z.number().nullable(),
      quality: z.array(z.string()),
      deviceKind: z.string(),
    }),
  ),
});

const run = promisify(execFile);

/** Measures and publishes in one browser; answers the address of the run. */
async function publish(url: string, options: readonly string[]): Promise<string> {
  const command = ['scripts/run.mjs', 'bench', '--json', '--submit', '--url', url, ...options];
  const { stdout } = await run(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 });
  const address = benchRowsSchema.parse(JSON.parse(stdout))[0]?.runUrl;
  if (address === undefined) throw new Error('the run was not published');
  return address;
}

const isCode = (code: string): code is QualityCode => QUALITY_CODES.some((known) => known === code);

/** `busy`: that other work disturbed it is no reason. */
const isPoor = (codes: readonly string[], busy: boolean): boolean =>
  gradeOf(codes.filter(isCode).filter((code) => !busy || code !== 'busy')) === 'poor';

interface Shares {
  readonly seen: readonly Seen[];
  /** How many of the rows with a class were left out, and why. */
  readonly left: string;
}

/** Rows of a class that are sound, on hardware, and beside a proof. */
async function sharesOf(url: string, runUrl: string, busy: boolean): Promise<Shares> {
  const response = await fetch(`${url}/api/v1/runs/${basename(runUrl)}`);
  const stored = storedRunSchema.parse(await response.json());
  const browser = `${stored.run.browser} ${stored.run.browserMajor ?? ''}`.trim();
  const left = { 'not measured': 0, poor: 0, software: 0, 'without a proof': 0 };
  const seen = stored.measurements.flatMap(
    ({ workload, backend, threadsGot, gflops, provenGflops, ...row }): Seen[] => {
      const entry = MANIFEST.get(workload);
      const kind = entry === undefined ? null : workClassOf(entry);
      if (kind === null) return [];
      const why =
        gflops === null
          ? 'not measured'
          : isPoor(row.quality, busy)
            ? 'poor'
            : row.deviceKind === 'software'
              ? 'software'
              : 'without a proof';
      if (gflops === null || provenGflops === null || why !== 'without a proof') {
        left[why] += 1;
        return [];
      }
      const share = gflops / provenGflops;
      return [
        { kind, backend, workload, browser, threads: threadsGot, share, gflops, provenGflops },
      ];
    },
  );
  const reasons = Object.entries(left).filter(([, count]) => count > 0);
  return { seen, left: reasons.map(([why, count]) => `${count} ${why}`).join(', ') };
}

const rounded = (share: number): number => Number(share.toPrecision(4));

function highest(seen: readonly Seen[], kept: ShareTable['shares']): ShareTable['shares'] {
  const shares: Partial<Record<Backend, Partial<Record<WorkClass, MeasuredShare>>>> =
    structuredClone(kept);
  for (const { kind, backend, share, workload, browser, threads } of seen) {
    const ofBackend = shares[backend] ?? {};
    if ((ofBackend[kind]?.share ?? 0) < share)
      ofBackend[kind] = { share: rounded(share), workload, browser, threads };
    shares[backend] = ofBackend;
  }
  return shares;
}

function write(
  seen: readonly Seen[],
  backends: readonly Backend[],
  add: boolean,
  command: string,
): void {
  const others = Object.fromEntries(
    Object.entries(SHARES.shares).filter(([name]) => !backends.some((b) => b === name)),
  );
  const measured = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${platform()} ${release()}`,
    kernel: KERNEL_VERSION,
    command,
  };
  const table: ShareTable = {
    measured: [measured, ...(add ? SHARES.measured : [])],
    shares: highest(seen, add ? SHARES.shares : others),
  };
  writeFileSync(
    join(root, 'lib/submission/proven-shares.json'),
    `${JSON.stringify(table, null, 2)}\n`,
  );
}

function print(seen: readonly Seen[]): void {
  const sorted = seen.toSorted((a, b) => a.kind.localeCompare(b.kind) || b.share - a.share);
  for (const { kind, backend, workload, browser, threads, share, gflops, provenGflops } of sorted) {
    const where = `${browser}, ${backend}${threads === null ? '' : `×${threads}`}`;
    const rates = `${gflops.toFixed(1)} of ${provenGflops.toFixed(1)} GFLOPS`;
    console.log(
      `${share.toFixed(3)}  ${kind.padEnd(20)} ${workload.padEnd(34)} ${rates.padEnd(26)} ${where}`,
    );
  }
}

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/firefox-esr'];

export const command = defineCommand({
  options: {
    browsers: list('paths', BROWSERS),
    backends: some('backends', PROVABLE, ['wasm']),
    threads: list('on WASM', [...new Set([1, availableParallelism()])].map(String), (part) =>
      /^[1-9]\d?$/.test(part),
    ),
    workloads: workloadsOption(WORKLOADS),
    rounds: roundsOption(1, 'runs of each browser and number of threads'),
    busy: flag('rows that other work disturbed count too: for a first idea on a machine in use'),
    write: flag('put the shares of these backends into lib/submission/proven-shares.json'),
    add: flag('with --write: keep what stands there where it is higher'),
    json: flag('every row as JSON instead of a table'),
  },
  notes: `The result depends on the machine being quiet: what others used of one core is printed.
After --write: npm run -s flopmark -- relevel on every database.`,
  run: measureShares,
});

interface Wanted {
  readonly browsers: readonly string[];
  readonly backends: readonly Backend[];
  readonly threads: readonly string[];
  readonly workloads: readonly string[];
  readonly rounds: number;
  readonly busy: boolean;
  readonly write: boolean;
  readonly add: boolean;
  readonly json: boolean;
}

async function measureShares({
  backends,
  threads: threadCounts,
  rounds,
  ...wanted
}: Wanted): Promise<Exit> {
  const browsers = wanted.browsers.filter((path) => existsSync(path));
  if (browsers.length === 0)
    throw new UsageError(`--browsers: there is none at ${wanted.browsers.join(', ')}`);
  const site = await startSite();
  try {
    const seen: Seen[] = [];
    const { othersShare } = await watchOthers(async () => {
      for (const browser of browsers)
        for (const threads of threadCounts)
          for (let round = 0; round < rounds; round += 1) {
            const options = [
              '--browser',
              browser,
              '--threads',
              threads,
              '--backends',
              backends.join(','),
            ];
            const runUrl = await publish(site.url, [
              ...options,
              '--workloads',
              wanted.workloads.join(','),
            ]);
            const shares = await sharesOf(site.url, runUrl, wanted.busy);
            const left = shares.left === '' ? '' : `; left out: ${shares.left}`;
            console.error(
              `${browser}, ${threads} threads: ${shares.seen.length} rows beside a proof${left}`,
            );
            seen.push(...shares.seen);
          }
    });
    if (wanted.json) console.log(JSON.stringify({ othersShare, seen }, null, 2));
    else print(seen);
    if (othersShare !== null)
      console.error(`Others used ${(100 * othersShare).toFixed(0)} % of one core meanwhile.`);
    const line = `npm run -s flopmark -- ${process.argv.slice(2).join(' ')}`;
    if (seen.length === 0) throw new Error('no row stood beside a proof: nothing is written');
    if (wanted.write) write(seen, backends, wanted.add, line);
    return 0;
  } finally {
    await site.stop();
  }
}
