// What the proofs of work of a run came to: a rate that the server vouches for, or why there is
// none.
import { Quantity } from '@/app/_components/quantity';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, si } from '@/lib/core/format';
import type { Proof, ProofAttempt } from '@/lib/runner/prove';

export function ProofNotes({ attempts }: { readonly attempts: readonly ProofAttempt[] }) {
  return attempts.map(({ backend, proof }) => (
    <p
      key={backend}
      data-testid={`proof-${backend}`}
      className="mt-3 max-w-[68ch] text-grey-4 text-sm"
    >
      {proof.ok ? (
        <>
          {BACKEND_LABELS[backend]}: at least{' '}
          <Quantity value={proof.value.provenGflops} unit="GFLOPS" /> proven by exact integer work,
          by the server’s clock. {costOf(proof.value)}
        </>
      ) : (
        `${BACKEND_LABELS[backend]}: no proof of work. ${proof.error} The run can be published without.`
      )}{' '}
      <a className="link" href="/methodology#trust">
        What that says
      </a>
    </p>
  ));
}

const costOf = ({ attempts, sentBytes, sentMs }: Proof): string =>
  `${attempts === 1 ? '' : `Best of ${attempts} attempts. `}${si(sentBytes, 'B')} were sent for it in ${duration(sentMs)}.`;
