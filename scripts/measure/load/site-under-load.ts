// The built site with some results in it, as its visitors use it: pages, badges and the API at
// fixed rates, and a run published every second. Beside them, in the same minutes, a route of the
// same runtime that does nothing but answer as many bytes.
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { MANIFEST } from '@/lib/models/manifest';
import { postRun, prepareProvenRun, prepareRun } from '@/scripts/client/api';
import { startSeededSite } from '@/scripts/site/seeded-site';
import { openEmbedded } from '../../database/embedded';
import { standingsDigest } from '../board/digest';
import { type Stream, type Streamed, stream } from './streams';
import { meanBetween, watchMemory } from './watch-memory';

const SEEDED_RUNS = 40;
const METRICS_TOKEN = 'the-token-of-the-load';
const PUBLISHED_EVERY_MS = 1000;
/** Every so many runs one is proved, and counts on the board. */
const PROVED_EVERY = 5;
const RATES = { pages: 20, badges: 30, api: 10, bare: 10 } as const;
/** Of a comparison as fast as answers come. */
const CLOSED_SECONDS = 5;

export interface Loaded {
  readonly mixed: readonly Streamed[];
  readonly published: number;
  readonly publishFailures: readonly string[];
  /** Acknowledged runs that cannot be read afterwards. */
  readonly lost: number;
  readonly standingsEqualRebuild: boolean;
  readonly memory: readonly number[];
  /** The last sixth of the time beside the second. */
  readonly memoryGrowth: number;
  readonly database: { readonly statements: number; readonly seconds: number };
  /** Answers a second, as a share of those of the bare route with as many bytes; else NaN. */
  readonly throughput: { readonly page: number; readonly badge: number };
}

interface Publishing {
  readonly acknowledged: readonly string[];
  readonly failures: readonly string[];
}

/** One run a second, whether or not the one before was answered. */
async function publish(url: string, seconds: number): Promise<Publishing> {
  const entries = [...MANIFEST.values()].slice(0, 2);
  const acknowledged: string[] = [];
  const failures: string[] = [];
  const one = async (index: number): Promise<void> => {
    const prepare = index % PROVED_EVERY === 0 ? prepareProvenRun : prepareRun;
    const answer = await postRun(url, await prepare(url, entries));
    const text = await answer.text();
    if (answer.status === 201) acknowledged.push((JSON.parse(text) as { id: string }).id);
    else failures.push(`${answer.status} ${text.slice(0, 200)}`);
  };
  const sent: Promise<void>[] = [];
  const count = Math.max(1, Math.floor((seconds * 1000) / PUBLISHED_EVERY_MS) - 2);
  for (let index = 0; index < count; index += 1) {
    sent.push(one(index).catch((error: unknown) => void failures.push(String(error))));
    await new Promise((resolve) => setTimeout(resolve, PUBLISHED_EVERY_MS));
  }
  await Promise.all(sent);
  return { acknowledged, failures };
}

async function databaseTime(url: string): Promise<Loaded['database']> {
  const answer = await fetch(`${url}/api/metrics`, {
    headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const text = await answer.text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    statements: value('flopmark_database_duration_seconds_count'),
    seconds: value('flopmark_database_duration_seconds_sum'),
  };
}

const sizeOf = async (url: string): Promise<number> => {
  const answer = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } });
  const body = await answer.arrayBuffer();
  return Number(answer.headers.get('Content-Length') ?? body.byteLength);
};

/**
 * How many times as many answers a second as the bare route gives: each measured twice, the other
 * in between.
 */
async function shareOfBare(url: string, path: string, seconds: number): Promise<number> {
  const bare = `/api/lab/bare?bytes=${await sizeOf(`${url}${path}`)}`;
  const rates: Record<string, number> = {};
  for (const each of [bare, path, path, bare]) {
    const { perSecond, refused, failed } = await stream(
      { name: each, url, paths: [each], perSecond: null },
      seconds,
    );
    if (refused + failed > 0) throw new Error(`${each}: ${refused} refused, ${failed} failed`);
    rates[each] = (rates[each] ?? 0) + perSecond;
  }
  return (rates[path] ?? 0) / (rates[bare] ?? Number.NaN);
}

async function equalsRebuild(data: string): Promise<boolean> {
  const { database, keepStatistics, close } = await openEmbedded(join(data, 'db'));
  try {
    await keepStatistics();
    const session = drizzle(database, { schema });
    const kept = await standingsDigest(session);
    await session.transaction((tx) => rebuildStandings(tx));
    return kept === (await standingsDigest(session));
  } finally {
    await close();
  }
}

/**
 * Loads a new site for so many seconds, and looks what is left of it; `compared` with a bare route,
 * which takes as long again.
 */
export async function loadSite(seconds: number, compared = true): Promise<Loaded> {
  const site = await startSeededSite(SEEDED_RUNS, { FLOPMARK_METRICS_TOKEN: METRICS_TOKEN });
  let stopped = false;
  try {
    const { url, runIds } = site;
    const run = runIds[0] ?? '';
    const pageBytes = await sizeOf(`${url}/`);
    const streams: readonly Stream[] = [
      {
        name: 'pages',
        url,
        paths: [
          '/',
          '/models',
          '/models/mobilenet-v2-fp32',
          '/devices',
          '/insights',
          `/runs/${run}`,
          '/methodology',
        ],
        perSecond: RATES.pages,
      },
      {
        name: 'badges',
        url,
        paths: [
          `/badge/run/${run}.svg`,
          '/badge/model/resnet50-fp32.svg',
          '/badge/browser/mobilenet-v2-fp32.svg',
        ],
        perSecond: RATES.badges,
      },
      {
        name: 'api',
        url,
        paths: [
          '/api/v1/board?workload=mobilenet-v2-fp32',
          `/api/v1/runs/${run}`,
          '/api/v1/search?q=rtx',
        ],
        perSecond: RATES.api,
      },
      { name: 'bare', url, paths: [`/api/lab/bare?bytes=${pageBytes}`], perSecond: RATES.bare },
    ];
    // What a first visitor waits for is another question.
    for (const { paths } of streams)
      for (const path of paths) await (await fetch(`${url}${path}`)).arrayBuffer();
    const before = await databaseTime(url);
    const memory = watchMemory(site.process.pid ?? 0);
    const [{ acknowledged, failures }, ...mixed] = await Promise.all([
      publish(url, seconds),
      ...streams.map((each) => stream(each, seconds)),
    ]);
    const values = memory.stop();
    const after = await databaseTime(url);
    const closed = Math.min(CLOSED_SECONDS, seconds / 6);
    const share = async (path: string): Promise<number> =>
      compared ? shareOfBare(url, path, closed) : Number.NaN;
    const throughput = {
      page: await share('/methodology'),
      badge: await share('/badge/model/resnet50-fp32.svg'),
    };
    let lost = 0;
    for (const id of acknowledged)
      if ((await fetch(`${url}/api/v1/runs/${id}`)).status !== 200) lost += 1;
    await site.stopKeeping();
    stopped = true;
    return {
      mixed,
      published: acknowledged.length,
      publishFailures: failures,
      lost,
      standingsEqualRebuild: await equalsRebuild(site.data),
      memory: values,
      memoryGrowth: meanBetween(values, 5 / 6, 1) / meanBetween(values, 1 / 6, 2 / 6) - 1,
      database: {
        statements: after.statements - before.statements,
        seconds: after.seconds - before.seconds,
      },
      throughput,
    };
  } finally {
    if (!stopped) await site.stopKeeping();
    site.remove();
  }
}
