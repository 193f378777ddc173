import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialSizes } from '@/app/learn/calculator/kind';
import { addressOf, KINDS } from '@/app/learn/calculator/kinds';
import { badgeQuery } from '@/lib/edge/badge-options';
import { boardHref, readBoardChoice } from '@/lib/views/board-choice';
import { askedOf, isOnlyRead } from '@/scripts/front/routes';

describe('an address', () => {
  it.each([
    ['/insights?x=1', '/insights'],
    ['/models/a?sort=networks&backend=wasm&x=1', '/models/a?backend=wasm&sort=networks'],
    ['/models/a?backend=wasm&sort=networks', '/models/a?backend=wasm&sort=networks'],
    ['/badge/run/x.svg?style=flat&utm=1', '/badge/run/x.svg?style=flat'],
    ['/runs/x/opengraph-image?3f2a', '/runs/x/opengraph-image'],
    ['/', '/'],
    ['/?x', '/'],
    ['/search?q=a%20b', '/search?q=a+b'],
  ])('%s is %s', (url, canonical) => expect(askedOf(url)?.url).toBe(canonical));

  it.each([
    '/api/v1/board',
    '/_next/static/x.js',
    '/ort/1.30.0/x.wasm',
    '/admin',
    '/run?suite=quick',
    '/icon.png',
    '*',
  ])('%s is none that is kept or counted here', (url) => expect(askedOf(url)).toBeNull());

  it('keeps all that a page or a badge asks for', () => {
    const board = boardHref('a', {
      ...readBoardChoice({}),
      view: 'records',
      backend: 'wasm',
      threads: 'one',
      trust: 2,
      software: { browser: 'b', os: 'o', form: 'f', ortVersion: 'v' },
      sort: 'networks',
      after: '1-2-3',
    });
    const badge = `/badge/x/y.svg${badgeQuery({ style: 'for-the-badge', backend: 'wasm', at: '2026-01-01' })}`;
    const counted = KINDS.map((kind) =>
      addressOf({ kind, sizes: initialSizes(kind), limits: { gflops: 1, gigabytes: 1 } }),
    );
    for (const url of [board, badge, ...counted]) {
      const names = (text: string): string[] =>
        [...new URL(text, 'http://a').searchParams.keys()].sort();
      expect(names(askedOf(url)?.url ?? '')).toEqual(names(url));
    }
  });

  it('is canonical once and for all, whatever is asked', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const asked = askedOf(`${path}?${query}`);
        if (asked !== null) expect(askedOf(asked.url)).toEqual(asked);
      }),
    );
  });

  it('costs the more, the more is drawn', () => {
    const model = '/models/gemm-512-fp32';
    expect(askedOf(`${model}?browser=x`)?.cost).toBe(
      4 * (askedOf(`${model}?sort=spread`)?.cost ?? 0),
    );
    expect(askedOf('/badge/run/x.svg')?.cost).toBeLessThan(askedOf('/runs/x')?.cost ?? 0);
    expect(askedOf('/runs/x')?.cost).toBeLessThan(askedOf('/runs/x/opengraph-image?1')?.cost ?? 0);
  });
});

describe('every page of the site', () => {
  const app = resolve(import.meta.dirname, '../../../app');
  const pages = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)(page|route|opengraph-image)\.tsx?$/.test(path))
    .map(
      (path) =>
        `/${relative(app, join(app, path))}`.replace(/\/(?:page|route)\.tsx?$|\.tsx$/, '') || '/',
    )
    .filter((path) => !/^\/(?:api|admin|run$|analyze$)/.test(path));

  it('is kept or counted', () => {
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.filter((path) => askedOf(path.replace(/\[[^\]]*\]/g, 'x')) === null)).toEqual([]);
  });
});

it('takes what is sent where something counts it, and nowhere else', () => {
  const sentTo = ['/reports', '/api/v1/runs', '/admin/session', '/admin/actions'];
  expect(sentTo.filter(isOnlyRead)).toEqual([]);
  const read = [
    '/',
    '/insights',
    '/reported',
    '/reports/x',
    '/models/a?backend=wasm',
    '/badge/run/x.svg',
    '/feed.xml',
  ];
  expect(read.filter((path) => !isOnlyRead(path))).toEqual([]);
});
