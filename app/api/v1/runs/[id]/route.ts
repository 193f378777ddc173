import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { json, problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';
import { RUN_ID } from '@/lib/submission/run-id';

export const runtime = 'edge';

/** A run with its raw samples, as stored. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const found = RUN_ID.test(id) ? await getRun(database(), id) : null;
  if (found === null) return problem(reject('not-found', `no run '${id.slice(0, 40)}'`), { open: true });
  return json(found, { open: true, cache: cacheControl(CACHE_POLICIES.page) });
}
