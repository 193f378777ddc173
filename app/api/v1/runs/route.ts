import { database } from '@/lib/db/client';
import { evidenceFor } from '@/lib/db/evidence';
import { privateGoldenOf } from '@/lib/db/private-golden';
import { storeRun } from '@/lib/db/runs';
import { readJson } from '@/lib/edge/body';
import { isLab, secrets } from '@/lib/edge/environment';
import { withNetwork } from '@/lib/edge/network';
import { countRequest } from '@/lib/edge/rate-limit';
import { json, problem } from '@/lib/edge/respond';
import { MANIFEST } from '@/lib/models/manifest';
import { ORT_VERSION } from '@/lib/ort/version';
import { acceptRun } from '@/lib/submission/accept';
import { comparedCells, judge } from '@/lib/submission/plausibility/judge';
import { newRunId } from '@/lib/submission/run-id';
import { LIMITS, runSubmissionSchema } from '@/lib/submission/schema';
import { openTicket, submitterOf } from '@/lib/submission/ticket';

export const runtime = 'edge';

/** A laboratory says what it found, so that attacks can be told apart; anywhere else the answer is the same for all. */
const labVerdict = (reasons: readonly string[]): Record<string, string> =>
  isLab(process.env) ? { 'X-Flopmark-Lab-Verdict': reasons.join(',') } : {};

/** Accepts a run: checked, derived, stored whole in one transaction, or refused with nothing stored. */
export async function POST(request: Request): Promise<Response> {
  const body = await readJson(request, runSubmissionSchema, LIMITS.bodyBytes);
  if (!body.ok) return problem(body.error);
  const ticket = await openTicket(body.value.ticket, secrets(process.env), Date.now());
  if (!ticket.ok) return problem(ticket.error);
  const submitter = await submitterOf(body.value.submitterKey);
  const [secret] = secrets(process.env);
  const counted = await countRequest(database(), 'run', { request, submitter, secret, lab: isLab(process.env) });
  if (counted.rejection !== null) return problem(counted.rejection, { headers: counted.headers });
  const workloads = body.value.measurements.map(({ workload }) => workload);
  const privateGolden = await privateGoldenOf(database(), ticket.value.privateSeed, workloads, MANIFEST);
  const context = { ticket: ticket.value, submitter, manifest: MANIFEST, ortVersion: ORT_VERSION, privateGolden };
  const accepted = acceptRun(body.value, context);
  if (!accepted.ok) return problem(accepted.error);
  const evidence = await evidenceFor(database(), accepted.value, comparedCells(body.value, accepted.value));
  if (!evidence.ok) return problem(evidence.error);
  const judged = judge(body.value, accepted.value, MANIFEST, evidence.value);
  if (!judged.ok) return problem(judged.error);
  const run = await withNetwork(judged.value, request, secret);
  const stored = await storeRun(database(), newRunId(crypto.getRandomValues(new Uint8Array(10))), run);
  if (!stored.ok) return problem(stored.error);
  const path = `/runs/${stored.value}`;
  return json(
    { id: stored.value, url: path, badge: `/badge/run/${stored.value}.svg` },
    { status: 201, headers: { ...counted.headers, Location: path, ...labVerdict(judged.value.run.quarantineReasons) } },
  );
}
