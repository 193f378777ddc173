// What SQL compares a column with is a value that the column can hold: the compiler reads no SQL,
// and a stale name in it equals nothing, so that rows are missed without a word.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTableColumns, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { MODES } from '@/lib/bench/mode';
import * as schema from '@/lib/db/schema';
import { root } from '@/scripts/root';
import { sourceFiles } from '../support/sources';

/** By name of a column, what it holds in any table. */
const held = new Map<string, Set<string>>([
  ['mode', new Set(MODES.map((mode) => (mode === 'sustained' ? 'sustained-60' : mode)))],
]);
for (const table of Object.values(schema)) {
  if (!is(table, PgTable)) continue;
  for (const { name, enumValues } of Object.values(getTableColumns(table)))
    if (enumValues !== undefined && enumValues.length > 0)
      held.set(name, new Set([...(held.get(name) ?? []), ...enumValues]));
}

const COMPARED = /\b([a-z_]+) (?:=|<>|in|not in) (\('[^()]*'\)|'[^']*')/g;

/** Comparisons in `text` of a column with a value that it never holds. */
const staleIn = (text: string): string[] =>
  [...text.matchAll(COMPARED)].flatMap(([, column = '', values = '']) => {
    const known = held.get(column);
    return [...values.matchAll(/'([^']*)'/g)].flatMap(([, value = '']) =>
      known === undefined || known.has(value) ? [] : [`${column}: ${value}`],
    );
  });

describe('a value in SQL', () => {
  it.each([
    ["m.mode = 'graph-capture'", 'mode: graph-capture'],
    ["m.mode in ('run', 'sustain')", 'mode: sustain'],
    ["r.state <> 'quarantine'", 'state: quarantine'],
    ["c.device_kind not in ('software', 'announced')", 'device_kind: announced'],
    ["m.backend = 'cuda'", 'backend: cuda'],
  ])('that %s compares with is found to be stale', (text, found) =>
    expect(staleIn(text)).toEqual([found]),
  );

  it('is one that its column holds', () => {
    const files = sourceFiles().filter((file) => file.startsWith('lib/db/'));
    const stale = files.flatMap((file) =>
      staleIn(readFileSync(join(root, file), 'utf8')).map((what) => `${file}: ${what}`),
    );
    expect(held.size).toBeGreaterThan(15);
    expect(stale).toEqual([]);
  });
});
