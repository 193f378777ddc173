import { err } from '@/lib/core/result';
import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { withdrawRun } from '@/lib/db/withdraw';
import { guarded } from '@/lib/edge/failed';
import { foundJson, openRead } from '@/lib/edge/read';
import { problem } from '@/lib/edge/respond';
import { admitWrite } from '@/lib/edge/write';
import { reject } from '@/lib/submission/rejection';
import { RUN_ID } from '@/lib/submission/run-id';
import { withdrawalSchema } from '@/lib/submission/schema';

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
export const DELETE = guarded(async (request, { params }: RunRoute) => {
  const { id } = await params;
  const admitted = await admitWrite(request, {
    kind: 'withdrawal',
    schema: withdrawalSchema,
    capBytes: CAP_BYTES,
  });
  if (!admitted.ok) return admitted.error;
  const { submitter, headers } = admitted.value;
  if (!RUN_ID.test(id)) return problem(unknown(id), { headers });
  const withdrawn = await withdrawRun(database(), id, submitter);
  return withdrawn.ok
    ? new Response(null, { status: 204, headers: { ...headers, 'Cache-Control': 'no-store' } })
    : problem(withdrawn.error, { headers });
});
