// The one table of plausibility. A rule that says `refuse` has found what cannot be: the run is
// turned away with the rule's code. `quarantine` has found what is impossible of a row, or
// contradicts itself in what the browser said: that row, or the run, is stored, its sender gets the
// same answer as everyone, and it stays off the board until a moderator has looked. Speed alone
// breaks no rule, and no rule looks at what other people measured: nobody's submissions may harm
// another's run.
import type { RejectionCode } from '../rejection';
import { copiedWithin, repeatedSamples } from './copies';
import {
  agentContradictsHints,
  backendWithoutBundle,
  clockWithoutIsolation,
  fp16WithoutFeature,
  gpusContradict,
  gpuWithoutAdapter,
  graphicsContradictSystem,
  impossibleThreadCount,
  moreThreadsThanAsked,
  threadsWithoutIsolation,
} from './environment';
import type { Facts, Measured } from './facts';
import { aboveProof, impossibleBandwidth, impossibleHardware } from './rates';
import {
  clocksDisagree,
  clocksOfOtherTimes,
  clockWithoutSteps,
  constantTimes,
  finerThanClock,
  firstRunTooFast,
  impossibleSpread,
  longerThanSeen,
  shorterThanCall,
  shorterThanSample,
} from './times';

interface Rule {
  readonly verdict: 'refuse' | 'quarantine';
  /** One sentence for moderators and for /methodology. */
  readonly words: string;
  /** What was found in the run as a whole, or null where the rule holds. */
  readonly finds: (facts: Facts) => string | null;
}

interface RowRule {
  readonly verdict: 'quarantine-row';
  readonly words: string;
  /** The same of one row with a time. */
  readonly finds: (one: Measured, facts: Facts) => string | null;
}

const REFUSING = {
  'longer-than-seen': {
    verdict: 'refuse',
    words: 'The times add up to more than passed between the challenge and the submission.',
    finds: longerThanSeen,
  },
  'copied-samples': {
    verdict: 'refuse',
    words: 'Two measurements of the run have the same samples.',
    finds: copiedWithin,
  },
  'impossible-threads': {
    verdict: 'refuse',
    words: 'More threads were used than asked for.',
    finds: moreThreadsThanAsked,
  },
  'no-such-adapter': {
    verdict: 'refuse',
    words: 'WebGPU was measured in a browser that said it had no adapter.',
    finds: gpuWithoutAdapter,
  },
} as const satisfies Partial<Record<RejectionCode, Rule & { verdict: 'refuse' }>>;

const QUARANTINING_RUNS = {
  'threads-without-isolation': {
    verdict: 'quarantine',
    words: 'Several threads ran on a page that was not isolated.',
    finds: threadsWithoutIsolation,
  },
  'clock-without-isolation': {
    verdict: 'quarantine',
    words: 'The clock was finer than browsers allow on a page that is not isolated.',
    finds: clockWithoutIsolation,
  },
  'backend-without-bundle': {
    verdict: 'quarantine',
    words: 'The runtime that was named has no such backend.',
    finds: backendWithoutBundle,
  },
  'fp16-without-feature': {
    verdict: 'quarantine',
    words: 'fp16 ran on a GPU device without shader-f16.',
    finds: fp16WithoutFeature,
  },
  'agent-contradicts-hints': {
    verdict: 'quarantine',
    words: 'The user agent and its client hints name different browsers or systems.',
    finds: agentContradictsHints,
  },
  'graphics-contradict-system': {
    verdict: 'quarantine',
    words: 'The graphics interface does not exist on that system.',
    finds: graphicsContradictSystem,
  },
  'gpus-contradict': {
    verdict: 'quarantine',
    words: 'WebGL and WebGPU name GPUs that are never in one machine.',
    finds: gpusContradict,
  },
} as const satisfies Record<string, Rule>;

