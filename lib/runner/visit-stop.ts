// What kept something from being measured and is no fault of the device: the network's, the page's.
// On every page that measures it is said in one sentence, with what can be done.
import { isOfVisit, type Outcome, type SkipCause } from '@/lib/bench/outcome';
import { STAGES } from './stages';

/** Why nothing goes on, and what to do: two sentences. */
export interface Stop {
  readonly why: string;
  readonly next: string;
}

const BLOCKED = 'A proxy, a login page or an extension may hold back .wasm files.';

const NEXT: Readonly<Partial<Record<SkipCause, string>>> = {
  'download-failed': `${BLOCKED} ${STAGES.downloading.next}`,
  'no-worker': STAGES.starting.next,
  'page-failed': 'Reload the page and run again; if it stays so, please report it.',
  'not-isolated': 'Open the page in a tab of its own.',
};

/** Null where the outcome tells of the device, or the visitor cancelled. */
export function stopOf(outcome: Outcome): Stop | null {
  if (outcome.outcome !== 'skipped' || !isOfVisit(outcome) || outcome.cause === 'cancelled')
    return null;
  return { why: outcome.reason, next: NEXT[outcome.cause] ?? '' };
}
