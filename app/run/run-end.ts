// What ended a run, or a part of it, that is no fault of the device: the network's, the page's. It
// is said above the results with what can be done, and is no row of what is published.
import { isOfVisit, type SkipCause } from '@/lib/bench/outcome';
import type { StepResult } from '@/lib/runner/run';
import { STAGES } from '@/lib/runner/stages';
import type { Stop } from './run-state';

const BLOCKED = 'A proxy, a login page or an extension may hold back .wasm files.';

const NEXT: Readonly<Partial<Record<SkipCause, string>>> = {
  'download-failed': `${BLOCKED} ${STAGES.downloading.next}`,
  'no-worker': STAGES.starting.next,
  'page-failed': 'Reload the page and run again; if it stays so, please report it.',
  'not-isolated': 'Open the page in a tab of its own.',
};

/** The first of them; null where there is none beside what the visitor cancelled. */
export function endOf(results: readonly StepResult[]): Stop | null {
  for (const { report } of results) {
    const { outcome } = report;
    if (outcome.outcome !== 'skipped' || !isOfVisit(outcome) || outcome.cause === 'cancelled')
      continue;
    return { why: outcome.reason, next: NEXT[outcome.cause] ?? '' };
  }
  return null;
}

/** Whether it says nothing of the device, not even what cannot run on it. */
export const isEmpty = (results: readonly StepResult[]): boolean =>
  results.every(({ report: { outcome } }) => outcome.outcome === 'skipped') &&
  results.some(({ report: { outcome } }) => isOfVisit(outcome));
