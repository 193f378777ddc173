// A challenge: the same workload on the same backend, one thread against one, and no winner where
// intervals cannot say.
import { describe, expect, it } from 'vitest';
import { duelsOf, duelWords, type Rival, type RivalResult } from '@/app/run/rival';
import type { MeasuredView } from '@/lib/views/run-view';

const mine = (medianMs: number, given: Partial<MeasuredView> = {}): MeasuredView => ({
  id: 'x',
  workload: {
    id: 'resnet18-fp32',
    title: 'ResNet-18',
    kind: 'model',
    metric: 'ms',
    rateUnit: 'GFLOPS',
    macs: 1,
    flops: 2,
    params: 1,
  },
  backend: 'wasm',
  threads: { wanted: 4, got: 4 },
  mode: 'run',
  outcome: 'measured',
  medianMs,
  dispatchUs: null,
  restsOn: null,
  frameGaps: null,
  pressure: null,
  validationMode: null,
  intervalMs: [medianMs * 0.99, medianMs * 1.01],
  gflops: 1,
  samplesMs: [],
  sessionMs: 0,
  firstRunMs: 0,
  quality: 'good',
  flags: [],
  ...given,
});

const theirs = (medianMs: number, given: Partial<RivalResult> = {}): RivalResult => ({
  workload: 'resnet18-fp32',
  backend: 'wasm',
  threads: 8,
  medianMs,
  intervalMs: [medianMs * 0.99, medianMs * 1.01],
  ...given,
});

const rival = (results: readonly RivalResult[]): Rival => ({
  run: 'r',
  device: 'Apple M3 Pro',
  suite: 'quick',
  words: '',
  results,
});

describe('a duel', () => {
  it('is of the same workload and backend, many threads against many', () => {
    const against = rival([
      theirs(5, { threads: 1 }),
      theirs(20),
      theirs(1, { backend: 'webgpu', threads: null }),
    ]);
    expect(duelsOf([mine(10)], against)).toMatchObject([
      { theirsMs: 20, winner: 'mine', ratio: { value: 2 } },
    ]);
    expect(duelsOf([mine(10, { threads: { wanted: 1, got: 1 } })], against)).toMatchObject([
      { theirsMs: 5 },
    ]);
    expect(duelsOf([mine(10, { backend: 'mixed' })], against)).toEqual([]);
  });

  it('has no winner where the interval of the ratio holds 1', () => {
    expect(duelsOf([mine(10)], rival([theirs(10.05)]))[0]?.winner).toBe('nobody');
    expect(duelsOf([mine(10)], rival([theirs(9)]))[0]?.winner).toBe('theirs');
  });

  it('is told in one sentence', () => {
    const duels = duelsOf([mine(10)], rival([theirs(20)]));
    expect(duelWords(duels, 'Apple M3 Pro')).toBe(
      'Against Apple M3 Pro: faster in 1 of 1, slower in 0.',
    );
    expect(duelWords([], 'Apple M3 Pro')).toContain('Nothing here was measured');
  });
});
