import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetRun, myRuns, rememberRun } from '@/lib/runner/my-runs';
import { newRunId } from '@/lib/submission/run-id';

function memoryStore(initial: string | null = null) {
  let kept = initial;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
      return true;
    },
  };
}

const runOf = (byte: number) => ({
  id: newRunId(new Uint8Array(10).fill(byte)),
  publishedAt: new Date(1e12 + byte).toISOString(),
});

describe('the runs of this browser', () => {
  it('are listed newest first, once each, and forgotten when told', () => {
    const store = memoryStore();
    for (const byte of [1, 2, 3, 2]) rememberRun(store, runOf(byte));
    expect(myRuns(store)).toEqual([runOf(2), runOf(3), runOf(1)]);
    forgetRun(store, runOf(3).id);
    expect(myRuns(store)).toEqual([runOf(2), runOf(1)]);
  });

  it('keep their device and result where they have them', () => {
    const store = memoryStore();
    const run = {
      ...runOf(1),
      device: { slug: 'apple-m3-pro', name: 'Apple M3 Pro' },
      result: 'ResNet-18: 3 ms',
    };
    rememberRun(store, run);
    rememberRun(store, runOf(2));
    expect(myRuns(store)).toEqual([runOf(2), run]);
  });

  it('survive whatever else is in the store', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const store = memoryStore(text);
        expect(Array.isArray(myRuns(store))).toBe(true);
        rememberRun(store, runOf(7));
        expect(myRuns(store)[0]).toEqual(runOf(7));
      }),
    );
  });

  it('are at most two hundred', () => {
    const store = memoryStore();
    for (let byte = 0; byte < 220; byte += 1) rememberRun(store, runOf(byte));
    expect(myRuns(store)).toHaveLength(200);
  });
});
