// Rows that other work disturbed are found by the server's own code, and give way to what was
// measured again.
import { describe, expect, it } from 'vitest';
import { disturbedSteps, withRepeated } from '@/app/run/disturbed';
import type { Outcome } from '@/lib/bench/outcome';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import { AS_SUITE, planRun } from '@/lib/runner/plan';
import type { StepResult } from '@/lib/runner/run';
import { environmentOf } from '@/lib/runner/submit';

const unavailable = { status: 'unavailable', reason: 'none' } as const;
const plan = planRun(
  SUITES.smoke,
  MANIFEST,
  {
    cores: 2,
    memoryGiB: 8,
    wasm: 'simd',
    webgpu: unavailable,
    webnn: false,
    sharedMemory: true,
    softwareAdapter: false,
  },
  AS_SUITE,
);
const page = {
  userAgent: 'test',
  userAgentData: null,
  cores: 2,
  memoryGiB: 8,
  crossOriginIsolated: true,
  simd: true,
  relaxedSimd: null,
  webgl: null,
  power: { state: 'mains', provenance: 'detected' },
} as const;

/** Every reading lost `lostMs` of 150. */
const measured = (ms: number, lostMs: number): Outcome => ({
  outcome: 'measured',
  sessionMs: 1,
  firstRunMs: 1,
  warmup: [],
  samples: Array.from({ length: 24 }, () => ({ elapsedMs: ms, iterations: 1 })),
  firstPass: 12,
  output: { seed: 1, projections: Array.from({ length: 64 }, () => 0.5), samples: [] },
  hiddenMs: 0,
  clocks: { monotonicMs: 24 * ms, wallMs: 24 * ms },
  betweenMs: 0,
  spins: [
    { spunMs: 150, lostMs },
    { spunMs: 150, lostMs },
  ],
  frameGaps: null,
  pressure: null,
});
const result = (index: number, outcome: Outcome): StepResult => {
  const step = plan[index];
  if (step === undefined) throw new RangeError(`no step ${index}`);
  const report = {
    ...emptyReport(outcome),
    threadsGot: 2,
    timerStepUs: 5,
    bundle: 'wasm' as const,
  };
  return { step, report, canary: { beforeMs: null, afterMs: null } };
};
const keys = (results: readonly StepResult[]): string[] =>
  disturbedSteps({ results, environment: environmentOf(page, unavailable, results) }).map(
    ({ key }) => key,
  );

describe('the rows that other work disturbed', () => {
  it('are those that never had their cores alone', () => {
    const results = [result(0, measured(20, 60)), result(1, measured(20, 1))];
    expect(keys(results)).toEqual([plan[0]?.key]);
  });

  it('are none where nothing was measured or nobody looked', () => {
    const skipped = { outcome: 'skipped', cause: 'cancelled', reason: 'x' } as const;
    expect(
      keys([result(0, skipped), result(1, { ...measured(20, 60), spins: [] } as Outcome)]),
    ).toEqual([]);
  });

  it('give way to what was measured again, in their place, and stay where that was cancelled', () => {
    const results = [result(0, measured(20, 60)), result(1, measured(30, 60))];
    const again = [
      result(1, measured(25, 1)),
      result(0, { outcome: 'skipped', cause: 'cancelled', reason: 'Cancelled by the visitor.' }),
    ];
    expect(withRepeated(results, again)).toEqual([results[0], again[0]]);
    expect(keys(withRepeated(results, again))).toEqual([plan[0]?.key]);
  });
});
