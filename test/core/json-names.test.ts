import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasAtMostNames } from '@/lib/core/json-names';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** By the parser: what the objects of a value are named, all together. */
function namesIn(value: unknown, into = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) into.add(name);
    namesIn(inner, into);
  }
  return into;
}

it('tells as many names as the parser finds, whatever they hold', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const { size } = namesIn(value);
      const bytes = bytesOf(JSON.stringify(value, null, indent));
      expect(hasAtMostNames(bytes, size)).toBe(true);
      if (size > 0) expect(hasAtMostNames(bytes, size - 1)).toBe(false);
    }),
  );
});

it('takes texts with colons, quotes and backslashes for no names', () => {
  const text = JSON.stringify({ a: 'x": 1, "y":', b: ['"c":', '\\', 'd\\":'] });
  expect(hasAtMostNames(bytesOf(text), 2)).toBe(true);
  expect(hasAtMostNames(bytesOf(text), 1)).toBe(false);
});

it.each(['', '"', '"\\', '{"a"', '{"a":', 'nothing'])('ends on %j, which is no JSON', (text) => {
  expect(hasAtMostNames(bytesOf(text), 1)).toBe(true);
});
