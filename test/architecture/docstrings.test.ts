// What lib/ exports is explained where it stands: every function but a few has a docstring that is
// a sentence, or names what comes of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '@/scripts/root';
import { sourceFiles } from '../support/sources';
import { unexplained } from './docstrings';

const WANTED_SHARE = 0.98;

describe('exported functions of lib', () => {
  it('have a docstring that is a sentence', () => {
    const files = sourceFiles().filter(
      (file) => file.startsWith('lib/') && !file.includes('.generated.'),
    );
    const found = files.map((file) => ({
      file,
      ...unexplained(file, readFileSync(join(root, file), 'utf8')),
    }));
    const functions = found.reduce((sum, { functions: count }) => sum + count, 0);
    const without = found.flatMap(({ file, names }) => names.map((name) => `${file}: ${name}`));
    expect(functions).toBeGreaterThan(500);
    expect(without.length, without.join('\n')).toBeLessThanOrEqual((1 - WANTED_SHARE) * functions);
  });

  it.each([
    ['export function area(a: number): number { return a; }', ['area']],
    ['/** Of a square. */\nexport const area = (a: number): number => a * a;', ['area']],
    ['/** Null for no square. */\nexport const area = (a: number): number => a * a;', ['area']],
    ['/** The area of a square */\nexport const area = (a: number): number => a * a;', ['area']],
    ['/** @throws RangeError for none. */\nexport async function area() {}', ['area']],
    [
      '/** The area of a square, from its side. */\nexport const area = (a: number): number => a * a;',
      [],
    ],
    ['export const SIDES = 4;\nconst inner = () => 1;', []],
  ])('%j', (text, names) => {
    expect(unexplained('lib/x.ts', text).names).toEqual(names);
  });
});
