// Where a device stands: itself with its neighbours, words for the first result and for shared
// ranks.
import { describe, expect, it } from 'vitest';
import { placeOf, placeWords } from '@/app/runs/[id]/place';
import type { BoardRow } from '@/lib/db/board';

const row = (deviceSlug: string, given: Partial<BoardRow> = {}): BoardRow => ({
  deviceSlug,
  deviceName: deviceSlug,
  deviceKind: 'gpu',
  backend: 'webgpu',
  networks: 9,
  people: 9,
  runs: 9,
  p10Ms: 1,
  p50Ms: 1,
  p90Ms: 1,
  bestMs: 1,
  bestRun: 'run',
  intervalMs: [1, 1],
  rank: { first: 1, last: 1 },
  evidence: 'attested',
  provable: true,
  blocks: 9,
  near: 0,
  agreeing: 0,
  disputed: false,
  ...given,
});
const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((slug) => row(slug));
const around = (slug: string) => placeOf(rows, slug)?.around.map(({ deviceSlug }) => deviceSlug);

describe('placeOf', () => {
  it('shows two neighbours on either side, fewer at the ends', () => {
    expect(around('c')).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(around('a')).toEqual(['a', 'b', 'c']);
    expect(around('f')).toEqual(['d', 'e', 'f']);
  });

  it('has no place for a device that is not ranked', () => expect(placeOf(rows, 'z')).toBeNull());
});

describe('placeWords', () => {
  const words = (given: Partial<BoardRow>) => placeWords({ own: row('a', given), around: [] }, 13);

  it.each([
    [{ networks: 1, rank: null }, 'First result for this device'],
    [{ networks: 2, blocks: 2, rank: null }, 'Provisional (2 of 3 networks; share it to confirm)'],
    [
      { networks: 3, provable: false, near: 1, rank: null },
      'Provisional (1 of 3 networks agree; share it to confirm)',
    ],
    [{ rank: { first: 4, last: 4 } }, 'Rank 4 of 13'],
    [{ rank: { first: 3, last: 6 } }, 'Rank 3 to 6 of 13'],
  ])('%j: %s', (given, expected) => expect(words(given)).toBe(expected));
});
