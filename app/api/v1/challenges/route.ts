import { CHALLENGE_LIFETIME_MS, issueChallenge } from '@/lib/db/challenges';
import { database } from '@/lib/db/client';
import { guarded } from '@/lib/edge/failed';
import { lifetimeOf } from '@/lib/edge/lab';
import { json } from '@/lib/edge/respond';
import { admitWrite } from '@/lib/edge/write';
import { type ChallengeResponse, challengeRequestSchema } from '@/lib/submission/schema';
import { signTicket } from '@/lib/submission/ticket';

export const runtime = 'edge';

const CAP_BYTES = 4096;

/**
 * Issues the single-use challenge of a run, and draws the inputs that its outputs will be checked
 * with.
 */
export const POST = guarded(async (request) => {
  const admitted = await admitWrite(request, {
    kind: 'challenge',
    schema: challengeRequestSchema,
    capBytes: CAP_BYTES,
  });
  if (!admitted.ok) return admitted.error;
  const { body, submitter, secret, lab, headers } = admitted.value;
  const { suite } = body;
  const id = crypto.randomUUID();
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  const goldenIndex = drawn >>> 1;
  const lifetimeMs = lifetimeOf(request, CHALLENGE_LIFETIME_MS, lab);
  const { expiresAt, privateSeed } = await issueChallenge(
    database(),
    { id, submitter, suite, goldenIndex },
    lifetimeMs,
  );
  const ticket = await signTicket(
    { v: 1, id, submitter, suite, goldenIndex, privateSeed, expiresAtMs: expiresAt.getTime() },
    secret,
  );
  const answer: ChallengeResponse = {
    id,
    ticket,
    expiresAt: expiresAt.toISOString(),
    goldenIndex,
    privateSeed,
  };
  return json(answer, { status: 201, headers });
});
