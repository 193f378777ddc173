import { describe, expect, it } from 'vitest';
import {
  gradeOf,
  QUALITY_CODES,
  type QualityCode,
  type QualityFacts,
  qualityOf,
  qualityWords,
} from '@/lib/bench/quality';
import { summarise } from '@/lib/bench/stats';

const steady = summarise(
  Array.from({ length: 20 }, (_, i) => ({ elapsedMs: 20 + (i % 3) * 0.1, iterations: 1 })),
);
const sound: QualityFacts = {
  backend: 'wasm',
  summary: steady,
  isolated: true,
  threadsWanted: 2,
  threadsGot: 2,
  timerStepUs: 5,
  sampleMs: 20,
  fellBack: false,
  softwareAdapter: false,
  hiddenMs: 0,
  clockRatio: 1.001,
  onBattery: false,
  contention: { mean: 0.02, least: 0 },
  canaryLoss: 0.01,
  likeWebnnCpu: false,
};
const few = summarise([{ elapsedMs: 20, iterations: 1 }]);
const spread = summarise(
  Array.from({ length: 20 }, (_, i) => ({ elapsedMs: 20 + ((i * 7) % 20), iterations: 1 })),
);
const drifting = summarise(
  Array.from({ length: 40 }, (_, i) => ({ elapsedMs: 20 + i * 0.1, iterations: 1 })),
);

/** What must bring each code about: the table is exhaustive by its type. */
const DOUBTS: Record<QualityCode, Partial<QualityFacts>> = {
  'clock-anomaly': { clockRatio: 2 },
  'fell-back': { fellBack: true },
  'software-adapter': { backend: 'webgpu', softwareAdapter: true },
  'too-few-samples': { summary: few },
  'coarse-timer': { timerStepUs: 1000 },
  'wide-interval': { summary: spread },
  'like-webnn-cpu': { likeWebnnCpu: true },
  busy: { contention: { mean: 0.5, least: 0.4 } },
  drift: { summary: drifting },
  'canary-loss': { canaryLoss: 0.06 },
  'tab-hidden': { hiddenMs: 1 },
  'not-isolated': { isolated: false },
  'fewer-threads': { threadsGot: 1 },
  'on-battery': { onBattery: true },
};

describe('quality', () => {
  it('finds nothing to say about a sound measurement', () => {
    expect(qualityOf(sound)).toEqual([]);
    expect(gradeOf([])).toBe('good');
  });

  it.each(QUALITY_CODES)('%s', (code) => {
    const codes = qualityOf({ ...sound, ...DOUBTS[code] });
    expect(codes).toContain(code);
    expect(gradeOf(codes)).not.toBe('good');
    expect(qualityWords(code)).toMatch(/^[A-Z].*\.$/);
  });

  it('does not blame a CPU for the adapter, nor a GPU for threads', () => {
    expect(qualityOf({ ...sound, softwareAdapter: true })).toEqual([]);
    expect(qualityOf({ ...sound, backend: 'webgpu', threadsGot: null })).toEqual([]);
  });

  it('calls busy what was disturbed, not what was only near other work', () => {
    const now = { mean: 0.2, least: 0 };
    expect(qualityOf({ ...sound, contention: now })).toEqual([]);
    expect(
      qualityOf({ ...sound, contention: now, summary: { ...steady, fastSpread: 0.2 } }),
    ).toEqual(['busy']);
    expect(qualityOf({ ...sound, summary: { ...steady, fastSpread: 0.2 } })).toEqual([]);
    expect(
      qualityOf({ ...sound, contention: null, summary: { ...steady, fastSpread: 0.2 } }),
    ).toEqual([]);
    expect(qualityOf({ ...sound, contention: { mean: 0.5, least: 0.1 } })).toEqual(['busy']);
    expect(qualityOf({ ...sound, contention: { mean: 0.2, least: 0.18 } })).toEqual(['busy']);
  });

  it('notices a clock that runs slow as well as one that runs fast', () => {
    expect(qualityOf({ ...sound, clockRatio: 0.5 })).toEqual(['clock-anomaly']);
    expect(qualityOf({ ...sound, clockRatio: null })).toEqual([]);
  });
});
