// /badge/run/<id>.svg: what a run is known by, as a picture for READMEs. Unknown and withdrawn ids
// draw the same grey badge.

import { badgeResponse } from '@/lib/edge/badge-response';
import { runBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  return badgeResponse(request, (await params).file, runBadgeOf);
}
