// A run written down and read back: what was finished goes on, what no longer fits is not offered.
import { describe, expect, it } from 'vitest';
import { SUITES } from '@/lib/bench/suites';
import { err, ok } from '@/lib/core/result';
import { MANIFEST } from '@/lib/models/manifest';
import {
  CheckpointWriter,
  clearCheckpoint,
  type RunStart,
  readCheckpoint,
} from '@/lib/runner/checkpoint';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import { AS_SUITE, planRun, type Step } from '@/lib/runner/plan';
import { stillValid } from '@/lib/runner/submit';

const plan = planRun(
  SUITES.smoke,
  MANIFEST,
  {
    cores: 2,
    memoryGiB: 8,
    webgpu: { status: 'unavailable', reason: 'no adapter' },
    webnn: false,
    wasm: 'simd',
    sharedMemory: true,
    softwareAdapter: false,
  },
  AS_SUITE,
);
const [first] = plan as [Step, ...Step[]];
const challenge = {
  id: 'c',
  ticket: 't',
  expiresAt: '2026-11-24T12:00:00.000Z',
  goldenIndex: 3,
  privateSeed: 7,
};
const start: RunStart = {
  choice: { ...AS_SUITE, suite: 'smoke' },
  challenge: ok(challenge),
  startedAt: new Date('2026-11-24T03:00:00Z'),
};
const result = {
  step: first,
  report: emptyReport({ outcome: 'failed', cause: 'run', reason: 'no' }),
  canary: { beforeMs: null, afterMs: null },
};

function memoryStore(quota = Number.POSITIVE_INFINITY) {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
    setItem: (key: string, value: string) => {
      if (kept.size >= quota) return false;
      kept.set(key, value);
      return true;
    },
  };
}

describe('a checkpoint', () => {
  it('brings back what was decided and what was finished, over several reloads', () => {
    const store = memoryStore();
    const writer = CheckpointWriter.start(store, start);
    writer.reading({ at: 0, ms: 12.5 });
    writer.result(result);
    CheckpointWriter.resume(store, null).reading({ at: 1, ms: 13 });
    expect(readCheckpoint(store, () => plan)).toEqual({
      ...start,
      results: [result],
      crashed: null,
      readings: [
        { at: 0, ms: 12.5 },
        { at: 1, ms: 13 },
      ],
      planned: plan.length,
    });
  });

  it('is none without a result, of another plan, of other bytes, of another format, or unreadable', () => {
    const store = memoryStore();
    const writer = CheckpointWriter.start(store, start);
    expect(readCheckpoint(store, () => plan)).toBeNull();
    writer.result(result);
    expect(readCheckpoint(store, () => plan.slice(1))).toBeNull();
    const changed = plan.map((step) => ({ ...step, entry: { ...step.entry, digest: 'other' } }));
    expect(readCheckpoint(store, () => changed)).toBeNull();
    store.setItem('flopmark.checkpoint', '{');
    expect(readCheckpoint(store, () => plan)).toBeNull();
    store.setItem('flopmark.checkpoint', '{"format":"0"}');
    expect(readCheckpoint(store, () => plan)).toBeNull();
  });

  it('leaves nothing behind when cleared or when the store is full', () => {
    const store = memoryStore();
    CheckpointWriter.start(store, start).result(result);
    clearCheckpoint(store);
    expect(store.kept.size).toBe(0);
    const full = memoryStore(2);
    const writer = CheckpointWriter.start(full, start);
    writer.result(result);
    writer.result(result);
    expect(full.kept.size).toBe(0);
  });

  it('names what the page went down with, which counts as tried from then on', () => {
    const store = memoryStore();
    const writer = CheckpointWriter.start(store, start);
    writer.result(result);
    const second = plan[1] as Step;
    writer.measuring(second);
    const left = readCheckpoint(store, () => plan);
    expect(left?.crashed?.step).toBe(second);
    expect(left?.results.map(({ report }) => report.outcome)).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'crashed', cause: 'page' },
    ]);
    CheckpointWriter.resume(store, left?.crashed ?? null);
    const later = readCheckpoint(store, () => plan);
    expect(later?.crashed).toBeNull();
    expect(later?.results).toHaveLength(2);
  });

  it('offers a run whose first row took the page down, and none that was left with a farewell', () => {
    const store = memoryStore();
    const writer = CheckpointWriter.start(store, start);
    writer.measuring(first);
    expect(readCheckpoint(store, () => plan)?.results).toHaveLength(1);
    writer.measuring(null);
    expect(readCheckpoint(store, () => plan)).toBeNull();
    writer.result(result);
    writer.measuring(first);
    // It had ended before: the name is of an earlier moment.
    expect(readCheckpoint(store, () => plan)?.crashed).toBeNull();
  });

  it('knows an expired challenge', () => {
    expect(stillValid(ok(challenge), new Date('2026-11-24T11:59:59Z'))).toEqual(ok(challenge));
    expect(stillValid(ok(challenge), new Date('2026-11-24T12:00:00Z')).ok).toBe(false);
    expect(stillValid(err('offline'), new Date())).toEqual(err('offline'));
  });
});
