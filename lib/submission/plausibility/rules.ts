// The one table of plausibility. A rule that says `refuse` has found what cannot be: the run is turned away with the rule's
// code. One that says `quarantine` has found what is unlikely: the run is stored, its sender gets the same answer as
// everyone, and it stays off the board until a moderator has looked. Speed alone breaks no rule.
import type { RejectionCode } from '../rejection';
import { copiedFromEarlier, copiedWithin, repeatedSamples } from './copies';
import {
  agentContradictsHints,
  backendWithoutBundle,
  clockWithoutIsolation,
  fp16WithoutFeature,
  gpusContradict,
  gpuWithoutAdapter,
  graphicsContradictSystem,
  moreThreadsThanAsked,
  threadsWithoutIsolation,
} from './environment';
import type { Facts } from './facts';
import { aboveOwnKernels, aboveProof, bandwidthBeyondCompute, impossibleHardware, outlier } from './rates';
import {
  clocksDisagree,
  clocksOfOtherTimes,
  constantTimes,
  finerThanClock,
  impossibleSpread,
  longerThanSeen,
  shorterThanCall,
} from './times';

interface Rule {
  readonly verdict: 'refuse' | 'quarantine';
  /** One sentence for moderators and for /methodology. */
  readonly words: string;
  /** What was found, or null where the rule holds. */
  readonly finds: (facts: Facts) => string | null;
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

const QUARANTINING = {
  'samples-of-earlier-run': {
    verdict: 'quarantine',
    words: 'The samples are those of an earlier run.',
    finds: copiedFromEarlier,
  },
  'repeated-samples': {
    verdict: 'quarantine',
    words: 'One stretch of samples repeats itself.',
    finds: repeatedSamples,
  },
  'finer-than-clock': {
    verdict: 'quarantine',
    words: 'Times are no multiples of the clock’s step.',
    finds: finerThanClock,
  },
  'constant-times': {
    verdict: 'quarantine',
    words: 'All samples are alike, on a clock that would show the noise.',
    finds: constantTimes,
  },
  'impossible-spread': {
    verdict: 'quarantine',
    words: 'Samples of one measurement differ more than a hundredfold.',
    finds: impossibleSpread,
  },
  'shorter-than-call': {
    verdict: 'quarantine',
    words: 'A run of the workload took less time than calling it does.',
    finds: shorterThanCall,
  },
  'clocks-disagree': {
    verdict: 'quarantine',
    words: 'The two clocks of the browser went at different speeds.',
    finds: clocksDisagree,
  },
  'clocks-of-other-times': {
    verdict: 'quarantine',
    words: 'The clocks were read over other times than the samples.',
    finds: clocksOfOtherTimes,
  },
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
  'above-own-kernels': {
    verdict: 'quarantine',
    words: 'A rate is far above what the same run’s kernels reach.',
    finds: aboveOwnKernels,
  },
  'above-proof': {
    verdict: 'quarantine',
    words: 'A rate in an arithmetic that cannot be proved is far above what the run proved on that backend.',
    finds: aboveProof,
  },
  'impossible-hardware': {
    verdict: 'quarantine',
    words: 'A rate is above what the named hardware, or any, could reach.',
    finds: impossibleHardware,
  },
  'bandwidth-beyond-compute': {
    verdict: 'quarantine',
    words: 'More bytes were moved than a machine of that arithmetic rate moves.',
    finds: bandwidthBeyondCompute,
  },
  outlier: {
    verdict: 'quarantine',
    words: 'A time is far below those of others with this device.',
    finds: outlier,
  },
} as const satisfies Record<string, Rule>;

export type RefusalRule = keyof typeof REFUSING;
export type QuarantineCode = keyof typeof QUARANTINING;
export const RULES: Readonly<Record<RefusalRule | QuarantineCode, Rule>> = { ...REFUSING, ...QUARANTINING };

export const REFUSAL_RULES = Object.keys(REFUSING) as readonly RefusalRule[];
export const QUARANTINE_CODES = Object.keys(QUARANTINING) as readonly QuarantineCode[];

/** What a stored code means; a code that this version no longer has stands for itself. */
export const ruleWords = (code: string): string => (code in RULES ? RULES[code as QuarantineCode].words : code);
