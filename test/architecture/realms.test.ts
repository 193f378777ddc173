// Every source file is checked, and by the rules of one realm: a file that no tsconfig names would
// be in nobody's care, as the one that sets the content security policy once was.
import { describe, expect, it } from 'vitest';
import { filesOf, REALMS } from '@/scripts/realms';
import { sourceFiles } from '../support/sources';

const sources = sourceFiles();
const realmsOf = new Map<string, string[]>(sources.map((file) => [file, []]));
for (const realm of REALMS) for (const file of filesOf(realm)) realmsOf.get(file)?.push(realm);

describe('realms', () => {
  it('are six', () => {
    expect(REALMS.map((name) => name.replace(/^tsconfig\.|\.?json$/g, ''))).toEqual([
      'graphs',
      '',
      'node',
      'pure',
      'server',
      'worker',
    ]);
  });

  it('have each source file in exactly one of them', () => {
    expect(sources.length).toBeGreaterThan(700);
    expect([...realmsOf].filter(([, realms]) => realms.length !== 1)).toEqual([]);
  });
});
