import { database } from '@/lib/db/client';
import { searchQuerySchema } from '@/lib/edge/api-schemas';
import { foundJson, openRead, readQuery } from '@/lib/edge/read';
import { findAll } from '@/lib/edge/search';
import { MANIFEST } from '@/lib/models/manifest';
import { NAMED_PAGES } from '@/lib/views/named-pages';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

/** Devices, models and pages that explain, by words of their names. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const query = readQuery(request, searchQuerySchema);
    if (!query.ok) return query;
    const { q, limit } = query.value;
    return foundJson({
      q,
      ...(await findAll(database(), { manifest: MANIFEST.values(), pages: NAMED_PAGES }, q, limit)),
    });
  });
