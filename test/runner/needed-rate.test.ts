import { describe, expect, it } from 'vitest';
import type { Outcome } from '@/lib/bench/outcome';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import { neededGflops } from '@/lib/runner/needed-rate';
import { AS_SUITE, planRun } from '@/lib/runner/plan';
import type { StepResult } from '@/lib/runner/run';
import { PROOF_MARGIN } from '@/lib/submission/proof';
import { provenShareOf } from '@/lib/submission/proven-share';

const plan = planRun(
  SUITES.full,
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

const measuredIn = (ms: number): Outcome => ({
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
  spins: [],
  frameGaps: null,
  pressure: null,
});

/** Of a workload on WASM that reached `gflops`. */
function reached(id: string, gflops: number, fellBack = false): StepResult {
  const step = plan.find(({ entry, backend }) => entry.id === id && backend === 'wasm');
  if (step === undefined) throw new RangeError(`no step ${id}`);
  const report = {
    ...emptyReport(measuredIn(step.entry.flops / (gflops * 1e6))),
    threadsGot: 2,
    fellBack,
  };
  return { step, report, canary: { beforeMs: null, afterMs: null } };
}

describe('the rate that a proof should reach', () => {
  it('is what the fastest claim needs', () => {
    const product = MANIFEST.get('gemm-1024-fp32');
    if (product === undefined) throw new Error('no product');
    const share = provenShareOf(product, 'wasm') ?? 1;
    const results = [reached('gemm-512-fp32', 20), reached('gemm-1024-fp32', 44)];
    expect(neededGflops(results, 'wasm')).toBeCloseTo(44 / (PROOF_MARGIN * share), 6);
    expect(neededGflops([reached('gemm-512-fp32', 20)], 'wasm')).toBeLessThan(22);
  });

  it('is none where no proof speaks of what was measured', () => {
    expect(neededGflops([], 'wasm')).toBeNull();
    expect(neededGflops([reached('copy-512x2048-fp32', 1)], 'wasm')).toBeNull();
    expect(neededGflops([reached('gemm-1024-fp32', 44, true)], 'wasm')).toBeNull();
    expect(neededGflops([reached('gemm-1024-fp32', 44)], 'webgpu')).toBeNull();
  });
});
