import type { SkippedOutcome } from '@/lib/bench/outcome';

/** Of everything that was still to come when the visitor pressed Cancel. */
export const CANCELLED: SkippedOutcome = {
  outcome: 'skipped',
  cause: 'cancelled',
  reason: 'Cancelled by the visitor.',
};
