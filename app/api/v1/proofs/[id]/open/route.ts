import { fromHex } from '@/lib/attest/merkle';
import { checkOpenings, type OpenedBatch, provenGflops } from '@/lib/attest/openings';
import { decodeDigests } from '@/lib/attest/wire';
import { database } from '@/lib/db/client';
import { claimOpening, settleProof } from '@/lib/db/proofs';
import { elapsedOf, lifetimeOf } from '@/lib/edge/lab';
import { json, problem } from '@/lib/edge/respond';
import { admitWrite } from '@/lib/edge/write';
import {
  OPENING_BYTES,
  PROOF_ID,
  PROOF_LIFETIME_MS,
  type ProofOpening,
  type ProofVerdict,
  proofOpeningSchema,
} from '@/lib/submission/proof';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

/** Recomputes the drawn columns: equal to the last bit, or the run has no proof. */
export async function POST(
  request: Request,
  { params }: { readonly params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const admitted = await admitWrite(request, { kind: 'proof', schema: proofOpeningSchema, capBytes: OPENING_BYTES });
  if (!admitted.ok) return admitted.error;
  const { body, submitter, headers } = admitted.value;
  if (!PROOF_ID.test(id)) return problem(reject('not-found', `no proof '${id.slice(0, 40)}'`));
  const lifetimeMs = lifetimeOf(request, PROOF_LIFETIME_MS, process.env);
  const claimed = await claimOpening(database(), id, submitter, lifetimeMs);
  if (!claimed.ok) return problem(claimed.error);
  const { n, seed, batches, root, openings, elapsedMs } = claimed.value;
  const commitment = { n, seed, batches, root: fromHex(root) ?? new Uint8Array() };
  const fault = await checkOpenings(commitment, openings, openedBatches(body));
  if (fault !== null) {
    await settleProof(database(), id, fault);
    return problem(reject('proof-wrong', fault));
  }
  const proven = provenGflops(n, batches, elapsedOf(request, elapsedMs, process.env));
  await settleProof(database(), id, proven);
  const answer: ProofVerdict = { outcome: 'proven', provenGflops: proven };
  return json(answer, { headers });
}

/** What cannot be decoded has the wrong shape, which the check finds. */
const openedBatches = ({ batches }: ProofOpening): OpenedBatch[] =>
  batches.map(({ batch, digests, path }) => ({
    batch,
    digests: decodeDigests(digests) ?? new Int32Array(),
    path: path.map((node) => fromHex(node) ?? new Uint8Array()),
  }));
