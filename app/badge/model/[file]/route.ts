// /badge/model/<id>.svg: forward FLOPs and parameters of a workload of the pinned manifest. No database is asked.
import { badgeStyle, renderBadge } from '@/lib/badge/badge';
import { modelBadge, UNKNOWN_MODEL_BADGE } from '@/lib/badge/model-badge';
import { badgeResponse } from '@/lib/edge/badge-response';
import { MANIFEST } from '@/lib/models/manifest';

export const runtime = 'edge';

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const entry = MANIFEST.get((await params).file.replace(/\.svg$/, ''));
  const badge = entry === undefined ? UNKNOWN_MODEL_BADGE : modelBadge(entry);
  return badgeResponse(request, renderBadge(badge, badgeStyle(new URL(request.url).searchParams.get('style'))));
}
