import { err } from '@/lib/core/result';
import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { withdrawRun } from '@/lib/db/withdraw';
import { readJson } from '@/lib/edge/body';
import { isLab, secrets } from '@/lib/edge/environment';
import { countRequest } from '@/lib/edge/rate-limit';
import { foundJson, openRead } from '@/lib/edge/read';
import { problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';
import { RUN_ID } from '@/lib/submission/run-id';
import { withdrawalSchema } from '@/lib/submission/schema';
import { submitterOf } from '@/lib/submission/ticket';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

const CAP_BYTES = 1024;

interface RunRoute {
  readonly params: Promise<{ id: string }>;
}

const unknown = (id: string) => reject('not-found', `no run '${id.slice(0, 40)}'`);

/** A run with its raw samples, as stored. */
export const GET = (request: Request, { params }: RunRoute): Promise<Response> =>
  openRead(request, 'read', async () => {
    const { id } = await params;
    const found = RUN_ID.test(id) ? await getRun(database(), id) : null;
    return found === null ? err(unknown(id)) : foundJson(found);
  });

/** Withdraws a run: it is gone when this answers. */
export async function DELETE(request: Request, { params }: RunRoute): Promise<Response> {
  const { id } = await params;
  const body = await readJson(request, withdrawalSchema, CAP_BYTES);
  if (!body.ok) return problem(body.error);
  if (!RUN_ID.test(id)) return problem(unknown(id));
  const submitter = await submitterOf(body.value.submitterKey);
  const [secret] = secrets(process.env);
  const counted = await countRequest(database(), 'withdrawal', { request, submitter, secret, lab: isLab(process.env) });
  if (counted.rejection !== null) return problem(counted.rejection, { headers: counted.headers });
  const withdrawn = await withdrawRun(database(), id, submitter);
  return withdrawn.ok
    ? new Response(null, { status: 204, headers: { ...counted.headers, 'Cache-Control': 'no-store' } })
    : problem(withdrawn.error);
}
