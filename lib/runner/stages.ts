// Every stage of a visit ends: with what it came to, with what went wrong, or at its limit. This
// table says how long a stage may take and what the visitor reads when it takes longer, and
// `within` is the one place that turns whatever is thrown, rejected or never answered into such an
// ending.
import { PROTOCOL } from '@/lib/bench/protocol';
import { err, ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';

interface StageRule {
  /** The whole stage, or the silence in it where it says how far it is. */
  readonly limitMs: number;
  /** One sentence: what did not come. */
  readonly late: string;
  /** One sentence: what the visitor can do. */
  readonly next: string;
}

const TRY_AGAIN = 'Reload the page and try again; if it stays so, another browser may do better.';
const SERVER = 'Try again in a moment; the network or the server may be slow.';

export const STAGES = {
  /** One question to the browser about the machine. */
  question: {
    limitMs: 4_000,
    late: 'The browser did not answer a question about the machine.',
    next: TRY_AGAIN,
  },
  /** All of them. */
  looking: {
    limitMs: 12_000,
    late: 'The browser did not say what it offers.',
    next: TRY_AGAIN,
  },
  /** An answer of the server, whatever it is asked. */
  asking: {
    limitMs: 30_000,
    late: 'The server did not answer within 30 s.',
    next: SERVER,
  },
  /** A run of some megabytes on its way up. */
  publishing: {
    limitMs: 120_000,
    late: 'The server did not answer within two minutes.',
    next: `Nothing was lost. ${SERVER}`,
  },
  /** Silence while the runtime is fetched. */
  downloading: {
    limitMs: 20_000,
    late: 'Nothing of the runtime arrived for 20 s.',
    next: 'Look at the network connection, then run again.',
  },
  /** From the start of a worker to its first word. */
  starting: {
    limitMs: 45_000,
    late: 'The script that measures was not loaded within 45 s.',
    next: 'Reload the page: its files may be blocked, or older than the site.',
  },
  /** Silence of a worker that measures. */
  measuring: {
    limitMs: PROTOCOL.watchdog.silenceMs,
    late: `The backend gave no sign of life for ${PROTOCOL.watchdog.silenceMs / 1000} s.`,
    next: 'The other rows stand.',
  },
  /** A reading of how busy the machine is. */
  spinning: {
    limitMs: 10_000,
    late: 'Nothing said how busy the machine is.',
    next: 'The row is measured without that.',
  },
  /** One answer of the prover. */
  proving: {
    limitMs: 60_000,
    late: 'The prover gave no sign of life.',
    next: 'The run can be published without.',
  },
  /** A model built and packed for a bug report. */
  packing: {
    limitMs: 180_000,
    late: 'It was not built within three minutes.',
    next: 'Try again with other tabs closed.',
  },
  /** Silence of the worker that reads and counts a file. */
  analysing: {
    limitMs: 120_000,
    late: 'Reading the file came to a halt: nothing was heard for two minutes.',
    next: 'Open the file again; if it stays so, please report it.',
  },
} as const satisfies Record<string, StageRule>;

export type StageId = keyof typeof STAGES;

/** How a stage ended without what it was for: two sentences for the visitor. */
export interface Ending {
  readonly stage: StageId;
  readonly why: string;
  readonly next: string;
}

/** The ending of a stage: why it ended, and what to do next as its row says. */
export const endingOf = (stage: StageId, why: string): Ending => ({
  stage,
  why,
  next: STAGES[stage].next,
});

/** How long a stage may still take, and what says that it is over. */
export interface Term {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/**
 * What `work` comes to, or how the stage ended. Never rejects, and never takes longer than its
 * limit; work that goes on after it is told by the signal to stop.
 */
export function within<T>(
  stage: StageId,
  work: (term: Term) => T | PromiseLike<T>,
): Promise<Result<T, Ending>> {
  const { limitMs, late } = STAGES[stage];
  const over = new AbortController();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(err(endingOf(stage, late)));
      over.abort();
    }, limitMs);
    const end = (result: Result<T, Ending>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    // An async function, so that what `work` throws at once is caught as well.
    (async () => work({ limitMs, signal: over.signal }))().then(
      (value) => end(ok(value)),
      (error: unknown) => end(err(endingOf(stage, messageOf(error)))),
    );
  });
}

/** What can be read at once, or `otherwise` where the browser throws instead. */
export function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** The answer to a question that may be refused, missing or never answered: then `otherwise`. */
export async function answerTo<T>(work: () => T | PromiseLike<T>, otherwise: T): Promise<T> {
  const answer = await within('question', work);
  return answer.ok ? answer.value : otherwise;
}
