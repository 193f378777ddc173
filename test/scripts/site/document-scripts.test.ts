import { describe, expect, it } from 'vitest';
import { withoutScripts } from '@/scripts/site/document-scripts';

const manifest = (route: string): string =>
  [
    'globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};',
    `globalThis.__RSC_MANIFEST["${route}"] = {"moduleLoading":{"prefix":""},"clientModules":{"a":{"chunks":["a.js"]}},"entryCSSFiles":{"x":["x.css"]},"entryJSFiles":{"x":["x.js"]}};`,
    '',
  ].join('\n');

describe('the scripts of a document', () => {
  it('are left out, and what its error would need stays named', () => {
    const left = withoutScripts(manifest('/learn/pruning/page'));
    expect(left).not.toContain('x.js');
    expect(left).toContain('"moduleLoading":null');
    expect(left).toContain('{"chunks":["a.js"]}');
    expect(left).toContain('x.css');
    expect(left.split('\n')[0]).toBe(manifest('/').split('\n')[0]);
    expect(withoutScripts(left)).toBe(left);
  });

  it('stay where React wakes', () => {
    expect(withoutScripts(manifest('/run/page'))).toBe(manifest('/run/page'));
    expect(withoutScripts(manifest('/runs/[id]/page'))).not.toContain('x.js');
  });

  it('are not guessed at in a file of another kind', () => {
    expect(() => withoutScripts('export default {}')).toThrow('not known');
  });
});
