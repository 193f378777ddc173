// No input to any edge route yields a 5xx, nor no answer at all. Every tricky text in every query, a hundred drawn requests
// to each here, and ten megabytes to those that read a body; ten thousand to each by `npm run fuzz`.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hugeRequests, requestTo, trickyQueries } from '@/scripts/fuzz/requests';
import { send } from '@/scripts/fuzz/send';
import { targets } from '@/scripts/fuzz/targets';
import { askChallenge } from '../support/api';
import { type Site, startSite } from '../support/site';

const app = resolve(import.meta.dirname, '../../app');
const REQUESTS = 100;
const LANES = 4;

let site: Site;
let live: { readonly ticket: string; readonly goldenIndex: number };
beforeAll(async () => {
  site = await startSite({ env: { FLOPMARK_ADMIN_TOKEN: 'the-token-of-the-moderators' } });
  live = await askChallenge(site.url);
});
afterAll(() => site.stop());

/** The routes of the app that run on the edge, as paths with their parameters in braces. */
function edgeRoutes(folder = app, path = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const at = join(folder, found.name);
    if (found.isDirectory()) return edgeRoutes(at, `${path}/${found.name.replace(/^\[(?:\.{3})?(.*)\]$/, '{$1}')}`);
    return found.name === 'route.ts' && readFileSync(at, 'utf8').includes("runtime = 'edge'") ? [path] : [];
  });
}

const shape = (path: string): string => path.replace(/\{\w+\}(?:\.\w+)?/g, '{}');

describe('edge routes', () => {
  it('are all fuzzed', () => {
    const fuzzed = targets('', 0).map(({ path }) => shape(path));
    expect(
      edgeRoutes()
        .map(shape)
        .filter((path) => !fuzzed.includes(path)),
    ).toEqual([]);
  });

  it.each(targets('', 0).map(({ path }, index) => [path, index] as const))('%s never fails', async (_path, index) => {
    const target = targets(live.ticket, live.goldenIndex)[index];
    const huge = target.body === null ? [] : hugeRequests(target);
    for (const one of [...trickyQueries(target), ...huge]) {
      expect(await send(site.url, one), one.path).toBeLessThan(500);
    }
    const never = fc.asyncProperty(requestTo(target), async (request) => (await send(site.url, request)) < 500);
    await Promise.all(
      Array.from({ length: LANES }, (_, lane) => fc.assert(never, { numRuns: REQUESTS / LANES, seed: 6 + lane })),
    );
  });
});
