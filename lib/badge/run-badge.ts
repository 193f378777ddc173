// What a run's badge says: workload, time or rate with its unit, backend, date. A badge travels without its page, so it
// always carries all of them; an id that names nothing (never did, or was withdrawn) says "unknown run".
import { BACKEND_LABELS, type ShownBackend } from '../core/backend';
import { duration, quantity } from '../core/format';
import type { Badge, BadgeTone } from './badge';

export interface RunBadgeFacts {
  readonly workloadTitle: string;
  readonly backend: ShownBackend;
  /** Models lead with time, kernels with their rate (DESIGN section 2). */
  readonly kind: 'kernel' | 'model';
  readonly medianMs: number;
  /** Achieved rate; null where the workload has no FLOPs. */
  readonly gflops: number | null;
  /** GOPS where the arithmetic is integer. */
  readonly rateUnit: 'GFLOPS' | 'GOPS';
  readonly measuredAt: Date;
}

export const UNKNOWN_RUN_BADGE: Badge = { label: 'flopmark', message: 'unknown run', tone: 'unknown' };
/** The database did not answer; a broken picture would help nobody. */
export const UNREADABLE_RUN_BADGE: Badge = { label: 'flopmark', message: 'not available', tone: 'unknown' };

/** Of a run that is on no board: its figures travel with a word of warning, in grey. */
export const unverified = (badge: Badge): Badge => ({
  ...badge,
  message: `${badge.message} · unverified`,
  tone: 'unknown',
});

const TONES: Readonly<Record<ShownBackend, BadgeTone>> = {
  wasm: 'wasm',
  webgpu: 'webgpu',
  'webnn-cpu': 'webnn',
  'webnn-gpu': 'webnn',
  'webnn-npu': 'webnn',
  mixed: 'unknown',
};

export function runBadge(facts: RunBadgeFacts): Badge {
  const time = duration(facts.medianMs);
  const rate = facts.gflops === null ? null : quantity(facts.gflops, facts.rateUnit);
  const numbers = facts.kind === 'model' ? [time, rate] : [rate, time];
  const parts = [...numbers, BACKEND_LABELS[facts.backend], facts.measuredAt.toISOString().slice(0, 10)];
  return {
    label: facts.workloadTitle,
    message: parts.filter((part) => part !== null).join(' · '),
    tone: TONES[facts.backend],
  };
}

/** A run in which nothing was measured: every workload failed, was skipped or came out wrong. */
export function emptyRunBadge(measuredAt: Date): Badge {
  return { label: 'flopmark', message: `no result · ${measuredAt.toISOString().slice(0, 10)}`, tone: 'unknown' };
}
