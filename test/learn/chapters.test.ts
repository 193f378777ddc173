// The chapters as a reader gets them: what they cite is listed and the reverse, their words stand
// in the glossary, their reading time is the one that is said, and their links lead somewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '@/app/learn/_measure/claims';
import { shortName } from '@/app/learn/_parts/cite';
import { SOURCES } from '@/app/learn/_parts/sources';
import { around, CHAPTERS } from '@/lib/views/chapters';
import { GLOSSARY } from '@/lib/views/glossary';

const folder = join(import.meta.dirname, '../../app/learn');
const textOf = (slug: string): string => readFileSync(join(folder, slug, 'page.tsx'), 'utf8');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, first = '']) => first);

/** What a visitor reads: the text between tags, without code, attributes and comments. */
function wordsOf(text: string): number {
  const body = text
    .slice(text.indexOf('<ChapterPage'))
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, ' ')
    .replace(/finding=\{?[`"]([^`"]*)[`"]\}?/g, '> $1 <')
    .replace(/note=\{?[`"]([^`"]*)[`"]\}?/g, '> $1 <')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\$?\{[^{}]*\}/g, ' number ');
  return body.split(/\s+/).filter((word) => /[A-Za-z]{1,}/.test(word)).length;
}

/** The article's headings as docs/learn.md maps them, from its first column. */
const HEADINGS = [
  'What FLOPs are: definition',
  'Importance',
  'Measuring',
  'Calculating: floating-point operations',
  'Operations per second',
  'Optimising efficiency',
  'Role in hardware: impact on CPU and GPU',
  'CPU against GPU',
  'Maximising for AI workloads',
  'Interpreting: GFLOPS and TFLOPS',
  'Influence on training and inference',
  'Real applications',
  'Optimising models: strategies',
  'Specialised hardware',
  'Adapting arithmetic',
];

const WORDS_A_MINUTE = 220;

describe.each(CHAPTERS)('$slug', ({ slug, minutes }) => {
  const text = textOf(slug);

  it('lists what it cites, and nothing else', () => {
    const cited = new Set(all(text, /<Cite id="(\w+)"/g));
    const listed = all(/sources=\{\[([^\]]*)\]/.exec(text)?.[1] ?? '', /'(\w+)'/g);
    expect([...cited].sort()).toEqual([...listed].sort());
    for (const id of listed) expect(Object.keys(SOURCES)).toContain(id);
  });

  it('takes its words from the glossary, each once', () => {
    const words = all(text, /<Word id="([\w-]+)"/g);
    expect(words.length).toBeGreaterThan(1);
    expect(new Set(words).size).toBe(words.length);
    const known = GLOSSARY.map(({ id }): string => id);
    for (const word of words) expect(known).toContain(word);
  });

  it('is read in the time that it states, at most four minutes', () => {
    expect(minutes).toBe(Math.ceil(wordsOf(text) / WORDS_A_MINUTE));
    expect(minutes).toBeLessThanOrEqual(4);
  });

  it('has a figure', () => {
    expect(text).toMatch(/<Figure\b/);
  });

  it('measures its own claim, where it has one', () => {
    const own = CLAIMS.filter(({ chapter }) => chapter === slug).map(({ id }) => id);
    expect(all(text, /<MeasureHere id="([\w-]+)"/g)).toEqual(own);
  });

  it('links to pages that exist', () => {
    const pages = readdirSync(folder, { withFileTypes: true }).map(({ name }) => name);
    for (const page of all(text, /href="\/learn\/([\w-]+)/g)) expect(pages).toContain(page);
  });
});

describe('chapters', () => {
  it('follow each other', () => {
    const [first, second] = CHAPTERS;
    expect(around(first.slug)).toMatchObject({ number: 1, previous: null, next: second });
    expect(around(CHAPTERS[9].slug)).toMatchObject({ number: 10, next: null });
  });
});

describe('docs/learn.md', () => {
  const rows = readFileSync(join(folder, '../../docs/learn.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has every heading of the article, each with a chapter that exists', () => {
    expect(rows.map(([, heading]) => heading)).toEqual(HEADINGS);
    for (const [, , , chapters] of rows)
      for (const number of all(chapters ?? '', /(?:^|; |, )(\d+)/g))
        expect(CHAPTERS[Number(number) - 1]).toBeDefined();
  });

  it('names chapters by their titles, and sections that stand in them', () => {
    for (const [, , , places = ''] of rows)
      for (const place of places.split('; ')) {
        const { title, slug } = CHAPTERS[Number.parseInt(place, 10) - 1] ?? CHAPTERS[0];
        expect(place).toContain(title);
        for (const section of all(place, /“([^”]+)”/g))
          expect(textOf(slug)).toMatch(new RegExp(`<h2 id="\\w+">${section}</h2>`));
      }
  });
});

describe('sources', () => {
  it('have authors, years, titles and addresses', () => {
    for (const { authors, year, title, href } of Object.values(SOURCES)) {
      expect(authors).not.toBe('');
      expect(title.length).toBeGreaterThan(5);
      expect(year).toBeGreaterThan(1960);
      expect(new URL(href).protocol).toBe('https:');
    }
  });

  it('are cited by family name and year', () => {
    expect(shortName('williams2009')).toBe('Williams and others 2009');
    expect(shortName('amdahl1967')).toBe('Amdahl 1967');
    expect(shortName('he2015')).toBe('He and others 2015');
    expect(shortName('w3cTime')).toBe('W3C 2024');
    expect(shortName('onnx')).toBe('ONNX project 2025');
  });
});

/** The words that code, API and pages use with one meaning each. */
const WORDS = [
  'mac',
  'flop',
  'other-ops',
  'flops-rate',
  'gops',
  'primary-metric',
  'workload',
  'kernel',
  'model',
  'precision',
  'backend',
  'mixed',
  'run',
  'measurement',
  'sample',
  'vote',
  'cell',
  'standing',
  'measured-time',
  'utilisation',
  'intensity',
  'unknown',
  'score',
  'protocol',
];

/** Pages outside /learn that say what the words mean by leading there, each once. */
const PAGES_WITH_WORDS = ['methodology', 'data', 'models', 'analyze', 'run'];

describe('glossary', () => {
  const known = GLOSSARY.map(({ id }): string => id);

  it('has the words of the site', () => {
    for (const word of WORDS) expect(known).toContain(word);
  });

  it.each(PAGES_WITH_WORDS)('is led to from /%s, once for each word', (page) => {
    const words = all(
      readFileSync(join(folder, '..', page, 'page.tsx'), 'utf8'),
      /<Word id="([\w-]+)"/g,
    );
    expect(words.length).toBeGreaterThan(2);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(known).toContain(word);
  });

  it('has one entry for each word', () => {
    expect(new Set(GLOSSARY.map(({ id }) => id)).size).toBe(GLOSSARY.length);
    expect(new Set(GLOSSARY.map(({ word }) => word)).size).toBe(GLOSSARY.length);
  });
});
