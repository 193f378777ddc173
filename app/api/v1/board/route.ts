import { z } from 'zod';
import { BACKENDS } from '@/lib/core/backend';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { json, problem } from '@/lib/edge/respond';
import { MANIFEST } from '@/lib/models/manifest';
import { reject } from '@/lib/submission/rejection';
import { workloadIdSchema } from '@/lib/submission/schema';

export const runtime = 'edge';

const querySchema = z.strictObject({
  workload: workloadIdSchema.default('mobilenet-v2-fp32'),
  backend: z.enum(BACKENDS).optional(),
  threads: z.enum(['one', 'max']).default('max'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Devices ranked for one workload. */
export async function GET(request: Request): Promise<Response> {
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    return problem(reject('invalid-query', `${issue.path.join('.') || 'query'}: ${issue.message}`), { open: true });
  }
  const { workload, backend, threads, limit } = query.data;
  const entry = MANIFEST.get(workload);
  if (entry === undefined) return problem(reject('not-found', `no workload '${workload}'`), { open: true });
  const rows = await getBoard(database(), {
    workload,
    version: entry.version,
    backend: backend ?? null,
    threads,
    limit,
  });
  return json(
    { workload, version: entry.version, macs: entry.macs, flops: entry.flops, threads, rows },
    { open: true, cache: cacheControl(CACHE_POLICIES.page) },
  );
}
