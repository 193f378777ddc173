import { CHALLENGE_LIFETIME_MS, issueChallenge } from '@/lib/db/challenges';
import { database } from '@/lib/db/client';
import { drawPrivateSeed } from '@/lib/db/private-golden';
import { readJson } from '@/lib/edge/body';
import { isLab, secrets } from '@/lib/edge/environment';
import { lifetimeOf } from '@/lib/edge/lab';
import { countRequest } from '@/lib/edge/rate-limit';
import { json, problem } from '@/lib/edge/respond';
import { type ChallengeResponse, challengeRequestSchema } from '@/lib/submission/schema';
import { signTicket, submitterOf } from '@/lib/submission/ticket';

export const runtime = 'edge';

const CAP_BYTES = 4096;

/** Issues the single-use challenge of a run, and draws the inputs that its outputs will be checked with. */
export async function POST(request: Request): Promise<Response> {
  const body = await readJson(request, challengeRequestSchema, CAP_BYTES);
  if (!body.ok) return problem(body.error);
  const { suite } = body.value;
  const submitter = await submitterOf(body.value.submitterKey);
  const [secret] = secrets(process.env);
  const counted = await countRequest(database(), 'challenge', { request, submitter, secret, lab: isLab(process.env) });
  if (counted.rejection !== null) return problem(counted.rejection, { headers: counted.headers });
  const id = crypto.randomUUID();
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  const goldenIndex = drawn >>> 1;
  const privateSeed = await drawPrivateSeed(database());
  const lifetimeMs = lifetimeOf(request, CHALLENGE_LIFETIME_MS, process.env);
  const expiresAt = await issueChallenge(database(), { id, submitter, suite, goldenIndex }, lifetimeMs);
  const ticket = await signTicket(
    { v: 1, id, submitter, suite, goldenIndex, privateSeed, expiresAtMs: expiresAt.getTime() },
    secret,
  );
  const answer: ChallengeResponse = { id, ticket, expiresAt: expiresAt.toISOString(), goldenIndex, privateSeed };
  return json(answer, { status: 201, headers: counted.headers });
}
