import { drawOpenings } from '@/lib/attest/openings';
import { database } from '@/lib/db/client';
import { commitProof, proofSize } from '@/lib/db/proofs';
import { guarded } from '@/lib/edge/failed';
import { lifetimeOf } from '@/lib/edge/lab';
import { json, problem } from '@/lib/edge/respond';
import { admitWrite } from '@/lib/edge/write';
import {
  PROOF_ID,
  PROOF_LIFETIME_MS,
  type ProofDrawn,
  proofCommitSchema,
} from '@/lib/submission/proof';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

interface ProofRoute {
  readonly params: Promise<{ id: string }>;
}

const CAP_BYTES = 1024;

const randomWord = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** Commits to the digests of all batches; what is to be opened is drawn now, not before. */
export const POST = guarded(async (request, { params }: ProofRoute) => {
  const { id } = await params;
  const admitted = await admitWrite(request, {
    kind: 'proof',
    schema: proofCommitSchema,
    capBytes: CAP_BYTES,
  });
  if (!admitted.ok) return admitted.error;
  const { body, submitter, lab, headers } = admitted.value;
  const { batches, root } = body;
  const n = PROOF_ID.test(id) ? await proofSize(database(), id) : null;
  if (n === null) return problem(reject('not-found', `no proof '${id.slice(0, 40)}'`), { headers });
  const openings = drawOpenings(n, batches, randomWord);
  const lifetimeMs = lifetimeOf(request, PROOF_LIFETIME_MS, lab);
  const committed = await commitProof(
    database(),
    id,
    submitter,
    { batches, root, openings },
    lifetimeMs,
  );
  if (!committed.ok) return problem(committed.error, { headers });
  const answer: ProofDrawn = { openings };
  return json(answer, { headers });
});
