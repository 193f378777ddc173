// Reads that a process keeps for some seconds: pages that are drawn for each request, and a search
// that asks at every pause in typing, need not go through all devices each time. What is kept is
// only ever a little old; nothing that is written depends on it.
import type { Database } from './client';

interface Kept<T> {
  readonly untilMs: number;
  readonly answer: Promise<T>;
}

/**
 * `read` with its answers kept for `keptMs`, by database and `key`, of which there must be few. Who
 * asks while it reads waits for the same answer; a read that fails is not kept.
 */
export function keepingReads<T>(
  keptMs: number,
  read: (db: Database, key: string) => Promise<T>,
  now: () => number = Date.now,
): (db: Database, key?: string) => Promise<T> {
  const answers = new WeakMap<Database, Map<string, Kept<T>>>();
  return (db, key = '') => {
    const ofDatabase = answers.get(db) ?? new Map<string, Kept<T>>();
    answers.set(db, ofDatabase);
    const kept = ofDatabase.get(key);
    if (kept !== undefined && now() < kept.untilMs) return kept.answer;
    const answer = read(db, key);
    ofDatabase.set(key, { untilMs: now() + keptMs, answer });
    answer.catch(() => {
      if (ofDatabase.get(key)?.answer === answer) ofDatabase.delete(key);
    });
    return answer;
  };
}
