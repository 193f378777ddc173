// Which of the three levels a row has earned. What is claimed decides what must be shown: a class
// of work whose time is fp32 arithmetic is attested up to the share of the proven rate that honest
// runs of it reach (../proven-share); everything else is consistent, and ranked only where networks
// agree. Where a proof can be had, nothing is on a board without one: invented times that break no
// rule cannot be told from measured ones.
import type { QualityGrade } from '../../bench/quality';
import type { Accepted } from '../accept';
import { PROVABLE } from '../proof';
import { attestedGflops } from '../proven-share';
import type { Facts } from './facts';

export const TRUST_REASONS = {
  'nothing-measured': 'Nothing was measured with right outputs.',
  'poor-quality':
    'It is too doubtful to count: too few samples, other work on the machine, a coarse timer, a fallback or software.',
  unproven: 'The run proved no work on this backend.',
  unverified:
    'Nothing stands behind it, or not yet: no proof on this backend, poor quality, or it waits to be looked at.',
  'right-outputs': 'Its outputs are right, for an input that the server drew.',
  'single-use-challenge': 'It answers a challenge that this server issued once.',
  'within-envelopes': 'Its rate is below what the hardware can reach.',
  'not-attestable':
    'No proof speaks of this kind of work on this backend: it is ranked where networks agree.',
  'above-its-proof':
    'Its rate is above what the run’s proof supports for this kind of work: it is not ranked.',
  attested: 'Exact work on the same backend was proved at a rate that supports it.',
} as const;
export type TrustReason = keyof typeof TRUST_REASONS;

const isTrustReason = (code: string): code is TrustReason => code in TRUST_REASONS;

/** A stored code in words; one that this version no longer has stands for itself. */
export const trustWords = (code: string): string =>
  isTrustReason(code) ? TRUST_REASONS[code] : code;

export interface Trust {
  readonly trustLevel: number;
  readonly trustReasons: string[];
}

/** What a row's level is made from, all of it stored with the row. */
export interface Claim {
  readonly outcome: string;
  readonly backend: string;
  readonly qualityGrade: QualityGrade | null;
  readonly gflops: number | null;
  /** lib/submission/proven-share; null: not attestable. */
  readonly provenShare: number | null;
  /** Of the run's proof on this backend. */
  readonly provenGflops: number | null;
}

const unverified = (...trustReasons: TrustReason[]): Trust => ({ trustLevel: 0, trustReasons });
const CONSISTENT = ['single-use-challenge', 'right-outputs', 'within-envelopes'] as const;

/** The level of trust of one row, with the reason for it, from what is stored with the row. */
export function trustOf({
  outcome,
  backend,
  qualityGrade,
  gflops,
  provenShare,
  provenGflops,
}: Claim): Trust {
  if (outcome !== 'measured') return unverified();
  if (qualityGrade === 'poor') return unverified('poor-quality');
  if (provenGflops === null && PROVABLE.some((provable) => provable === backend))
    return unverified('unproven');
  if (provenShare === null || provenGflops === null || gflops === null)
    return { trustLevel: 1, trustReasons: [...CONSISTENT, 'not-attestable'] };
  return gflops <= attestedGflops(provenShare, provenGflops)
    ? { trustLevel: 2, trustReasons: [...CONSISTENT, 'attested'] }
    : { trustLevel: 1, trustReasons: [...CONSISTENT, 'above-its-proof'] };
}

/** The best of a run's rows stands for it. */
export function trustOfRun(rows: readonly (Trust & Pick<Claim, 'outcome'>)[]): Trust {
  const measured = rows.filter(({ outcome }) => outcome === 'measured');
  const [first, ...others] = measured;
  if (first === undefined) return unverified('nothing-measured');
  const { trustLevel, trustReasons } = others.reduce(
    (a, b) => (b.trustLevel > a.trustLevel ? b : a),
    first,
  );
  return { trustLevel, trustReasons };
}

/**
 * The run with its rows' levels. A row that waits for a moderator has none, and looks like any
 * other that is unverified: `waiting` holds its reasons, by position.
 */
export function withTrust(
  { run, measurements }: Accepted,
  { evidence }: Facts,
  waiting: ReadonlyMap<number, readonly string[]>,
): Accepted {
  const rows = measurements.map((row) => {
    const quarantineReasons = [...(waiting.get(row.position) ?? [])];
    const claim = { ...row, provenGflops: evidence.provenGflops.get(row.backend) ?? null };
    const trust = quarantineReasons.length === 0 ? trustOf(claim) : unverified('unproven');
    return { ...claim, ...trust, quarantineReasons };
  });
  return { run: { ...run, ...trustOfRun(rows) }, measurements: rows };
}
