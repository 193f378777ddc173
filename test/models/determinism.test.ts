// Bytes are equal in every engine because builders use only what IEEE 754 and ECMAScript define to
// the last bit. The other functions of Math are implementation-approximated (ECMA-262, 21.3.2),
// `**` with them.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildWorkload } from '@/lib/models/registry';

const folder = resolve(import.meta.dirname, '../../lib/models');
const EXACT = new Set([
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'sign',
  'sqrt',
  'trunc',
  'SQRT2',
  'PI',
]);

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const code = (name: string): string =>
  readFileSync(join(folder, name), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');

describe('lib/models', () => {
  it('uses only functions of Math that are exact', () => {
    const inexact = files.flatMap((name) =>
      [...code(name).matchAll(/\bMath\.(\w+)/g)]
        .filter(([, member]) => !EXACT.has(member))
        .map(([call]) => `${name}: ${call}`),
    );
    expect(inexact).toEqual([]);
  });

  it('raises only whole numbers to whole powers', () => {
    const powers = files.flatMap((name) =>
      [...code(name).matchAll(/^.*\*\*.*$/gm)]
        .filter(([line]) => !/\b2 \*\* |\) \*\* 2\b/.test(line))
        .map(([line]) => `${name}: ${line.trim()}`),
    );
    expect(powers).toEqual([]);
  });

  it('draws other weights from another seed, the same from the same', async () => {
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => buildWorkload('gemm-128-fp32', seed)),
    );
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(true);
    expect(Buffer.from(a).equals(Buffer.from(c))).toBe(false);
  });
});
