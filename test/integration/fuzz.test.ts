// No input to any edge route yields a 5xx, nor no answer at all. Every tricky text in every query,
// twenty drawn requests to each here, and ten megabytes to those that read a body; ten thousand
// to each by `npm run fuzz`.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzRoute } from '@/scripts/fuzz/route';
import { targets } from '@/scripts/fuzz/targets';
import { type Site, startSite } from '@/scripts/site/site';
import { LONG } from '../support/extent';

const app = resolve(import.meta.dirname, '../../app');
const REQUESTS = LONG ? 50 : 20;

let site: Site;
beforeAll(async () => {
  site = await startSite({ env: { FLOPMARK_ADMIN_TOKEN: 'the-token-of-the-moderators' } });
});
afterAll(() => site.stop());

/** The routes of the app that run on the edge, as paths with their parameters in braces. */
function edgeRoutes(folder = app, path = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const at = join(folder, found.name);
    if (found.isDirectory())
      return edgeRoutes(at, `${path}/${found.name.replace(/^\[(?:\.{3})?(.*)\]$/, '{$1}')}`);
    return found.name === 'route.ts' && readFileSync(at, 'utf8').includes("runtime = 'edge'")
      ? [path]
      : [];
  });
}

const shape = (path: string): string => path.replace(/\{\w+\}(?:\.\w+)?/g, '{}');

describe('edge routes', () => {
  it('are all fuzzed', () => {
    const fuzzed = targets().map(({ path }) => shape(path));
    expect(
      edgeRoutes()
        .map(shape)
        .filter((path) => !fuzzed.includes(path)),
    ).toEqual([]);
  });

  it.each(targets().map((target) => [target.path, target] as const))(
    '%s never fails',
    async (_path, target) => {
      const { statuses } = await fuzzRoute(target, { url: site.url, count: REQUESTS, seed: 6 });
      expect(Object.keys(statuses).filter((status) => Number(status) >= 500)).toEqual([]);
    },
  );
});
