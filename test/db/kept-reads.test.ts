import { describe, expect, it } from 'vitest';
import type { Database } from '@/lib/db/client';
import { keepingReads } from '@/lib/db/kept-reads';

/** Nothing is asked of it here: what is kept is told apart by the object itself. */
const newDatabase = (): Database => ({}) as Database;

describe('a kept read', () => {
  it('asks once in its time, by database and key, and again after it', async () => {
    let nowMs = 0;
    let reads = 0;
    const read = keepingReads(
      5000,
      async (_db, key) => {
        reads += 1;
        return `${key} ${reads}`;
      },
      () => nowMs,
    );
    const [one, other] = [newDatabase(), newDatabase()];
    expect(await Promise.all([read(one, 'a'), read(one, 'a')])).toEqual(['a 1', 'a 1']);
    expect(await read(one, 'b')).toBe('b 2');
    expect(await read(other, 'a')).toBe('a 3');
    nowMs = 4999;
    expect(await read(one, 'a')).toBe('a 1');
    nowMs = 5000;
    expect(await read(one, 'a')).toBe('a 4');
  });

  it('does not keep a failure', async () => {
    let fails = true;
    const read = keepingReads(5000, async () => {
      if (fails) throw new Error('the database is away');
      return 1;
    });
    const db = newDatabase();
    await expect(read(db)).rejects.toThrow('away');
    fails = false;
    expect(await read(db)).toBe(1);
  });
});
