import { fromHex } from '@/lib/attest/merkle';
import { checkOpenings, type ProofFault, provenGflops } from '@/lib/attest/openings';
import { decodeOpening } from '@/lib/attest/wire';
import { database } from '@/lib/db/client';
import { awaitsOpening, type ClaimedOpening, claimOpening, settleProof } from '@/lib/db/proofs';
import { guarded } from '@/lib/edge/failed';
import { elapsedOf, lifetimeOf } from '@/lib/edge/lab';
import { uncountRequest } from '@/lib/edge/rate-limit';
import { json, problem } from '@/lib/edge/respond';
import { admitBytes } from '@/lib/edge/write';
import {
  OPENING_BYTES,
  PROOF_ID,
  PROOF_LIFETIME_MS,
  type ProofVerdict,
} from '@/lib/submission/proof';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

interface ProofRoute {
  readonly params: Promise<{ id: string }>;
}

/** Checks the drawn columns: right to the last bit, or the run is without this proof. */
export const POST = guarded(async (request, { params }: ProofRoute) => {
  const { id } = await params;
  if (!PROOF_ID.test(id)) return problem(reject('not-found', `no proof '${id.slice(0, 40)}'`));
  const admitted = await admitBytes(request, {
    kind: 'proof',
    capBytes: OPENING_BYTES,
    awaited: (submitter) => awaitsOpening(database(), id, submitter),
  });
  if (!admitted.ok) return admitted.error;
  const { body, submitter, lab, headers } = admitted.value;
  const lifetimeMs = lifetimeOf(request, PROOF_LIFETIME_MS, lab);
  const claimed = await claimOpening(database(), id, submitter, lifetimeMs);
  if (!claimed.ok) return problem(claimed.error, { headers });
  const fault = await faultOf(claimed.value, body);
  if (fault !== null) {
    await settleProof(database(), id, fault);
    return problem(reject('proof-wrong', fault), { headers });
  }
  const { n, batches, elapsedMs } = claimed.value;
  const proven = provenGflops(n, batches, elapsedOf(request, elapsedMs, lab));
  await settleProof(database(), id, proven);
  await uncountRequest(database(), 'unproven', admitted.value);
  const answer: ProofVerdict = { outcome: 'proven', provenGflops: proven };
  return json(answer, { headers });
});

/** The numbers that sums are checked with are drawn here: all that they judge has arrived. */
async function faultOf(
  { n, seed, batches, root, openings }: ClaimedOpening,
  body: Uint8Array,
): Promise<ProofFault | null> {
  const commitment = { n, seed, batches, root: fromHex(root) ?? new Uint8Array() };
  const opened = decodeOpening(commitment, openings, body);
  if (opened === null) return 'wrong-shape';
  return checkOpenings(
    commitment,
    openings,
    opened,
    crypto.getRandomValues(new Uint32Array(2 * n)),
  );
}
