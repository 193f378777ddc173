// Which of the three levels a row has earned (DESIGN section 6). A rate counts as attested up to a tenth above what the
// run's proof on that backend shows; above that it is consistent at best, because the attested kernel does more than its
// products and a plain product runs faster; far above, the run waits for a moderator (rates.ts). Where a proof can be had, nothing is ranked without one: invented times that break no
// rule cannot be told from measured ones. What no proof can attest (fp16, integers, WebNN) is consistent at best.
import type { Accepted, AcceptedMeasurement } from '../accept';
import { PROVABLE } from '../proof';
import type { Facts } from './facts';
import { PROOF_MARGIN, supportedGflops } from './rates';

export const TRUST_REASONS = {
  'nothing-measured': 'Nothing was measured with right outputs.',
  'no-kernels': 'The run has neither a proof nor a large kernel on this backend to compare with.',
  unproven: 'The run proved no work on this backend.',
  'right-outputs': 'Its outputs are right, for an input that the server drew.',
  'single-use-challenge': 'It answers a challenge that this server issued once.',
  'within-envelopes': 'Its rate fits what the same run showed.',
  'above-its-proof': 'Its rate is more than a tenth above what the run proved.',
  attested: 'Exact work on the same backend was proved at this rate.',
} as const;
export type TrustReason = keyof typeof TRUST_REASONS;

interface Trust {
  readonly trustLevel: 0 | 1 | 2;
  readonly trustReasons: TrustReason[];
}

const isProvable = (backend: string): boolean => PROVABLE.some((provable) => provable === backend);

const CONSISTENT: Trust = {
  trustLevel: 1,
  trustReasons: ['single-use-challenge', 'right-outputs', 'within-envelopes'],
};

function trustOf(row: AcceptedMeasurement, { measured, evidence }: Facts): Trust {
  if (row.outcome !== 'measured') return { trustLevel: 0, trustReasons: [] };
  if (supportedGflops(measured, evidence, row.backend, row.computeType) === null)
    return { trustLevel: 0, trustReasons: ['no-kernels'] };
  const proven = evidence.provenGflops.get(row.backend);
  if (proven === undefined) return isProvable(row.backend) ? { trustLevel: 0, trustReasons: ['unproven'] } : CONSISTENT;
  if (row.computeType !== 'fp32' || row.gflops === null) return CONSISTENT;
  return row.gflops <= PROOF_MARGIN * proven
    ? { trustLevel: 2, trustReasons: [...CONSISTENT.trustReasons, 'attested'] }
    : { trustLevel: 1, trustReasons: [...CONSISTENT.trustReasons, 'above-its-proof'] };
}

/**
 * The run with its rows' levels; its own is the best of them, and at least consistent where it proved something: a row above
 * its proof is not ranked, but its run is no less consistent for it.
 */
export function withTrust({ run, measurements }: Accepted, facts: Facts): Accepted {
  const rows = measurements.map((row) => ({
    ...row,
    ...trustOf(row, facts),
    provenGflops: facts.evidence.provenGflops.get(row.backend) ?? null,
  }));
  const best = rows.reduce((a, b) => (b.trustLevel > a.trustLevel ? b : a));
  return { run: { ...run, ...runTrust(rows, best) }, measurements: rows };
}

function runTrust(
  rows: readonly AcceptedMeasurement[],
  best: AcceptedMeasurement,
): Pick<AcceptedMeasurement, 'trustLevel' | 'trustReasons'> {
  if (!rows.some(({ outcome }) => outcome === 'measured')) return { trustLevel: 0, trustReasons: ['nothing-measured'] };
  const beyond = rows.some(({ trustReasons }) => trustReasons.includes('above-its-proof'));
  if (best.trustLevel === 0 && beyond)
    return { trustLevel: 1, trustReasons: ['single-use-challenge', 'right-outputs', 'above-its-proof'] };
  const { trustLevel, trustReasons } = best;
  return { trustLevel, trustReasons };
}
