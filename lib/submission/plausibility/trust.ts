// Which of the three levels a row has earned (DESIGN section 6). A rate counts as attested up to a tenth above what the
// run's proof on that backend shows. Above that it is consistent, because the attested kernel does more than its products
// and a plain product runs faster, but the board counts what was proved and no more (`counted_ms`). Where a proof can be
// had, nothing is ranked without one: invented times that break no rule cannot be told from measured ones.
import type { Accepted, AcceptedMeasurement } from '../accept';
import { PROOF_MARGIN, PROVABLE } from '../proof';
import type { Facts } from './facts';
import { isProvable, supportedGflops } from './rates';

export const TRUST_REASONS = {
  'nothing-measured': 'Nothing was measured with right outputs.',
  'no-kernels': 'The run has neither a proof nor a large kernel on this backend to compare with.',
  unproven: 'The run proved no work on this backend.',
  'right-outputs': 'Its outputs are right, for an input that the server drew.',
  'single-use-challenge': 'It answers a challenge that this server issued once.',
  'within-envelopes': 'Its rate fits what the same run showed.',
  'above-its-proof': 'Its rate is more than a tenth above what the run proved: the board counts what was proved.',
  attested: 'Exact work on the same backend was proved at this rate.',
} as const;
export type TrustReason = keyof typeof TRUST_REASONS;

interface Trust {
  readonly trustLevel: 0 | 1 | 2;
  readonly trustReasons: TrustReason[];
}

const canProve = (backend: string): boolean => PROVABLE.some((provable) => provable === backend);

const NOTHING: Trust = { trustLevel: 0, trustReasons: ['nothing-measured'] };
const CONSISTENT: Trust = {
  trustLevel: 1,
  trustReasons: ['single-use-challenge', 'right-outputs', 'within-envelopes'],
};

function trustOf(row: AcceptedMeasurement, { measured, evidence }: Facts): Trust {
  if (row.outcome !== 'measured') return { trustLevel: 0, trustReasons: [] };
  if (supportedGflops(measured, evidence, row.backend, row.computeType) === null)
    return { trustLevel: 0, trustReasons: ['no-kernels'] };
  const proven = evidence.provenGflops.get(row.backend);
  if (proven === undefined) return canProve(row.backend) ? { trustLevel: 0, trustReasons: ['unproven'] } : CONSISTENT;
  if (!isProvable(row) || row.gflops === null) return CONSISTENT;
  return row.gflops <= PROOF_MARGIN * proven
    ? { trustLevel: 2, trustReasons: [...CONSISTENT.trustReasons, 'attested'] }
    : { trustLevel: 1, trustReasons: [...CONSISTENT.trustReasons, 'above-its-proof'] };
}

/** The run with its rows' levels; its own is the best of them. */
export function withTrust({ run, measurements }: Accepted, facts: Facts): Accepted {
  const rows = measurements.map((row) => ({
    ...row,
    ...trustOf(row, facts),
    provenGflops: facts.evidence.provenGflops.get(row.backend) ?? null,
  }));
  const { trustLevel, trustReasons } = rows.some(({ outcome }) => outcome === 'measured')
    ? rows.reduce((a, b) => (b.trustLevel > a.trustLevel ? b : a))
    : NOTHING;
  return { run: { ...run, trustLevel, trustReasons }, measurements: rows };
}
