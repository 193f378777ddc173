// What a run says when something other than the device ended it.
import { describe, expect, it } from 'vitest';
import { endOf, isEmpty } from '@/app/run/run-end';
import type { SkipCause } from '@/lib/bench/outcome';
import { emptyReport } from '@/lib/runner/measure-in-worker';
import type { StepResult } from '@/lib/runner/run';

const skipped = (cause: SkipCause): StepResult => ({
  step: {} as StepResult['step'],
  report: emptyReport({ outcome: 'skipped', cause, reason: `because of ${cause}` }),
  canary: { beforeMs: null, afterMs: null },
});

describe('the end of a run', () => {
  it('is named with what to do where the network or the page ended it', () => {
    for (const cause of ['download-failed', 'no-worker', 'page-failed', 'not-isolated'] as const) {
      const end = endOf([skipped('unsupported'), skipped(cause)]);
      expect(end?.why).toBe(`because of ${cause}`);
      expect(end?.next).toMatch(/\.$/);
    }
  });

  it('is none where the visitor ended it, or the device could not', () => {
    expect(endOf([skipped('cancelled'), skipped('no-adapter')])).toBeNull();
  });

  it('is empty without a word about the device', () => {
    expect(isEmpty([skipped('cancelled')])).toBe(true);
    expect(isEmpty([skipped('no-adapter'), skipped('download-failed')])).toBe(true);
    expect(isEmpty([skipped('no-adapter')])).toBe(false);
  });
});
