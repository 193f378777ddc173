// Where a run's device stands in the ranking of its headline workload: its own row with the
// neighbours above and below, or the reason why there is none.

import { lackHere } from '@/app/voters';
import type { BoardRow } from '@/lib/db/board';

const NEIGHBOURS = 2;

export interface Place {
  readonly own: BoardRow;
  /** Own row and neighbours, in the order of the ranking. */
  readonly around: readonly BoardRow[];
}

/** Null where the device has no row. `rows` are of one backend. */
export function placeOf(rows: readonly BoardRow[], deviceSlug: string): Place | null {
  const index = rows.findIndex((row) => row.deviceSlug === deviceSlug);
  const own = rows[index];
  if (own === undefined) return null;
  return { own, around: rows.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1) };
}

/** "First result for this device", "Provisional: …" or "Rank 3–6 of 13". */
export function placeWords({ own }: Place, total: number): string {
  const { networks, rank } = own;
  if (networks === 1) return 'First result for this device';
  if (rank === null) return `Provisional (${lackHere(own)})`;
  return rank.first === rank.last
    ? `Rank ${rank.first} of ${total}`
    : `Rank ${rank.first} to ${rank.last} of ${total}`;
}
