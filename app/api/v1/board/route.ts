import { err } from '@/lib/core/result';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { boardQuerySchema } from '@/lib/edge/api-schemas';
import { foundJson, openRead, readQuery } from '@/lib/edge/read';
import { MANIFEST } from '@/lib/models/manifest';
import { reject } from '@/lib/submission/rejection';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

/** The page behind this one (RFC 8288), with the same query. */
function linkToNext(request: Request, next: string | null): Record<string, string> {
  if (next === null) return {};
  const { pathname, searchParams } = new URL(request.url);
  searchParams.set('after', next);
  return { Link: `<${pathname}?${searchParams}>; rel="next"` };
}

/** Devices ranked for one workload. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const query = readQuery(request, boardQuerySchema);
    if (!query.ok) return query;
    const { workload, backend, threads, trust, limit, after, browser, os, form, ortVersion } =
      query.value;
    const entry = MANIFEST.get(workload);
    if (entry === undefined) return err(reject('not-found', `no workload '${workload}'`));
    const { version, macs, flops } = entry;
    const board = await getBoard(database(), {
      workload,
      version,
      backend: backend ?? null,
      threads,
      trust,
      software: {
        browser: browser ?? null,
        os: os ?? null,
        form: form ?? null,
        ortVersion: ortVersion ?? null,
      },
      limit,
      after: after ?? null,
    });
    const answer = { workload, version, macs, flops, threads, trust, ...board };
    return foundJson(answer, linkToNext(request, board.next));
  });
