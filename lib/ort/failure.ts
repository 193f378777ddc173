// Why a session could not be opened or run, in the causes of the wire format: what the machine does
// not offer is skipped, what should have worked has failed.
import { type FailedOutcome, failureCause, type SkippedOutcome } from '@/lib/bench/outcome';
import { messageOf } from '@/lib/core/thrown';

export type OpenFailure = FailedOutcome | SkippedOutcome;

/** An outcome for a workload that could not be started, with the cause and one sentence. */
export function openFailure(cause: SkippedOutcome['cause'], reason: string): SkippedOutcome {
  return { outcome: 'skipped', cause, reason };
}

/** An exception of the runtime as a recorded outcome; `step` is where it was thrown. */
export function runtimeFailure(error: unknown, step: 'session' | 'run'): FailedOutcome {
  const message = messageOf(error);
  return { outcome: 'failed', cause: failureCause(message, step), reason: message };
}

/**
 * What nothing in a worker was prepared for: memory that ran out is the device's, all else is this
 * page's.
 */
export function unexpectedFailure(error: unknown): OpenFailure {
  const failure = runtimeFailure(error, 'session');
  if (failure.cause !== 'session') return failure;
  return openFailure('page-failed', `Something in this page failed: ${failure.reason}.`);
}
