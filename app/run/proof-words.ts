// What is said while work is proved: which attempt, how far it came, and what goes to the server,
// because that is sent before anything is published.
import { BACKEND_LABELS } from '@/lib/core/backend';
import { quantity, si, significant } from '@/lib/core/format';
import type { ProofProgress } from '@/lib/runner/prove';
import { PROOF_ATTEMPTS } from '@/lib/submission/proof';

const SENT = 'Sent now: the ticket of this run, digests and sums, and nothing about this device.';

const DOING = {
  warming: () => 'Warming up until its rate is steady.',
  computing: () => `Exact integer products, checked by the server’s own clock. ${SENT}`,
  sending: (bytes: number | null) => `Sending ${si(bytes, 'B')} of it to be checked.`,
} as const satisfies Record<ProofProgress['doing'], (bytes: number | null) => string>;

/** "Proving work on WASM, attempt 2 of 3: 22.8 of 25.1 GFLOPS. …" */
export function proofWords({
  backend,
  doing,
  attempt,
  neededGflops,
  bestGflops,
  sentBytes,
}: ProofProgress): string {
  const reached =
    bestGflops === null || neededGflops === null
      ? ''
      : `: ${significant(bestGflops)} of ${quantity(neededGflops, 'GFLOPS')}`;
  const which = attempt === 1 ? '' : `, attempt ${attempt} of ${PROOF_ATTEMPTS}`;
  return `Proving work on ${BACKEND_LABELS[backend]}${which}${reached}. ${DOING[doing](sentBytes)}`;
}
