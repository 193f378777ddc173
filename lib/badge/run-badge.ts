// What a person's run says: their device, workload with time or rate, backend, where that stands,
// proof, date. A badge travels without its page, so unit, backend and date are always there; an id
// that names nothing (never did, or was withdrawn) says "unknown run".
import { BACKEND_LABELS, type ShownBackend } from '../core/backend';
import { duration, quantity } from '../core/format';
import { BACKEND_TONES } from './backend-tone';
import { type Badge, dayOf } from './badge';

export interface RunBadgeFacts {
  readonly deviceName: string;
  readonly workloadTitle: string;
  readonly backend: ShownBackend;
  /** Models lead with time, kernels with their rate (docs/data.md, "The number that leads"). */
  readonly kind: 'kernel' | 'model';
  /** The time that was measured, milliseconds. */
  readonly ms: number;
  /** Achieved rate at that time; null where the workload has no FLOPs. */
  readonly gflops: number | null;
  /** GOPS where the arithmetic is integer. */
  readonly rateUnit: 'GFLOPS' | 'GOPS';
  /** 0 unverified, 1 consistent, 2 attested. */
  readonly trustLevel: number;
  /**
   * Among all networks with a vote for this workload on this backend; null where that says nothing.
   */
  readonly topPercent: number | null;
  readonly measuredAt: Date;
}

export const UNKNOWN_RUN_BADGE: Badge = {
  label: 'flopmark',
  parts: ['unknown run'],
  tone: 'unknown',
};

/** Fewer networks than this are no crowd to stand out from. */
const CROWD = 20;

/**
 * "Top 8 %" of `total` networks of which `faster` are faster; null outside the faster half and in a
 * small crowd.
 */
export function topPercentOf(faster: number, total: number): number | null {
  const percent = Math.ceil((100 * (faster + 1)) / total);
  return total >= CROWD && percent <= 50 ? percent : null;
}

/** A run that is on no board warns in grey. */
export function runBadge(facts: RunBadgeFacts): Badge {
  const { kind, ms, gflops, rateUnit, workloadTitle, backend, trustLevel, topPercent } = facts;
  const number = kind === 'model' || gflops === null ? duration(ms) : quantity(gflops, rateUnit);
  return {
    label: facts.deviceName,
    parts: [
      `${workloadTitle} ${number}`,
      BACKEND_LABELS[backend],
      ...(trustLevel > 0 && topPercent !== null ? [`top ${topPercent}\u2009%`] : []),
      ...(trustLevel === 0 ? ['unverified'] : []),
      ...(trustLevel >= 2 ? ['attested'] : []),
      dayOf(facts.measuredAt),
    ],
    tone: trustLevel === 0 ? 'unknown' : BACKEND_TONES[backend],
  };
}

/** A run in which nothing was measured: every workload failed, was skipped or came out wrong. */
export const emptyRunBadge = (measuredAt: Date): Badge => ({
  label: 'flopmark',
  parts: ['no result', dayOf(measuredAt)],
  tone: 'unknown',
});
