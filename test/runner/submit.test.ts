import { describe, expect, it } from 'vitest';
import type { Outcome } from '@/lib/bench/outcome';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import { AS_SUITE, planRun } from '@/lib/runner/plan';
import type { StepResult } from '@/lib/runner/run';
import { environmentOf, measurementOf, measurementsOf, payloadOf } from '@/lib/runner/submit';
import { submitterKey } from '@/lib/runner/submitter';
import { runSubmissionSchema } from '@/lib/submission/schema';

const unavailable = { status: 'unavailable', reason: 'no adapter' } as const;
const [step] = planRun(
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
const output = { seed: 1, projections: Array.from({ length: 64 }, () => 0.5), samples: [1, 2] };
const OUTCOMES: Record<Outcome['outcome'], Outcome> = {
  measured: {
    outcome: 'measured',
    sessionMs: 20,
    firstRunMs: 30,
    warmup: [{ elapsedMs: 11, iterations: 1 }],
    samples: [{ elapsedMs: 12.5, iterations: 2 }],
    firstPass: null,
    output,
    hiddenMs: 0,
    clocks: { monotonicMs: 12.5, wallMs: 12 },
    betweenMs: 0.1,
    spins: [{ spunMs: 80, lostMs: 20 }],
    frameGaps: { longestMs: 30, p95Ms: 17 },
    pressure: { nominal: 0.5, fair: 0.5, serious: 0, critical: 0 },
  },
  incorrect: {
    outcome: 'incorrect',
    sessionMs: 1,
    firstRunMs: 2,
    output: null,
    reason: 'NaN\u0000\u202e',
  },
  failed: { outcome: 'failed', cause: 'timeout', reason: 'x'.repeat(2000) },
  crashed: { outcome: 'crashed', cause: 'worker', reason: 'gone' },
  skipped: { outcome: 'skipped', cause: 'no-adapter', reason: 'none' },
};
const resultOf = (outcome: Outcome): StepResult => ({
  step,
  report: { ...emptyReport(outcome), threadsGot: 2, timerStepUs: 5, bundle: 'wasm' },
  canary: { beforeMs: 10, afterMs: 11 },
});
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

describe('the payload', () => {
  it.each(Object.values(OUTCOMES))('$outcome fits the wire', (outcome) => {
    const results = [resultOf(outcome)];
    const environment = environmentOf(page, unavailable, results);
    const payload = payloadOf({
      suite: 'smoke',
      suiteVersion: 1,
      challenge: {
        id: 'c',
        ticket: 't',
        expiresAt: new Date(0).toISOString(),
        goldenIndex: 0,
        privateSeed: null,
      },
      key: 'k'.repeat(43),
      startedAt: new Date(0),
      environment,
      results,
    });
    expect(runSubmissionSchema.parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
    expect(environment).toMatchObject({ timerStepUs: 5, ortBundle: 'wasm', simd: true });
  });

  it('has no row about the visitor, the network or the page', () => {
    const causes = [
      'cancelled',
      'not-isolated',
      'download-failed',
      'no-worker',
      'page-failed',
    ] as const;
    const results = causes.map((cause) => resultOf({ outcome: 'skipped', cause, reason: 'x' }));
    expect(measurementsOf([...results, resultOf(OUTCOMES.skipped)])).toMatchObject([
      { cause: 'no-adapter' },
    ]);
  });

  it('carries raw facts and no rate', () => {
    const measurement = measurementOf(resultOf(OUTCOMES.measured));
    expect(JSON.stringify(measurement)).not.toMatch(/gflops|flops|macs|score|median/i);
    expect(measurement.options).toEqual({
      betweenMs: 0.1,
      spunMs: 80,
      lostMs: 20,
      lostLeast: 0.25,
      canaryBeforeMs: 10,
      canaryAfterMs: 11,
    });
    const twice = measurementOf(resultOf({ ...OUTCOMES.measured, firstPass: 1 } as Outcome));
    expect(twice.options?.firstPass).toBe(1);
  });
});

describe('submitterKey', () => {
  it('is made once and kept', () => {
    const store = new Map<string, string>();
    const storage = {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (k: string, v: string) => store.set(k, v) !== undefined,
    };
    const key = submitterKey(storage);
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(submitterKey(storage)).toBe(key);
  });

  it('replaces what is no key', () => {
    const storage = { getItem: () => 'short', setItem: () => false };
    expect(submitterKey(storage)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
