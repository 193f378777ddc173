// /badge/run/<id>.svg: what a run is known by, as a picture for READMEs. Unknown and withdrawn ids draw the same grey badge.
import { headlineOf } from '@/app/runs/[id]/run-view';
import { runView } from '@/app/runs/[id]/stored-run';
import { type Badge, badgeStyle, renderBadge } from '@/lib/badge/badge';
import { emptyRunBadge, runBadge, UNKNOWN_RUN_BADGE, UNREADABLE_RUN_BADGE, unverified } from '@/lib/badge/run-badge';
import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { badgeResponse } from '@/lib/edge/badge-response';
import { MANIFEST } from '@/lib/models/manifest';
import { RUN_ID } from '@/lib/submission/run-id';

export const runtime = 'edge';

async function badgeOf(id: string): Promise<Badge> {
  const stored = RUN_ID.test(id) ? await getRun(database(), id) : null;
  if (stored === null) return UNKNOWN_RUN_BADGE;
  const { measurements, publishedAt } = runView(stored, MANIFEST);
  const headline = headlineOf(measurements);
  if (headline === null) return emptyRunBadge(publishedAt);
  const { workload, backend, medianMs, gflops } = headline;
  const badge = runBadge({
    workloadTitle: workload.title,
    kind: workload.kind,
    rateUnit: workload.rateUnit,
    backend,
    medianMs,
    gflops,
    measuredAt: publishedAt,
  });
  return stored.run.trustLevel === 0 ? unverified(badge) : badge;
}

/** A badge is always drawn (lib/edge/badge-response); what went wrong is for the log. */
async function anyBadgeOf(id: string): Promise<Badge> {
  try {
    return await badgeOf(id);
  } catch (error) {
    console.error('badge:', error);
    return UNREADABLE_RUN_BADGE;
  }
}

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const id = (await params).file.replace(/\.svg$/, '');
  const style = badgeStyle(new URL(request.url).searchParams.get('style'));
  return badgeResponse(request, renderBadge(await anyBadgeOf(id), style));
}
