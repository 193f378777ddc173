// How the attempt to measure one configuration ended. Wrong, failed and skipped are results like
// any other: rows with a reason, never a rate and never an exception. The arms are those of the
// wire format.
import type { SpinReading } from './contention';
import type { Sample } from './samples';

/**
 * The checked output: 64 fixed projections and some single values for the golden input of `seed`.
 */
export interface OutputFacts {
  readonly seed: number;
  readonly projections: readonly number[];
  readonly samples: readonly number[];
}

export const OUTCOMES = ['measured', 'incorrect', 'failed', 'crashed', 'skipped'] as const;

export const FAILURE_CAUSES = [
  'session',
  'run',
  'device-lost',
  'out-of-memory',
  'timeout',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** What went down: the worker that measured, or the whole page, which a later visit finds out. */
export const CRASH_CAUSES = ['worker', 'page'] as const;
export type CrashCause = (typeof CRASH_CAUSES)[number];

/**
 * Of the visitor, the network or the page: what says nothing of the device, and is no row of a
 * published run.
 */
const VISIT_CAUSES = [
  'cancelled',
  'not-isolated',
  'download-failed',
  'no-worker',
  'page-failed',
] as const;

export const SKIP_CAUSES = [
  'unsupported',
  'no-adapter',
  'no-fp16',
  'too-large',
  ...VISIT_CAUSES,
] as const;
export type SkipCause = (typeof SKIP_CAUSES)[number];

/** Whether it tells of the visit instead of the device. */
export const isOfVisit = ({
  outcome,
  cause,
}: {
  readonly outcome: string;
  readonly cause?: string;
}): boolean => outcome === 'skipped' && VISIT_CAUSES.some((known) => known === cause);

/** Gaps between the frames that the page drew while a row was measured, milliseconds. */
export interface FrameGaps {
  readonly longestMs: number;
  readonly p95Ms: number;
}

/**
 * Shares of the measured time that PressureObserver reported in each state of the CPU, summing to
 * 1.
 */
export interface PressureShares {
  readonly nominal: number;
  readonly fair: number;
  readonly serious: number;
  readonly critical: number;
}

export interface MeasuredOutcome {
  readonly outcome: 'measured';
  /**
   * Session creation, then the first run: together the time to first inference, apart from the
   * steady state.
   */
  readonly sessionMs: number;
  readonly firstRunMs: number;
  readonly warmup: readonly Sample[];
  readonly samples: readonly Sample[];
  /** How many of the samples are of the first of two passes; null where there was one. */
  readonly firstPass: number | null;
  readonly output: OutputFacts;
  /**
   * For the private input of the challenge, which only the server can check; absent without one.
   */
  readonly privateOutput?: OutputFacts;
  readonly hiddenMs: number;
  /** Both clocks over the same samples: where they disagree, one of them lies. */
  readonly clocks: { readonly monotonicMs: number; readonly wallMs: number };
  /** The engine's own time between samples. */
  readonly betweenMs: number;
  /**
   * What other work took of the processors before and after each pass; empty where nobody looked.
   */
  readonly spins: readonly SpinReading[];
  /** Null where the page draws no frames, or nobody watched. */
  readonly frameGaps: FrameGaps | null;
  /** Null where the browser has no PressureObserver or it said nothing. */
  readonly pressure: PressureShares | null;
}

export interface IncorrectOutcome {
  readonly outcome: 'incorrect';
  readonly sessionMs: number;
  readonly firstRunMs: number;
  /** Null where the output holds numbers that JSON cannot carry: NaN or infinity. */
  readonly output: OutputFacts | null;
  readonly reason: string;
}

export interface FailedOutcome {
  readonly outcome: 'failed';
  readonly cause: FailureCause;
  readonly reason: string;
}

export interface CrashedOutcome {
  readonly outcome: 'crashed';
  readonly cause: CrashCause;
  readonly reason: string;
}

export interface SkippedOutcome {
  readonly outcome: 'skipped';
  readonly cause: SkipCause;
  readonly reason: string;
}

export type Outcome =
  | MeasuredOutcome
  | IncorrectOutcome
  | FailedOutcome
  | CrashedOutcome
  | SkippedOutcome;

const MEMORY =
  /out of memory|memory access|bad_alloc|allocat|OOM|RangeError: .*(?:Array buffer|memory)|exceed.*memory/i;
const DEVICE_LOST = /device (?:is |was )?lost|lost.*device|DXGI_ERROR|VK_ERROR_DEVICE_LOST/i;

/**
 * The cause of a failure from the words of a runtime's error; `otherwise` names the step in which
 * it was thrown.
 */
export function failureCause(message: string, otherwise: 'session' | 'run'): FailureCause {
  if (DEVICE_LOST.test(message)) return 'device-lost';
  if (MEMORY.test(message)) return 'out-of-memory';
  return otherwise;
}
