// The sitemap has every page that stands, and no other.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { CHAPTERS, chapterHref } from '@/lib/views/chapters';

const app = resolve(import.meta.dirname, '../../app');
/** Not for search engines: a search, what is a visitor's own, and moderation. */
const APART = ['/search', '/my-runs', '/admin', '/reported'];

/** Pages without a parameter in their path. */
function pagesUnder(folder = app, path = ''): string[] {
  const here = existsSync(join(folder, 'page.tsx')) ? [path === '' ? '/' : path] : [];
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (found) => found.isDirectory() && !/^[[_(]/.test(found.name),
  );
  return [
    ...here,
    ...below.flatMap(({ name }) => pagesUnder(join(folder, name), `${path}/${name}`)),
  ];
}

it('lists the pages of the app', () => {
  const source = readFileSync(join(app, 'sitemap.xml/route.ts'), 'utf8');
  const fixed = [...source.matchAll(/^ {2}'(\/[^']*)',$/gm)].map(([, path]) => path ?? '');
  const listed = [...fixed, ...CHAPTERS.map(({ slug }) => chapterHref(slug))];
  const pages = pagesUnder().filter((path) => !APART.includes(path));
  expect(listed.toSorted()).toEqual(pages.toSorted());
});
