import { KERNEL_VERSION, KERNELS } from '@/lib/attest/kernel';
import { toHex } from '@/lib/attest/merkle';
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { startProof } from '@/lib/db/proofs';
import { guarded } from '@/lib/edge/failed';
import { countRequest, uncountRequest } from '@/lib/edge/rate-limit';
import { json, problem } from '@/lib/edge/respond';
import { admitWrite } from '@/lib/edge/write';
import { PROOF_ATTEMPTS, type ProofStart, proofRequestSchema } from '@/lib/submission/proof';
import { reject } from '@/lib/submission/rejection';
import { openTicket } from '@/lib/submission/ticket';

export const runtime = 'edge';

const CAP_BYTES = 4096;
/** Starts the proof of a backend: the time is noted, then the seed is told. */
export const POST = guarded(async (request) => {
  const admitted = await admitWrite(request, {
    kind: 'proof',
    schema: proofRequestSchema,
    capBytes: CAP_BYTES,
  });
  if (!admitted.ok) return admitted.error;
  const { body, submitter, headers } = admitted.value;
  const ticket = await openTicket(body.ticket, settings().secrets);
  if (!ticket.ok) return problem(ticket.error, { headers });
  if (ticket.value.submitter !== submitter) {
    return problem(reject('ticket-of-another', 'the key is not the one it was issued to'), {
      headers,
    });
  }
  const { backend, n } = body;
  const kernel = KERNELS[n];
  const id = crypto.randomUUID();
  const seed = toHex(crypto.getRandomValues(new Uint8Array(32)));
  const proof = { id, challenge: ticket.value.id, submitter, backend, kernel, seed };
  const unproven = await countRequest(database(), 'unproven', admitted.value);
  if (unproven.rejection !== null) return problem(unproven.rejection, unproven);
  const started = await startProof(database(), proof, PROOF_ATTEMPTS);
  if (!started.ok) {
    await uncountRequest(database(), 'unproven', admitted.value);
    return problem(started.error, { headers });
  }
  const { columns, steps } = kernel;
  const answer: ProofStart = { id, kernel: KERNEL_VERSION, n, columns, steps, seed };
  return json(answer, { status: 201, headers });
});
