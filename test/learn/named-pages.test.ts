// What the search of the site finds under /learn, and that its addresses lead somewhere.
import { describe, expect, it } from 'vitest';
import { searchNames } from '@/lib/core/name-search';
import { GLOSSARY } from '@/lib/views/glossary';
import { NAMED_PAGES } from '@/lib/views/named-pages';

const hrefs = (query: string): string[] =>
  searchNames(NAMED_PAGES, ({ title, words }) => `${title} ${words}`, query, 3).items.map(
    ({ href }) => href,
  );

describe('pages that explain', () => {
  it('are found by their words', () => {
    expect(hrefs('roofline')).toContain('/learn/glossary#roofline');
    expect(hrefs('training step')[0]).toBe('/learn/backward');
    expect(hrefs('calculator')).toEqual(['/learn/calculator']);
    expect(hrefs('utilisation')).toEqual(['/learn/glossary#utilisation']);
    expect(hrefs('pruning')).toContain('/learn/pruning');
  });

  it('have an address each', () => {
    expect(new Set(NAMED_PAGES.map(({ href }) => href)).size).toBe(NAMED_PAGES.length);
    expect(NAMED_PAGES.length).toBeGreaterThan(GLOSSARY.length + 10);
  });
});