const QUARANTINING_ROWS = {
  'repeated-samples': {
    verdict: 'quarantine-row',
    words: 'One stretch of samples repeats itself.',
    finds: repeatedSamples,
  },
  'finer-than-clock': {
    verdict: 'quarantine-row',
    words: 'Times are no multiples of the clock’s step.',
    finds: finerThanClock,
  },
  'constant-times': {
    verdict: 'quarantine-row',
    words: 'All samples are alike, on a clock that would show the noise.',
    finds: constantTimes,
  },
  'impossible-spread': {
    verdict: 'quarantine-row',
    words: 'Samples of one measurement differ more than a hundredfold.',
    finds: impossibleSpread,
  },
  'shorter-than-call': {
    verdict: 'quarantine-row',
    words: 'A run of the workload took less time than calling it does.',
    finds: shorterThanCall,
  },
  'clock-without-steps': {
    verdict: 'quarantine-row',
    words: 'The clock had no steps that one can read.',
    finds: clockWithoutSteps,
  },
  'shorter-than-sample': {
    verdict: 'quarantine-row',
    words: 'Samples were far shorter than the page takes them.',
    finds: shorterThanSample,
  },
  'first-run-too-fast': {
    verdict: 'quarantine-row',
    words: 'The first run was far faster than every one after it.',
    finds: firstRunTooFast,
  },
  'impossible-thread-count': {
    verdict: 'quarantine-row',
    words: 'WASM ran with more threads than the page asks for, or with no number of them.',
    finds: impossibleThreadCount,
  },
  'clocks-disagree': {
    verdict: 'quarantine-row',
    words: 'The two clocks of the browser went at different speeds.',
    finds: clocksDisagree,
  },
  'clocks-of-other-times': {
    verdict: 'quarantine-row',
    words: 'The clocks were read over other times than the samples.',
    finds: clocksOfOtherTimes,
  },
  'above-proof': {
    verdict: 'quarantine-row',
    words:
      'A rate in an arithmetic that cannot be proved is far above what the run proved on that backend.',
    finds: aboveProof,
  },
  'impossible-hardware': {
    verdict: 'quarantine-row',
    words: 'A rate is above what the named hardware, or any, could reach.',
    finds: impossibleHardware,
  },
  'impossible-bandwidth': {
    verdict: 'quarantine-row',
    words: 'More bytes were moved than the hardware could move.',
    finds: impossibleBandwidth,
  },
} as const satisfies Record<string, RowRule>;

/**
 * Found where the run is stored (lib/db/functions/arrival), in the same transaction: a row that
 * waits for a moderator, too.
 */
export const STORED_RULES = {
  'samples-of-earlier-run':
    'The samples are those of an earlier run, as they were or scaled, rotated or changed in places.',
} as const;

export type StoredRule = keyof typeof STORED_RULES;

export type RefusalRule = keyof typeof REFUSING;
export type RunRule = keyof typeof QUARANTINING_RUNS;
export type RowRuleCode = keyof typeof QUARANTINING_ROWS;

/** Rules that look at a run as a whole. */
export const RUN_RULES: Readonly<Record<RefusalRule | RunRule, Rule>> = {
  ...REFUSING,
  ...QUARANTINING_RUNS,
};
/** Rules that look at one row. */
export const ROW_RULES: Readonly<Record<RowRuleCode, RowRule>> = QUARANTINING_ROWS;

export const REFUSAL_RULES = Object.keys(REFUSING) as readonly RefusalRule[];
export const RUN_CODES = Object.keys(QUARANTINING_RUNS) as readonly RunRule[];
export const ROW_CODES = Object.keys(QUARANTINING_ROWS) as readonly RowRuleCode[];
export const STORED_CODES = Object.keys(STORED_RULES) as readonly StoredRule[];

const WORDS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...RUN_RULES, ...ROW_RULES }).map(
    ([code, { words }]) => [code, words] as const,
  ),
  ...Object.entries(STORED_RULES),
]);

/** What a stored code means; a code that this version no longer has stands for itself. */
export const ruleWords = (code: string): string => WORDS.get(code) ?? code;
