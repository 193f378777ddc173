// What a comment or a page of docs/ cites stands in this repository: the file is there, and so is
// the heading. A stranger has nothing else to look it up in.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '@/package.json';
import { CATALOGUE } from '@/scripts/catalogue';
import { root } from '@/scripts/root';
import { sourceFiles } from '../support/sources';
import { brokenCitations } from './citations';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
];
const headings = new Map(
  documents
    .filter((path) => path.endsWith('.md'))
    .map((path) => [
      path,
      [...readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, words]) => words),
    ]),
);
const known = {
  headingsOf: (path: string) => headings.get(path) ?? null,
  exists: (path: string) => existsSync(join(root, path)),
  scripts: new Set(Object.keys(packageJson.scripts)),
  commands: new Set(Object.values(CATALOGUE).flatMap((section) => Object.keys(section))),
};

describe('what is cited', () => {
  it('stands in the repository', () => {
    // Not those that show what a broken one is.
    const sources = sourceFiles().filter((file) => !file.startsWith('test/architecture/citations'));
    const files = [...sources, 'app/globals.css', ...headings.keys()];
    const broken = files.flatMap((file) =>
      brokenCitations(file, readFileSync(join(root, file), 'utf8'), known).map(
        (what) => `${file}: ${what}`,
      ),
    );
    expect(broken).toEqual([]);
  });

  it.each([
    ['// See docs/nowhere.md.', 'docs/nowhere.md'],
    ['// (docs/data.md, "No such heading")', 'No such heading'],
    ['// by the rules of DESIGN section 2', 'DESIGN'],
    ['/** LOOK.md says so. */', 'LOOK.md'],
    ['// a limit of issue 4', 'issue 4'],
    ['// as in `lib/core/nothing.ts`', 'lib/core/nothing.ts'],
    ['// what stands in lib/nowhere/', 'lib/nowhere/'],
    ['// `npm run -s nothing` says so', 'npm run -s nothing'],
    ['// by `npm run -s flopmark -- measure nothing`', 'measure nothing'],
    ['// by `npm run -s flopmark --\n// nothing`', 'flopmark -- nothing'],
    ['// `npm run -s zoo -- nothing`', 'zoo -- nothing'],
  ])('finds what is wrong in %j', (text, what) => {
    expect(brokenCitations('lib/x.ts', text, known).join()).toContain(what);
  });

  it('lets pass what is there', () => {
    expect(
      brokenCitations(
        'lib/x.ts',
        `// (docs/data.md, "The row"), lib/core/units.ts, lib/models/nets/, onnxruntime #24070,
         // npm run -s zoo -- pin, npm run -s flopmark -- measure page,
         // npm run -s flops -- model.onnx`,
        known,
      ),
    ).toEqual([]);
  });
});
