// Every doubt about a number, as a code with plain words. The codes are derived from stored facts
// by the same pure code on the page and on the server; none is taken on trust. An empty list is a
// good measurement.
import type { Backend } from '@/lib/core/backend';
import { type Contention, isDisturbed } from './contention';
import { PROTOCOL } from './protocol';
import type { Summary } from './stats';

/** What is known about one measurement when its quality is judged. */
export interface QualityFacts {
  readonly backend: Backend;
  readonly summary: Summary;
  readonly isolated: boolean;
  readonly threadsWanted: number;
  readonly threadsGot: number | null;
  readonly timerStepUs: number;
  /** Median length of one sample: several runs of the workload. */
  readonly sampleMs: number;
  /** Some compute node ran on another backend than the one named. */
  readonly fellBack: boolean;
  /** The adapter is software: SwiftShader, llvmpipe, or the browser says fallback. */
  readonly softwareAdapter: boolean;
  readonly hiddenMs: number;
  /**
   * Wall-clock time over monotonic time while sampling; null where too little was seen to compare.
   */
  readonly clockRatio: number | null;
  readonly onBattery: boolean;
  /**
   * Its interval overlaps that of the same workload on `webnn-cpu`, though another device was
   * requested.
   */
  readonly likeWebnnCpu: boolean;
  /** What other work took of the processors around its passes; null where nobody looked. */
  readonly contention: Contention | null;
  /**
   * Loss of the canary kernel between the two readings around this measurement; null where no
   * canary ran.
   */
  readonly canaryLoss: number | null;
}

interface QualityReason {
  readonly grade: 'fair' | 'poor';
  /** One whole sentence for a visitor. */
  readonly words: string;
  readonly holds: (facts: QualityFacts) => boolean;
}

const { clock, canary, sample, stop } = PROTOCOL;

const REASONS = {
  'clock-anomaly': {
    grade: 'poor',
    words: 'The two clocks of the browser disagree, so the times cannot be trusted.',
    holds: ({ clockRatio }) =>
      clockRatio !== null && Math.abs(Math.log(clockRatio)) > Math.log1p(clock.maxDisagreement),
  },
  'fell-back': {
    grade: 'poor',
    words: 'Part of the graph ran on another backend than the one named.',
    holds: ({ fellBack }) => fellBack,
  },
  'software-adapter': {
    grade: 'poor',
    words: 'The GPU is software, so this is the speed of the CPU.',
    holds: ({ backend, softwareAdapter }) =>
      softwareAdapter && (backend === 'webgpu' || backend === 'webnn-gpu'),
  },
  'too-few-samples': {
    grade: 'poor',
    words: 'There are too few samples for a 95 % interval.',
    holds: ({ summary }) => !summary.intervalHolds,
  },
  'coarse-timer': {
    grade: 'poor',
    words: 'One step of the timer is more than 1 % of a sample.',
    holds: ({ timerStepUs, sampleMs }) => (timerStepUs / 1000) * sample.minTimerSteps > sampleMs,
  },
  'wide-interval': {
    grade: 'fair',
    words: 'The samples spread so far that they leave the time open by more than 2 %.',
    holds: ({ summary }) => summary.relativeHalfWidth > stop.intervalWithin,
  },
  busy: {
    grade: 'poor',
    words: 'Other work on this machine held the processor while this was measured.',
    holds: ({ contention, summary }) =>
      contention !== null && isDisturbed(contention, summary.fastSpread),
  },
  'like-webnn-cpu': {
    grade: 'fair',
    words: 'WebNN was asked for another device, but the time is that of its CPU in the same run.',
    holds: ({ likeWebnnCpu }) => likeWebnnCpu,
  },
  drift: {
    grade: 'fair',
    words: 'The times drifted while sampling: the device warmed up, throttled, or was busy.',
    holds: ({ summary }) => summary.drift.detected,
  },
  'canary-loss': {
    grade: 'fair',
    words: 'A reference kernel ran more than 5 % slower after this measurement than before it.',
    holds: ({ canaryLoss }) => canaryLoss !== null && canaryLoss > canary.maxLoss,
  },
  'tab-hidden': {
    grade: 'fair',
    words: 'The tab was in the background for a while; the run paused and went on.',
    holds: ({ hiddenMs }) => hiddenMs > 0,
  },
  'not-isolated': {
    grade: 'fair',
    words: 'The page was not cross-origin isolated: one thread and a coarse timer.',
    holds: ({ isolated }) => !isolated,
  },
  'fewer-threads': {
    grade: 'fair',
    words: 'The browser granted fewer threads than were asked for.',
    holds: ({ backend, threadsWanted, threadsGot }) =>
      backend === 'wasm' && threadsGot !== null && threadsGot < threadsWanted,
  },
  'on-battery': {
    grade: 'fair',
    words: 'The device ran on battery.',
    holds: ({ onBattery }) => onBattery,
  },
} as const satisfies Record<string, QualityReason>;

export type QualityCode = keyof typeof REASONS;
export const QUALITY_GRADES = ['good', 'fair', 'poor'] as const;
export type QualityGrade = (typeof QUALITY_GRADES)[number];

export const QUALITY_CODES = Object.keys(REASONS) as readonly QualityCode[];

/** The codes that apply, gravest first. */
export function qualityOf(facts: QualityFacts): QualityCode[] {
  return QUALITY_CODES.filter((code) => REASONS[code].holds(facts));
}

/** The sentence that a person reads for a reason code. */
export function qualityWords(code: QualityCode): string {
  return REASONS[code].words;
}

/** The grade of a measurement by its worst reason code; without one it is good. */
export function gradeOf(codes: readonly QualityCode[]): QualityGrade {
  if (codes.length === 0) return 'good';
  return codes.some((code) => REASONS[code].grade === 'poor') ? 'poor' : 'fair';
}
