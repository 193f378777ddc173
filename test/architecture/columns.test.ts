// Lines end at 100 columns, and which are called longer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { overlongLines } from '@/scripts/columns';
import { root } from '@/scripts/root';
import { writtenFiles } from '../support/sources';

const words = 'word '.repeat(30).trim();

it.each([
  ['a comment', 'lib/x.ts', `// ${words}`],
  ['a docstring', 'lib/x.ts', `  * ${words}`],
  ['code', 'lib/x.ts', `const sum = ${'a + '.repeat(40)}a;`],
  ['prose', 'docs/x.md', words],
])('finds %s', (_, file, line) => {
  expect(overlongLines(file, `short\n${line}\n`)).toEqual([2]);
});

it.each([
  ['a text in quotes', 'lib/x.ts', `  why: '${words}',`],
  ['an address in a comment', 'lib/x.ts', `// https://example.org/${'x'.repeat(100)}`],
  ['a row of a table', 'docs/x.md', `| ${words} |`],
  ['a hundred columns', 'lib/x.ts', `// ${'é'.repeat(97)}`],
])('lets %s pass', (_, file, line) => {
  expect(overlongLines(file, line)).toEqual([]);
});

/** Written by code, and compared with it by their own tests. */
const GENERATED = ['docs/api-changelog.md', 'docs/operators.md'];

it('no line of the repository is too long', () => {
  const files = writtenFiles().filter((file) => !GENERATED.includes(file));
  expect(files.length).toBeGreaterThan(1000);
  const overlong = files.flatMap((file) =>
    overlongLines(file, readFileSync(join(root, file), 'utf8')).map((line) => `${file}:${line}`),
  );
  expect(overlong).toEqual([]);
});

it('the README is short', () => {
  const lines = readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(120);
});
