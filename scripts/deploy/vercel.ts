// What the platform would refuse of the build (vercel.com/docs/functions/limitations,
// vercel.com/docs/cron-jobs): sizes of functions, the length of vercel.json's crons, and settings
// that it needs. The platform itself is not asked.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readSiteSettings } from '@/lib/config/settings';
import { root } from '../root';
import { buildFolder, ensureBuild } from '../site/build';
import { tracesUnder } from '../site/traces';
import { type Check, check } from './check';

/** Hobby: 1 MB gzipped; the larger plans have more. */
const MOST_EDGE_BYTES = 1_000_000;
/** Unpacked. */
const MOST_NODE_BYTES = 250e6;
const MOST_ROUTES = 2048;

interface EdgeManifest {
  readonly functions: Readonly<
    Record<string, { readonly files: readonly string[]; readonly page: string }>
  >;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

const sizeOf = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Of the largest function that runs on Node, with all that it loads. */
function largestNodeFunction(dist: string): number {
  return Math.max(
    ...tracesUnder(join(dist, 'server/app')).map((files) =>
      files.reduce((sum, file) => sum + sizeOf(file), 0),
    ),
  );
}

export function tryVercel(): Check[] {
  ensureBuild();
  const dist = buildFolder();
  const { functions } = read<EdgeManifest>(join(dist, 'server/middleware-manifest.json'));
  const edge = Object.values(functions).map(
    ({ files }) =>
      gzipSync(files.map((file) => readFileSync(join(dist, file), 'utf8')).join('\n')).length,
  );
  const largestEdge = Math.max(0, ...edge);
  const node = largestNodeFunction(dist);
  const routes = Object.keys(
    read<Record<string, string>>(join(dist, 'app-path-routes-manifest.json')),
  ).length;
  const { crons } = read<{ crons: readonly { path: string; schedule: string }[] }>(
    join(root, 'vercel.json'),
  );
  const built = new Set(
    Object.values(read<Record<string, string>>(join(dist, 'app-path-routes-manifest.json'))),
  );
  const environment = {
    VERCEL: '1',
    VERCEL_PROJECT_PRODUCTION_URL: 'flopmark.example',
    POSTGRES_URL: 'postgres://user:password@ep-x.eu-central-1.aws.neon.tech/flopmark',
    FLOPMARK_SECRET: 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA',
    FLOPMARK_NETWORK_KEY: 'nK3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA',
    CRON_SECRET: 'pA0jH6gF4dC8yW2rS5lN7bM1tX9qV3zK',
  };
  return [
    check(
      `${edge.length} edge functions, each at most 1 MB gzipped`,
      largestEdge <= MOST_EDGE_BYTES,
      `${Math.round(largestEdge / 1000)} kB`,
    ),
    check(
      'functions on Node, each at most 250 MB',
      node <= MOST_NODE_BYTES,
      `${(node / 1e6).toFixed(1)} MB`,
    ),
    check(`at most ${MOST_ROUTES} routes`, routes <= MOST_ROUTES, routes),
    check(
      'crons ask for routes that exist, once a day',
      crons.every(({ path, schedule }) => built.has(path) && /^\d+ \d+ \* \* \*$/.test(schedule)),
      crons.map(({ path }) => path).join(', '),
    ),
    check(
      'the settings of docs/deploy.md are enough',
      readSiteSettings(environment).ok,
      Object.keys(environment).join(', '),
    ),
  ];
}
