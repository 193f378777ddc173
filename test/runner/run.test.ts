import { describe, expect, it } from 'vitest';
import type { MeasuredOutcome } from '@/lib/bench/outcome';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import { joined } from '@/lib/runner/run';

const pass = (ms: number, count: number): MeasuredOutcome => ({
  outcome: 'measured',
  sessionMs: ms,
  firstRunMs: 2 * ms,
  warmup: [{ elapsedMs: ms, iterations: 1 }],
  samples: Array.from({ length: count }, () => ({ elapsedMs: ms, iterations: 1 })),
  firstPass: null,
  output: { seed: 1, projections: [], samples: [] },
  hiddenMs: 1,
  clocks: { monotonicMs: ms * count, wallMs: ms * count },
  betweenMs: 0.5,
  spins: [{ spunMs: 75, lostMs: ms }],
  frameGaps: { longestMs: ms, p95Ms: ms / 2 },
  pressure: { nominal: 0, fair: ms / 100, serious: 1 - ms / 100, critical: 0 },
});

describe('joined', () => {
  it('lays the samples of two passes one after another and says where the second begins', () => {
    const { outcome, fellBack } = joined(
      { ...emptyReport(pass(10, 3)), fellBack: true },
      emptyReport(pass(20, 2)),
    );
    expect(fellBack).toBe(true);
    expect(outcome).toMatchObject({
      firstPass: 3,
      sessionMs: 10,
      firstRunMs: 20,
      hiddenMs: 2,
      clocks: { monotonicMs: 70, wallMs: 70 },
      betweenMs: 1,
      frameGaps: { longestMs: 20, p95Ms: 10 },
      // 30 ms at 0.1 and 40 ms at 0.2.
      pressure: {
        nominal: 0,
        fair: expect.closeTo(11 / 70),
        serious: expect.closeTo(59 / 70),
        critical: 0,
      },
    });
    expect(outcome).toHaveProperty('samples.length', 5);
    expect(outcome).toHaveProperty('spins', [
      { spunMs: 75, lostMs: 10 },
      { spunMs: 75, lostMs: 20 },
    ]);
    expect(outcome).toHaveProperty('warmup.length', 2);
  });

  it('keeps the first pass where the second was cancelled, and what went wrong where it failed', () => {
    const first = emptyReport(pass(10, 3));
    const cancelled = emptyReport({
      outcome: 'skipped',
      cause: 'cancelled',
      reason: 'Cancelled by the visitor.',
    });
    expect(joined(first, cancelled)).toBe(first);
    const crashed = emptyReport({ outcome: 'crashed', cause: 'worker', reason: 'gone' });
    expect(joined(first, crashed).outcome).toBe(crashed.outcome);
  });
});
