// `measure lighthouse`: Google's Lighthouse, mobile profile, on a running site or on one with
// example data. Lighthouse is fetched by npm when this runs and not before: it weighs more than all
// that the site is made of.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findEngine } from '@/scripts/browser/chromium';
import { newestRun } from '@/scripts/site/demo-pages';
import { startDemoSite } from '@/scripts/site/demo-site';
import { address, defineCommand, flag, texts, whole } from '../command';

const VERSION = '12.8.2';
/** Lowest score per category, of 100. */
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
type Category = keyof typeof LIMITS;
const CATEGORIES = Object.keys(LIMITS) as Category[];

interface Audit {
  readonly id: string;
  readonly title: string;
  readonly score: number | null;
  readonly displayValue?: string;
}
interface LighthouseReport {
  readonly categories: Record<
    Category,
    { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }
  >;
  readonly audits: Readonly<Record<string, Audit>>;
}
interface Row {
  readonly path: string;
  readonly scores: Readonly<Record<Category, number>>;
  readonly failed: readonly string[];
}

async function audit(url: string, skipped: readonly string[]): Promise<LighthouseReport> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-lighthouse-'));
  try {
    const out = join(folder, 'report.json');
    await promisify(execFile)(
      'npm',
      [
        'exec',
        '--yes',
        `lighthouse@${VERSION}`,
        '--',
        url,
        '--output=json',
        `--output-path=${out}`,
        '--quiet',
        '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage',
        `--only-categories=${CATEGORIES.join(',')}`,
        ...(skipped.length === 0 ? [] : [`--skip-audits=${skipped.join(',')}`]),
      ],
      { env: { ...process.env, CHROME_PATH: findEngine() ?? '' }, maxBuffer: 1 << 24 },
    );
    return JSON.parse(readFileSync(out, 'utf8')) as LighthouseReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function failures(report: LighthouseReport): string[] {
  const weighed = CATEGORIES.flatMap((category) => report.categories[category].auditRefs).filter(
    ({ weight }) => weight > 0,
  );
  return weighed.flatMap(({ id }) => {
    const audit = report.audits[id];
    if (audit === undefined || audit.score === null || audit.score >= 0.9) return [];
    return [
      `${id}: ${audit.title}${audit.displayValue === undefined ? '' : ` (${audit.displayValue})`}`,
    ];
  });
}

async function scorePage({ url, skipped }: Scored, path: string, runs: number): Promise<Row> {
  const reports: LighthouseReport[] = [];
  for (let i = 0; i < runs; i += 1) reports.push(await audit(`${url}${path}`, skipped));
  const scoreOf = (category: Category): number =>
    Math.round(100 * median(reports.map((report) => report.categories[category].score)));
  return {
    path,
    scores: {
      performance: scoreOf('performance'),
      accessibility: scoreOf('accessibility'),
      'best-practices': scoreOf('best-practices'),
      seo: scoreOf('seo'),
    },
    failed: [...new Set(reports.flatMap(failures))],
  };
}

interface Scored {
  readonly url: string;
  /** Audits that say nothing of it. */
  readonly skipped: readonly string[];
}

async function demo(): Promise<Scored & { paths: string[]; stop: () => Promise<void> }> {
  const { url, stop } = await startDemoSite();
  const run = `/runs/${await newestRun(url)}`;
  // Example data asks search engines to stay away.
  return {
    url,
    skipped: ['is-crawlable'],
    paths: ['/', '/models/mobilenet-v2-fp32', '/devices/nvidia-geforce-rtx-4070', run],
    stop,
  };
}

export const command = defineCommand({
  options: {
    url: address('a running site; without it one with example data is started'),
    path: texts('PATH', 'these pages (/, and a model, a device and a run of the example data)'),
    runs: whole('N', 'of which the median counts', 3),
    json: flag('an array of {path, scores, failed}, where failed lists the audits below 0.9'),
  },
  notes: `Lighthouse ${VERSION} (mobile profile, simulated throttling) in Debian's Chromium,
without its windows where chromium-headless-shell is installed: they take part of two cores.`,
  exits: {
    1: `a score is below ${CATEGORIES.map((category) => `${category} ${LIMITS[category]}`).join(', ')}`,
  },
  run: async ({ url, path, runs, json }) => {
    const site =
      url === undefined
        ? await demo()
        : { url: new URL(url).origin, skipped: [], paths: ['/'], stop: () => Promise.resolve() };
    try {
      const rows: Row[] = [];
      for (const page of path.length > 0 ? path : site.paths) {
        const row = await scorePage(site, page, runs);
        rows.push(row);
        console.error(
          `${page}  ${CATEGORIES.map((category) => `${category} ${row.scores[category]}`).join(', ')}`,
        );
        for (const failed of row.failed) console.error(`    ${failed}`);
      }
      if (json) console.log(JSON.stringify(rows));
      return rows.some(({ scores }) =>
        CATEGORIES.some((category) => scores[category] < LIMITS[category]),
      )
        ? 1
        : 0;
    } finally {
      await site.stop();
    }
  },
});
