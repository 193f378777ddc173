// Whose votes this instance counts, in words: networks', or, on a private board, keys'.
import { isPrivateBoard } from '@/lib/config/current';
import { integer } from '@/lib/core/format';
import { type Backing, lackWords } from '@/lib/standings/evidence';

/** "networks", or "keys". */
export const votersHere = (): 'networks' | 'keys' => (isPrivateBoard() ? 'keys' : 'networks');

/** "1 network", "12 networks". */
export function votersWords(count: number): string {
  const voters = votersHere();
  return count === 1 ? `1 ${voters.slice(0, -1)}` : `${integer(count)} ${voters}`;
}

/** The head of a column that counts them. */
export const votersHead = (): string => (isPrivateBoard() ? 'Keys' : 'Networks');

/** What a provisional row lacks: "2 of 3 networks; share it to confirm". */
export const lackHere = (backing: Backing): string => lackWords(backing, votersHere());
