import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { boardQuerySchema } from '@/lib/edge/api-schemas';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { json, problem } from '@/lib/edge/respond';
import { MANIFEST } from '@/lib/models/manifest';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

/** Devices ranked for one workload. */
export async function GET(request: Request): Promise<Response> {
  const query = boardQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    return problem(reject('invalid-query', `${issue.path.join('.') || 'query'}: ${issue.message}`), { open: true });
  }
  const { workload, backend, threads, trust, limit, after, ...software } = query.data;
  const entry = MANIFEST.get(workload);
  if (entry === undefined) return problem(reject('not-found', `no workload '${workload}'`), { open: true });
  const { version, macs, flops } = entry;
  const board = await getBoard(database(), {
    workload,
    version,
    backend: backend ?? null,
    threads,
    trust,
    software,
    limit,
    after: after ?? null,
  });
  return json(
    { workload, version, macs, flops, threads, trust, ...board },
    { open: true, cache: cacheControl(CACHE_POLICIES.page) },
  );
}
