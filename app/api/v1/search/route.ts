import { database } from '@/lib/db/client';
import { searchQuerySchema } from '@/lib/edge/api-schemas';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { json, problem } from '@/lib/edge/respond';
import { findAll } from '@/lib/edge/search';
import { MANIFEST } from '@/lib/models/manifest';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

/** Devices and models by words of their names. */
export async function GET(request: Request): Promise<Response> {
  const query = searchQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    return problem(reject('invalid-query', `${issue.path.join('.') || 'query'}: ${issue.message}`), { open: true });
  }
  const { q, limit } = query.data;
  const results = await findAll(database(), MANIFEST.values(), q, limit);
  return json({ q, results }, { open: true, cache: cacheControl(CACHE_POLICIES.page) });
}
