// What ended a run, or a part of it, that is no fault of the device. It is said above the results
// with what can be done, and is no row of what is published.
import { isOfVisit } from '@/lib/bench/outcome';
import type { StepResult } from '@/lib/runner/run';
import { type Stop, stopOf } from '@/lib/runner/visit-stop';

/** The first of them; null where there is none beside what the visitor cancelled. */
export function endOf(results: readonly StepResult[]): Stop | null {
  for (const { report } of results) {
    const stop = stopOf(report.outcome);
    if (stop !== null) return stop;
  }
  return null;
}

/** Whether it says nothing of the device, not even what cannot run on it. */
export const isEmpty = (results: readonly StepResult[]): boolean =>
  results.every(({ report: { outcome } }) => outcome.outcome === 'skipped') &&
  results.some(({ report: { outcome } }) => isOfVisit(outcome));
